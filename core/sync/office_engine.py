"""The office's side of the sync without any input or output: letters in, letters out, all durable in its store."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence

from core.sync import office_ledger as ledger
from core.sync.chain import judge
from core.sync.faults import Malformed
from core.sync.letters import Ack, Ask, Bundle, Entry, Page, Standing, Waiting
from core.sync.office_ledger import Stream, Trusted
from core.sync.office_pages import PAGE_ROWS, OfficePages, standing_of
from core.sync.office_ports import OfficeClock, OfficeStore, OfficeWork
from core.sync.sql import Sql

log = logging.getLogger(__name__)

INTERPRET_AT_ONCE = 500
"""Commands per transaction, when nobody else wants to write: what each begins and ends with costs as much as ten."""


class TryLater(Exception):
    """The disk or the database fails for now: no command is to blame."""


class NotTheAuthor(Exception):
    """The command does not come from whom it says, or from a tablet that is no longer trusted."""


class OfficeEngine:
    """Stores bundles, interprets them, and answers what is new for a tablet.

    The caller sees to it that two `receive`, two `answer` of one tablet, and two `recover` never overlap. `new_mark`
    gives 32 random hex digits; `goes_on` is asked between two transactions of `recover`, and may wait or end it;
    `must_yield` is asked within them, and ends one early; `tell` is told whose quarantine is another now.
    """

    def __init__(
        self, store: OfficeStore, clock: OfficeClock, *, kind_order: Mapping[str, int], new_mark: Callable[[], str],
        open_bundle: Callable[[bytes], Bundle], page_rows: int = PAGE_ROWS, goes_on: Callable[[], bool] = lambda: True,
        must_yield: Callable[[], bool] = lambda: False, tell: Callable[[str], None] = lambda _device_id: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._pages = OfficePages(store, clock, kind_order=kind_order, new_mark=new_mark, page_rows=page_rows)
        self._open_bundle = open_bundle
        self._goes_on = goes_on
        self._must_yield = must_yield
        self._tell = tell
        self._set_aside: set[str] = set()

    # ---- Up ---------------------------------------------------------------------------------------------------------

    def receive(self, sender: Trusted, bundle: Bundle, raw: bytes, way: str = "lan") -> Ack:
        """Stores a bundle durably. The answer says just that; `recover` finds out afterwards what the work means."""
        with self._store.write() as work:
            stream = ledger.stream(work.sql, sender.device_id, bundle.epoch, self._clock.stamp())
            verdict = judge(
                stream.have_through, stream.have_hash, bundle.prev_seq, bundle.prev_hash, bundle.entries
            )
            if verdict.fresh:
                ledger.keep_bundle(
                    work.sql, stream, seq_from=verdict.fresh[0].seq, seq_to=verdict.fresh[-1].seq,
                    hash_after=verdict.hash_after, raw=raw, sha256=hashlib.sha256(raw).hexdigest(),
                    now=self._clock.stamp(),
                )
            left = bundle.waiting if verdict.verdict != "stored" else _left(bundle)
            if verdict.fresh or way == "lan":  # an old letter that still lies in a folder tells of no contact
                ledger.note_contact(work.sql, stream, self._clock.stamp(), left, way)
        return Ack(
            nonce=bundle.nonce, verdict=verdict.verdict, standing=self.standing(sender.device_id, bundle.epoch)
        )

    def standing(self, device_id: str, epoch: str) -> Standing:
        """What the office has of a tablet's epoch."""
        with self._store.read() as work:
            stream = ledger.find_stream(work.sql, device_id, epoch)
            if stream is None:
                raise Malformed("no such epoch")
            return standing_of(work.sql, stream, self._clock)

    def greet(self, sender: Trusted, epoch: str) -> Standing:
        """A tablet says hello: its stream exists from here on."""
        with self._store.write() as work:
            ledger.stream(work.sql, sender.device_id, epoch, self._clock.stamp())
        return self.standing(sender.device_id, epoch)

    def recover(self, device_id: str = "") -> bool:
        """Interprets what is stored but has not been, of any epoch; true when nothing is left.

        After every bundle, and after a crash or a full disk in between.
        """
        with self._store.read() as work:
            streams = [one for one in ledger.open_streams(work.sql) if device_id in ("", one.device_id)]
            senders = {stream.device_id: ledger.trusted(work.sql, stream.device_id) for stream in streams}
        is_whole = True
        for stream in streams:
            sender = senders[stream.device_id]
            if sender is not None:
                is_whole = self._catch_up(sender, stream) and is_whole
        while self._set_aside:
            self._tell(self._set_aside.pop())
        return is_whole

    def _catch_up(self, sender: Trusted, stream: Stream) -> bool:
        with self._store.read() as work:
            raws = list(ledger.bundles_after(work.sql, stream.id, stream.done_through))
        done = stream.done_through
        for raw in raws:
            entries = [entry for entry in self._open_bundle(raw).entries if entry.seq > done]
            if not entries or not self._interpret_safely(sender, stream, entries):
                return False
            done = entries[-1].seq
        return True

    def replay_quarantined(self, command_id: str) -> bool:
        """Tries a quarantined command again; true when it had its effect now."""
        with self._store.read() as work:
            entry = ledger.waiting_in_quarantine(work.sql, command_id)
            origin = ledger.quarantine_origin(work.sql, command_id)
            sender = ledger.trusted(work.sql, origin) if origin else None
        if entry is None or sender is None:
            return False
        try:
            with self._store.write() as work:
                ledger.resolve_quarantine(work.sql, command_id, "replayed", self._clock.stamp())
                work.carry_out(sender, entry)
        except TryLater:
            raise
        except Exception as error:  # the same judgement as the first time: it stays where it is
            log.warning("command %s still cannot be carried out: %s", command_id, error)
            return False
        self._tell(sender.device_id)
        return True

    def dismiss_quarantined(self, command_id: str, person_id: str = "") -> None:
        """A person has decided that it is not needed; it is kept, and the tablet stops showing it."""
        with self._store.write() as work:
            origin = ledger.quarantine_origin(work.sql, command_id)
            ledger.resolve_quarantine(work.sql, command_id, "dismissed", self._clock.stamp(), person_id)
        self._tell(origin or "")

    def take_up_quarantined(self, command_id: str) -> None:
        """Takes the dismissal back: it waits for a person again, and the tablet shows it again."""
        with self._store.write() as work:
            origin = ledger.quarantine_origin(work.sql, command_id)
            ledger.take_up_again(work.sql, command_id)
        self._tell(origin or "")

    def _interpret_safely(self, sender: Trusted, stream: Stream, entries: Sequence[Entry]) -> bool:
        """Carries out stored commands; false when they must wait for a better time: the disk fails, or all ends."""
        left = list(entries)
        try:
            while left:
                if not self._goes_on():
                    return False
                through = self._interpret(sender, stream, left[:INTERPRET_AT_ONCE])
                left = [entry for entry in left if entry.seq > through]
        except TryLater as error:
            log.error("stored commands wait: %s", error)
            return False
        return True

    def _interpret(self, sender: Trusted, stream: Stream, entries: Sequence[Entry]) -> int:
        """The number of the last one that is done now: somebody who wants to write waits for no more than one."""
        through = entries[-1].seq
        try:
            with self._store.write() as work:
                for entry in ledger.unknown(work.sql, entries):
                    self._carry_out(work, sender, entry)
                    if self._must_yield():
                        through = entry.seq
                        break
                ledger.mark_done(work.sql, stream.id, through)
        except TryLater:
            raise
        except Exception as error:  # one of them cannot be carried out: find it, and let the others go on
            if len(entries) > 1:
                for entry in entries:
                    self._interpret(sender, stream, [entry])
                return through
            reason = f"{type(error).__name__}: {error}"
            log.warning("command %s of %s goes to quarantine: %s", entries[0].id, stream.device_id, reason)
            with self._store.write() as work:
                ledger.quarantine(work.sql, stream, entries[0], reason, self._clock.stamp())
                ledger.mark_done(work.sql, stream.id, entries[0].seq)
            self._set_aside.add(stream.device_id)
        return through

    def _carry_out(self, work: OfficeWork, sender: Trusted, entry: Entry) -> None:
        if sender.revoked:
            raise NotTheAuthor("the tablet is revoked")
        if entry.person_id != sender.person_id:
            raise NotTheAuthor("the author is not the tablet's technician")
        work.carry_out(sender, entry)

    # ---- Down -------------------------------------------------------------------------------------------------------

    def answer(self, sender: Trusted, ask: Ask) -> Page:
        """What is new in the tablet's scope, at most one page of it."""
        return self._pages.answer(sender, ask)

    def nothing_new(self, sql: Sql, sender: Trusted, ask: Ask) -> Page | None:
        """The answer when nothing at all was changed since the last look; None: `answer` must look."""
        return self._pages.nothing_new(sql, sender, ask)

    def note_contact(self, sender: Trusted, ask: Ask, way: str = "lan", at: str = "") -> None:
        """Writes down that the tablet was here, now or `at`, for the list of devices."""
        with self._store.write() as work:
            stream = ledger.find_stream(work.sql, sender.device_id, ask.epoch)
            if stream is not None:
                ledger.note_contact(work.sql, stream, at or self._clock.stamp(), ask.waiting, way)


def _left(bundle: Bundle) -> Waiting:
    """What still waits on the tablet when this bundle has arrived."""
    count = max(0, bundle.waiting.count - len(bundle.entries))
    return Waiting(count=count, oldest=bundle.waiting.oldest if count else "")
