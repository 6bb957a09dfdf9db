"""What goes down to a tablet: page by page what is new in its scope, with the books on what it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from core.sync import office_ledger as ledger
from core.sync.feed import Books, Key, Plan, Sent, plan
from core.sync.letters import Ask, Gone, Page, Rows, Standing
from core.sync.office_ledger import Stream, Trusted
from core.sync.office_ports import OfficeClock, OfficeStore, OfficeWork
from core.sync.sql import Sql, get_state

PAGE_ROWS = 3000
PAGE_BYTES = 3 * 1024 * 1024
PAGE_GONE = 5000
_GROUP_ROWS = 200
_REMEMBERED_PAGES = 8


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


class OfficePages:
    """The caller sees to it that two `answer` of one tablet never overlap. `new_mark` gives 32 random hex digits."""

    def __init__(
        self, store: OfficeStore, clock: OfficeClock, *, kind_order: Mapping[str, int], new_mark: Callable[[], str],
        page_rows: int,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kind_order = kind_order
        self._new_mark = new_mark
        self._page_rows = page_rows
        self._scopes: dict[int, _Scope] = {}
        self._glanced: dict[int, int] = {}

    def answer(self, sender: Trusted, ask: Ask) -> Page:
        """What is new in the tablet's scope, at most one page of it."""
        with self._store.read() as work:
            stream = ledger.find_stream(work.sql, sender.device_id, ask.epoch)
            if stream is not None and self._is_quiet(work, sender, stream, ask):
                return self._nothing_new(work.sql, stream, ask)
            draft = self._draft(work, sender, stream, ask) if stream is not None else None
        if stream is None or draft is None:
            with self._store.write() as work:
                ledger.stream(work.sql, sender.device_id, ask.epoch, self._clock.stamp())
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
            nonce=ask.nonce, standing=standing_of(sql, stream, self._clock), feed=stream.feed, base=ask.have_page,
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
            nonce=ask.nonce, standing=standing_of(work.sql, stream, self._clock), feed=feed, base=base,
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


def standing_of(sql: Sql, stream: Stream, clock: OfficeClock) -> Standing:
    """What the office has of a stream, as it tells the tablet."""
    return Standing(
        generation=get_state(sql, "generation"), have_through=stream.have_through, have_hash=stream.have_hash,
        done_through=stream.done_through, quarantined=ledger.quarantined(sql, stream.device_id),
        office_time=clock.stamp(), backed_up=min(stream.backed_up, stream.have_through),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page with what must be written down before it may leave."""

    page: Page
    feed: str
    changed: dict[Key, Sent | None]
    issued: str
    scanned_feed: int
    scanned_day: str
