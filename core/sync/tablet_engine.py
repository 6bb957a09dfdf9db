"""The tablet's side of the sync without any input or output: its screens show the office's last word + own commands."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from msgspec.structs import replace

from core.sync import tablet_ledger as ledger
from core.sync.chain import genesis, links
from core.sync.feed import Key
from core.sync.letters import MAX_ENTRIES, PROTOCOL, Ack, Ask, Bundle, Entry, Page, Rows, Standing, Waiting, cut
from core.sync.sql import Sql
from core.sync.tablet_ledger import Cursor

MAX_TOUCHED = 5000
Removed = tuple[str, str, str]
"""(kind, id, reason)"""


class TabletWork(Protocol):
    """One transaction on the tablet: bookkeeping by `sql`, and the domain's part in it."""

    @property
    def sql(self) -> Sql: ...

    def put(self, group: Rows) -> None:
        """Makes the rows be exactly these states, whether they were there or not."""

    def remove(self, kind: str, ids: Sequence[str]) -> None: ...

    @property
    def is_changed(self) -> bool:
        """Whether a row became another by what was put or removed here."""

    def concerned(self, visits: Collection[str]) -> Collection[str]:
        """Those of the visits whose own commands could do something else now, after what was put and removed here.

        The empty name stands for the commands that are about no visit. What concerns one visit is never left out;
        commands of visits that are left out neither read nor write a row that those of the others write.
        """

    def replay(self, entries: Sequence[Entry]) -> None:
        """Lays own commands over the current rows, in order; one that no longer fits them changes nothing."""

    def unseen(self) -> Iterable[Key]:
        """Rows of the kinds that come from the office and are not in `sync_seen`."""


class TabletStore(Protocol):
    """The tablet's database."""

    def read(self) -> AbstractContextManager[TabletWork]: ...

    def write(self) -> AbstractContextManager[TabletWork]:
        """Durable when the block ends without an exception, undone otherwise."""


