"""The office's side of the sync without any input or output: letters in, letters out, all durable in its store."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from core.sync import office_ledger as ledger
from core.sync.chain import judge
from core.sync.faults import Malformed
from core.sync.feed import Books, Key, Plan, Sent, plan
from core.sync.letters import Ack, Ask, Bundle, Entry, Gone, Page, Rows, Standing, Waiting
from core.sync.office_ledger import Stream, Trusted
from core.sync.office_ports import OfficeClock, OfficeStore, OfficeWork
from core.sync.sql import Sql, chunks, get_state

log = logging.getLogger(__name__)

INTERPRET_AT_ONCE = 200
"""Commands per transaction: long enough to save disk flushes, short enough that nobody at a screen waits."""
PAGE_ROWS = 3000
PAGE_BYTES = 3 * 1024 * 1024
PAGE_GONE = 5000
_GROUP_ROWS = 200
_REMEMBERED_PAGES = 8


class TryLater(Exception):
    """The disk or the database fails for now: no command is to blame."""


class NotTheAuthor(Exception):
    """The command does not come from whom it says, or from a tablet that is no longer trusted."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """A computed scope, kept while its pages are being fetched; good until any row changes or the day ends.

    `rest` is what is left after `page`, when nothing else needs to be known of the pages before.
    """

    feed: int
    day: str
    wanted: Mapping[Key, str]
    page: int
    rest: Plan | None


class OfficeEngine:
    """Stores bundles, interprets them, and answers what is new for a tablet.

    The caller sees to it that two `receive`, two `answer` of one tablet, and two `recover` never overlap. `new_mark`
    gives 32 random hex digits; `goes_on` is asked between two transactions of `recover`, and may wait or end it;
    `tell` is told whose quarantine is another now.
    """

    def __init__(
        self, store: OfficeStore, clock: OfficeClock, *, kind_order: Mapping[str, int], new_mark: Callable[[], str],
        open_bundle: Callable[[bytes], Bundle], page_rows: int = PAGE_ROWS, goes_on: Callable[[], bool] = lambda: True,
        tell: Callable[[str], None] = lambda _device_id: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kind_order = kind_order
        self._new_mark = new_mark
        self._open_bundle = open_bundle
        self._page_rows = page_rows
        self._goes_on = goes_on
        self._tell = tell
        self._set_aside: set[str] = set()
        self._scopes: dict[int, _Scope] = {}
        self._glanced: dict[int, int] = {}

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
            return self._standing(work.sql, stream)

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
        try:
            for chunk in chunks(entries, INTERPRET_AT_ONCE):
                if not self._goes_on():
                    return False
                self._interpret(sender, stream, chunk)
        except TryLater as error:
            log.error("stored commands wait: %s", error)
            return False
        return True

    def _interpret(self, sender: Trusted, stream: Stream, entries: Sequence[Entry]) -> None:
        try:
            with self._store.write() as work:
                for entry in ledger.unknown(work.sql, entries):
                    self._carry_out(work, sender, entry)
                ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        except TryLater:
            raise
        except Exception as error:  # one of them cannot be carried out: find it, and let the others go on
            if len(entries) > 1:
                for entry in entries:
                    self._interpret(sender, stream, [entry])
                return
            reason = f"{type(error).__name__}: {error}"
            log.warning("command %s of %s goes to quarantine: %s", entries[0].id, stream.device_id, reason)
            with self._store.write() as work:
                ledger.quarantine(work.sql, stream, entries[0], reason, self._clock.stamp())
                ledger.mark_done(work.sql, stream.id, entries[0].seq)
            self._set_aside.add(stream.device_id)

    def _carry_out(self, work: OfficeWork, sender: Trusted, entry: Entry) -> None:
        if sender.revoked:
            raise NotTheAuthor("the tablet is revoked")
        if entry.person_id != sender.person_id:
            raise NotTheAuthor("the author is not the tablet's technician")
        work.carry_out(sender, entry)

    # ---- Down -------------------------------------------------------------------------------------------------------

    def answer(self, sender: Trusted, ask: Ask) -> Page:
        """What is new in the tablet's scope, at most one page of it."""
        with self._store.read() as work:
            stream = ledger.find_stream(work.sql, sender.device_id, ask.epoch)
            if stream is not None and self._is_quiet(work, sender, stream, ask):
                return self._nothing_new(work.sql, stream, ask)
            draft = self._draft(work, sender, stream, ask) if stream is not None else None
        if stream is None or draft is None:
            self.greet(sender, ask.epoch)
            return self.answer(sender, ask)
        with self._store.write() as work:
            if draft.feed != stream.feed:
                ledger.forget_sent(work.sql, stream.id)
            ledger.record_sent(work.sql, stream.id, draft.changed)
            ledger.record_page(
                work.sql, stream, feed=draft.feed, page=draft.page.page, confirmed=draft.page.base,
                issued=draft.issued, scanned_feed=draft.scanned_feed, scanned_day=draft.scanned_day,
            )
        return draft.page

    def nothing_new(self, sql: Sql, sender: Trusted, ask: Ask) -> Page | None:
        """The answer when nothing at all was changed since the last look; None: `answer` must look."""
        stream = ledger.find_stream(sql, sender.device_id, ask.epoch)
        if stream is None or not self._was_seen(sql, stream, ask):
            return None
        return self._nothing_new(sql, stream, ask) if ledger.feed_counter(sql) <= self._seen(stream) else None

    def note_contact(self, sender: Trusted, ask: Ask, way: str = "lan", at: str = "") -> None:
        """Writes down that the tablet was here, now or `at`, for the list of devices."""
        with self._store.write() as work:
            stream = ledger.find_stream(work.sql, sender.device_id, ask.epoch)
            if stream is not None:
                ledger.note_contact(work.sql, stream, at or self._clock.stamp(), ask.waiting, way)

    def _is_quiet(self, work: OfficeWork, sender: Trusted, stream: Stream, ask: Ask) -> bool:
        """Whether the last full look still holds; answered without computing the scope."""
        if not self._was_seen(work.sql, stream, ask):
            return False
        seen = self._seen(stream)
        counter = ledger.feed_counter(work.sql)
        if counter <= seen:
            return True
        changes = ledger.changes_since(work.sql, seen)
        if work.may_concern(
            changes, sender.person_id, lambda kind, row_id: ledger.holds(work.sql, stream.id, kind, row_id)
        ):
            return False
        self._glanced[stream.id] = counter
        return True

    def _was_seen(self, sql: Sql, stream: Stream, ask: Ask) -> bool:
        """Whether the tablet has all that the last full look found, and the day is still the same."""
        return (
            not ask.touched
            and self._is_known(sql, stream, ask)
            and ask.have_page == stream.page
            and stream.scanned_feed >= 0
            and stream.scanned_day == self._clock.day()
        )

    def _seen(self, stream: Stream) -> int:
        """Through which change nothing can be new to this tablet."""
        return max(stream.scanned_feed, self._glanced.get(stream.id, -1))

    def _is_known(self, sql: Sql, stream: Stream, ask: Ask) -> bool:
        """Whether the books on what this tablet holds are true; otherwise it gets everything anew."""
        return (
            bool(stream.feed)
            and ask.feed == stream.feed
            and ask.generation == get_state(sql, "generation")
            and str(ask.have_page) in (str(stream.confirmed), *stream.issued.split())
        )

    def _nothing_new(self, sql: Sql, stream: Stream, ask: Ask) -> Page:
        return Page(
            nonce=ask.nonce, standing=self._standing(sql, stream), feed=stream.feed, base=ask.have_page,
            page=ask.have_page, settles=True,
        )

    def _draft(self, work: OfficeWork, sender: Trusted, stream: Stream, ask: Ask) -> "_Draft":
        counter = ledger.feed_counter(work.sql)
        is_fresh = not self._is_known(work.sql, stream, ask)
        feed = self._new_mark() if is_fresh else stream.feed
        base = 0 if is_fresh else ask.have_page
        wanted = self._scope(work, sender, stream, counter)
        books, todo = Books({}), self._rest(stream, ask, counter)
        if is_fresh or todo is None:
            changes = ledger.changes_since(work.sql, self._looked_through(work.sql, stream, counter, is_fresh))
            books = Books({} if is_fresh else ledger.sent_rows(work.sql, stream.id, base, changes))
            books.confirm(base)
            books.doubt(ask.touched)
            todo = plan(wanted, changes, books, self._kind_order)
        # No two pages share a number, even after a restore that nobody noticed: what was applied is known exactly.
        number = max(stream.page, base) + 1 + int(self._new_mark()[:6], 16)
        groups, taken = self._collect(work, todo.put, wanted)
        for key in todo.put[:taken]:
            books.set(key, Sent(counter, wanted[key], number))
        gone = todo.gone[:PAGE_GONE]
        for key in gone:
            books.set(key, Sent(counter, "", number, gone=True))
        deleted = ledger.deleted_rows(work.sql, gone)
        more = taken < len(todo.put) or len(gone) < len(todo.gone)
        page = Page(
            nonce=ask.nonce, standing=self._standing(work.sql, stream), feed=feed, base=base,
            page=number if groups or gone or is_fresh else base, more=more, settles=True, rows=groups,
            gone=tuple(Gone(*key, "deleted" if key in deleted else "scope") for key in gone),
        )
        if more:
            rest = Plan(todo.put[taken:], todo.gone) if not gone else None
            self._scopes[stream.id] = _Scope(counter, self._clock.day(), wanted, page.page, rest)
            # The empty day makes the next ask look again, though nothing may have changed by then.
            mark, day = -1 if is_fresh else stream.scanned_feed, ""
        else:
            self._scopes.pop(stream.id, None)
            mark, day = counter, self._clock.day()
        later = [issued for issued in stream.issued.split() if int(issued) > base] if not is_fresh else []
        issued = " ".join([*later, str(page.page)][-_REMEMBERED_PAGES:])
        return _Draft(page, feed, dict(books.changed), issued, mark, day)

    def _looked_through(self, sql: Sql, stream: Stream, counter: int, is_fresh: bool) -> int:
        """Up to which change every row in scope was sent or will be looked at anyway."""
        if is_fresh:
            return counter
        if stream.scanned_feed >= 0:
            return stream.scanned_feed
        oldest = ledger.sent_since(sql, stream.id)
        return counter if oldest is None else oldest

    def _scope(self, work: OfficeWork, sender: Trusted, stream: Stream, counter: int) -> Mapping[Key, str]:
        kept = self._scopes.get(stream.id)
        if kept is not None and kept.feed == counter and kept.day == self._clock.day():
            return kept.wanted
        return work.scope(sender.person_id)

    def _rest(self, stream: Stream, ask: Ask, counter: int) -> Plan | None:
        """What is left to send when the tablet has the last page and nothing else has happened since."""
        kept = self._scopes.get(stream.id)
        if kept is None or ask.touched or not (kept.page == ask.have_page == stream.page):
            return None
        return kept.rest if (kept.feed, kept.day) == (counter, self._clock.day()) else None

    def _collect(
        self, work: OfficeWork, keys: Sequence[Key], wanted: Mapping[Key, str]
    ) -> tuple[tuple[Rows, ...], int]:
        """The states of the first keys that fit on a page, and how many keys that were."""
        groups: list[Rows] = []
        taken = size = 0
        while taken < min(len(keys), self._page_rows) and size < PAGE_BYTES:
            kind, shape = keys[taken][0], wanted[keys[taken]]
            ids: list[str] = []
            while (
                taken < min(len(keys), self._page_rows)
                and len(ids) < _GROUP_ROWS
                and keys[taken][0] == kind
                and wanted[keys[taken]] == shape
            ):
                ids.append(keys[taken][1])
                taken += 1
            group = work.states(kind, shape, ids)
            if group.rows:
                groups.append(group)
                size += len(msgspec.json.encode(group.rows))
        return tuple(groups), taken

    def _standing(self, sql: Sql, stream: Stream) -> Standing:
        return Standing(
            generation=get_state(sql, "generation"), have_through=stream.have_through, have_hash=stream.have_hash,
            done_through=stream.done_through, quarantined=ledger.quarantined(sql, stream.device_id),
            office_time=self._clock.stamp(), backed_up=min(stream.backed_up, stream.have_through),
        )


def _left(bundle: Bundle) -> Waiting:
    """What still waits on the tablet when this bundle has arrived."""
    count = max(0, bundle.waiting.count - len(bundle.entries))
    return Waiting(count=count, oldest=bundle.waiting.oldest if count else "")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page with what must be written down before it may leave."""

    page: Page
    feed: str
    changed: dict[Key, Sent | None]
    issued: str
    scanned_feed: int
    scanned_day: str