@dataclass(frozen=True, slots=True)
class _Pushed:
    nonce: int
    last_seq: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question under way, and where the tablet stood when it asked."""

    nonce: int
    touched: tuple[Key, ...]
    acks: int
    cursor: Cursor
    is_waiting: bool


Result = Literal["applied", "nothing", "ignored", "new_epoch"]


class TabletEngine:
    """Makes letters and takes in the answers. Single-threaded: the caller serialises the calls.

    At most one bundle and one ask are under way; an answer to an older one is ignored, so that lost, doubled and late
    answers do no harm. `new_mark` gives 32 random hex digits, `first_nonce` where the numbers of letters begin.
    """

    def __init__(
        self, store: TabletStore, *, device_id: str, new_mark: Callable[[], str], first_nonce: int = 1
    ) -> None:
        self._store = store
        self._device_id = device_id
        self._new_mark = new_mark
        self._nonce = first_nonce
        self._pushed: _Pushed | None = None
        self._asked: _Asked | None = None
        self._acks = 0

    # ---- Up ---------------------------------------------------------------------------------------------------------

    def bundle(self) -> Bundle | None:
        """The next commands to send, or None when the office has them all."""
        with self._store.read() as work:
            cursor = ledger.read_cursor(work.sql)
            entries = cut(ledger.outbox(work.sql, self._device_id, cursor.acked, MAX_ENTRIES))
            waiting = ledger.waiting(work.sql, self._device_id, cursor.acked) if entries else Waiting()
        if not entries:
            return None
        before = cursor.acked_hash or genesis(self._device_id, cursor.epoch)
        self._nonce += 1
        self._pushed = _Pushed(self._nonce, entries[-1].seq, links(before, entries))
        return Bundle(
            nonce=self._nonce, epoch=cursor.epoch, prev_seq=cursor.acked, prev_hash=before, entries=entries,
            waiting=waiting,
        )

    def on_ack(self, ack: Ack) -> Result:
        """Takes in the answer to the last bundle."""
        pushed = self._pushed
        if pushed is None or ack.nonce != pushed.nonce:
            return "ignored"
        self._pushed = None
        self._acks += 1
        with self._store.write() as work:
            cursor = ledger.read_cursor(work.sql)
            if ack.verdict == "diverged":
                return self._begin_epoch(work.sql, cursor)
            after = self._noted(work.sql, cursor, ack.standing, pushed, may_lower=True)
            if after is None:
                return self._begin_epoch(work.sql, cursor)
            ledger.write_cursor(work.sql, after, cursor)
        return "applied"

    def on_dismissal(self, epoch: str, have: int, have_hash: str) -> None:
        """The office gives nothing any more, but says how much of our work it has."""
        with self._store.write() as work:
            cursor = ledger.read_cursor(work.sql)
            if epoch == cursor.epoch and have > cursor.acked and self._hash_at(work.sql, cursor, have) == have_hash:
                ledger.write_cursor(work.sql, replace(cursor, acked=have, acked_hash=have_hash), cursor)

    def waiting(self) -> Waiting:
        """What is not yet durable at the office."""
        with self._store.read() as work:
            return ledger.waiting(work.sql, self._device_id, ledger.read_cursor(work.sql).acked)

    # ---- Down -------------------------------------------------------------------------------------------------------

    def ask(self, wait: int = 0) -> Ask:
        """The question for what is new."""
        with self._store.read() as work:
            cursor = ledger.read_cursor(work.sql)
            kept = ledger.kept_numbers(work.sql, self._device_id, cursor.quarantined)
            touched = ledger.guesses(work.sql, cursor.done, kept, MAX_TOUCHED)
            waiting = ledger.waiting(work.sql, self._device_id, cursor.acked)
            is_waiting = bool(ledger.deferred(work.sql))
        self._nonce += 1
        self._asked = _Asked(self._nonce, tuple(touched), self._acks, cursor, is_waiting)
        return Ask(
            nonce=self._nonce, epoch=cursor.epoch, generation=cursor.generation, feed=cursor.feed,
            have_page=cursor.have_page, touched=tuple(touched), wait=wait, waiting=waiting, protocol=PROTOCOL,
        )

    def on_page(self, page: Page) -> Result:
        """Applies what came, lays own commands over it, and moves the cursor: all in one transaction."""
        asked = self._asked
        if asked is None or page.nonce != asked.nonce:
            return "ignored"
        self._asked = None
        if self._says_nothing(page, asked):
            return "nothing"
        return self._take(page, asked, may_lower=asked.acks == self._acks)

    def _says_nothing(self, page: Page, asked: "_Asked") -> bool:
        """Whether the page leaves everything as it is: most do, and then nothing needs to be read or written.

        It is compared with where the tablet stood when it asked. What was noted since is newer than this answer.
        """
        known, said = asked.cursor, page.standing
        return (
            page.page == page.base == known.have_page and page.feed == known.feed and not page.more
            and not (asked.touched or asked.is_waiting or known.baseline) and known.settled == known.done
            and (said.generation, said.have_through, said.have_hash, said.done_through, said.quarantined)
            == (known.generation, known.acked, known.acked_hash, known.done, known.quarantined)
            and min(said.backed_up, said.have_through) == known.backed_up
        )

    def _take(self, page: Page, asked: "_Asked", *, may_lower: bool) -> Result:
        with self._store.write() as work:
            cursor = ledger.read_cursor(work.sql)
            after = self._noted(work.sql, cursor, page.standing, None, may_lower=may_lower)
            if after is None:
                return self._begin_epoch(work.sql, cursor)
            if page.feed != cursor.feed:
                if page.base != 0:
                    return "ignored"
                ledger.begin_baseline(work.sql)
                after = replace(after, feed=page.feed, have_page=0, baseline=True)
            elif page.base != cursor.have_page:
                return "ignored"
            changed = self._apply(work, after, page, asked)
            kept = ledger.kept_numbers(work.sql, self._device_id, page.standing.quarantined)
            self._lay_over(work, cursor, after, page, kept)
            after = replace(after, have_page=page.page)
            if not page.more:
                after = replace(after, baseline=False)
                if not ledger.guesses(work.sql, page.standing.done_through, kept, 1):
                    after = replace(after, settled=page.standing.done_through)
            if after != cursor:
                ledger.write_cursor(work.sql, after, cursor)
        return "applied" if changed else "nothing"

    def _apply(self, work: TabletWork, cursor: Cursor, page: Page, asked: _Asked) -> bool:
        """Makes rows what the office says, which is its word on them through the last command that it carried out."""
        through = page.standing.done_through
        kept = ledger.kept_numbers(work.sql, self._device_id, page.standing.quarantined)
        gone: list[Removed] = [(row.kind, row.id, row.reason) for row in page.gone]
        for group in page.rows:
            work.put(group)
            keys = [(group.kind, str(row[0])) for row in group.rows]
            ledger.undefer(work.sql, keys)
            ledger.settle(work.sql, keys, through, kept)
            if cursor.baseline:
                ledger.mark_seen(work.sql, keys)
        if cursor.baseline:
            ledger.unmark_seen(work.sql, [(kind, row_id) for kind, row_id, _ in gone])
            if not page.more:
                gone += [(kind, row_id, "scope") for kind, row_id in work.unseen()]
                ledger.end_baseline(work.sql)
        if page.settles:
            ledger.settle(work.sql, asked.touched, through, kept)
        ledger.settle(work.sql, [(kind, row_id) for kind, row_id, _ in gone], through, kept)
        removed = self._remove(work, gone, through)
        return bool(page.rows) or removed or bool(asked.touched)

    def _lay_over(
        self, work: TabletWork, before: Cursor, after: Cursor, page: Page, kept: Sequence[int]
    ) -> None:
        """Lays the own commands again that what came could concern; over all else they lie already.

        After a baseline that is all of them: what went away with it is to be made anew.
        """
        through = page.standing.done_through
        back = set(page.standing.quarantined) - set(before.quarantined)
        is_anew = after.baseline and not page.more
        if not (is_anew or work.is_changed or back):
            return
        visits = ledger.pending_visits(work.sql, self._device_id, through, kept)
        if is_anew or not visits:
            again = visits
        else:
            again = {*work.concerned(visits), *(visits & ledger.visits_of(work.sql, back))}
        if again:
            whole = None if again == visits else again
            work.replay(ledger.to_replay(work.sql, self._device_id, through, kept, whole))

    def _remove(self, work: TabletWork, gone: list[Removed], done: int) -> bool:
        """Removes rows, unless own work on one of the visits is still on its way: then all of it waits.

        What a technician does on a visit that was just taken from him stays before his eyes until the office has
        interpreted it; then the visit is his again (as evidence of that work) or goes.
        """
        gone = gone + ledger.deferred(work.sql)
        if not gone:
            return False
        pending = ledger.pending_activities(work.sql, self._device_id, done)
        if any(kind == "activity" and row_id in pending for kind, row_id, _ in gone):
            ledger.defer(work.sql, gone)
            return False
        by_kind: dict[str, list[str]] = {}
        for kind, row_id, _ in gone:
            by_kind.setdefault(kind, []).append(row_id)
        for kind, ids in by_kind.items():
            work.remove(kind, ids)
        ledger.undefer(work.sql, [(kind, row_id) for kind, row_id, _ in gone])
        return True

    # ---- Letters for a relay folder ---------------------------------------------------------------------------------

    def bundles_after(self, seq: int) -> list[Bundle]:
        """All that waits after a command that already lies in the folder, in letters that follow on each other."""
        made: list[Bundle] = []
        with self._store.read() as work:
            cursor = ledger.read_cursor(work.sql)
            after = max(seq, cursor.acked)
            before = self._hash_at(work.sql, cursor, after) if after > cursor.acked else cursor.acked_hash
            while before and (entries := cut(ledger.outbox(work.sql, self._device_id, after, MAX_ENTRIES))):
                self._nonce += 1
                made.append(
                    Bundle(
                        nonce=self._nonce, epoch=cursor.epoch, prev_seq=after, prev_hash=before, entries=entries,
                        waiting=ledger.waiting(work.sql, self._device_id, after),
                    )
                )
                after, before = entries[-1].seq, links(before, entries)
        return made

    def bundles_from(self, seq: int, before: str) -> list[Bundle]:
        """All that this tablet did after a command whose chain hash is known, acknowledged or not."""
        made: list[Bundle] = []
        with self._store.read() as work:
            epoch = ledger.read_cursor(work.sql).epoch
            while entries := cut(ledger.outbox(work.sql, self._device_id, seq, MAX_ENTRIES)):
                self._nonce += 1
                made.append(Bundle(nonce=self._nonce, epoch=epoch, prev_seq=seq, prev_hash=before, entries=entries))
                seq, before = entries[-1].seq, links(before, entries)
        return made

    def hash_at(self, seq: int) -> str:
        """The chain's hash at one of our own commands; empty when there is none of that number."""
        with self._store.read() as work:
            return self._hash_at(work.sql, ledger.read_cursor(work.sql), seq)

    def question(self) -> Ask:
        """A question to be kept until its answer comes, maybe days later."""
        asked, self._asked = self._asked, None
        try:
            return self.ask()
        finally:
            self._asked = asked

    def take_relayed(self, ask: Ask, page: Page) -> Result:
        """Takes in a page that answers a kept question; one that letters by another way have overtaken is ignored."""
        if page.nonce != ask.nonce:
            return "ignored"
        with self._store.read() as work:
            cursor = ledger.read_cursor(work.sql)
        is_restored = page.standing.generation != cursor.generation
        if page.standing.done_through < cursor.done and not is_restored:
            return "ignored"
        is_first = page.base in (0, ask.have_page)
        asked = _Asked(page.nonce, ask.touched if is_first else (), self._acks, cursor, is_waiting=False)
        return self._take(page, asked, may_lower=is_restored)

    # ---- Standing and epochs ----------------------------------------------------------------------------------------

    def new_epoch(self) -> None:
        """This installation was restored or copied: its numbers may have been used by another life of it.

        Everything still in the log is sent again under a new name; the office knows each command by its id.
        """
        self._pushed = self._asked = None
        with self._store.write() as work:
            self._begin_epoch(work.sql, ledger.read_cursor(work.sql))

    def _begin_epoch(self, sql: Sql, cursor: Cursor) -> Result:
        epoch = self._new_mark()
        ledger.write_cursor(
            sql,
            replace(
                cursor, epoch=epoch, acked=0, acked_hash=genesis(self._device_id, epoch), done=0, settled=0,
                feed="", have_page=0, baseline=False, backed_up=0,
            ),
            cursor,
        )
        return "new_epoch"

    def _noted(
        self, sql: Sql, cursor: Cursor, standing: Standing, pushed: _Pushed | None, *, may_lower: bool
    ) -> Cursor | None:
        """The cursor after the office's word on what it has; None when its history is not ours.

        A smaller number than before is believed only from an answer that was asked for after the last acknowledgement:
        then the office was restored, and what it lost is sent again.
        """
        have = standing.have_through
        if have == cursor.acked:
            known_hash = cursor.acked_hash
        elif pushed is not None and have == pushed.last_seq:
            known_hash = pushed.last_hash
        elif have > cursor.acked or may_lower:
            known_hash = self._hash_at(sql, cursor, have)
        else:
            return cursor
        if known_hash != standing.have_hash:
            return None
        return replace(
            cursor, acked=have, acked_hash=known_hash, done=standing.done_through,
            quarantined=standing.quarantined, generation=standing.generation,
            backed_up=min(standing.backed_up, have),
        )

    def _hash_at(self, sql: Sql, cursor: Cursor, seq: int) -> str:
        """The chain's hash at one of our own commands; empty when there is no such command."""
        start, before = 0, genesis(self._device_id, cursor.epoch)
        if seq == 0:
            return before
        if seq > cursor.acked:
            start, before = cursor.acked, cursor.acked_hash
        entries = ledger.logged_between(sql, self._device_id, start, seq)
        return links(before, entries) if entries and entries[-1].seq == seq else ""
