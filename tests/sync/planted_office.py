"""Known mistakes of the office's engine."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.sync import chain, feed, office_engine, office_ledger, office_pages, tablet_ledger
from core.sync.chain import Judgement
from core.sync.feed import UNKNOWN, Plan
from core.sync.letters import Ack, Bundle, Entry, Standing
from core.sync.office_engine import OfficeEngine, TryLater
from core.sync.office_ledger import Trusted
from core.sync.office_pages import OfficePages
from tests.sync.planting import Patches, answer
from tests.sync.toy import Crash
from tests.sync.toy_trade import ToyWork

# ---- The office takes work in ---------------------------------------------------------------------------------------


def no_memory_of_ids(patch: Patches) -> None:
    patch.setattr(office_ledger, "unknown", lambda _sql, entries: list(entries))


def gap_tolerated(patch: Patches) -> None:
    judge = chain.judge

    def lenient(have: int, have_hash: str, prev: int, prev_hash: str, entries: Any) -> Judgement:
        right = judge(have, have_hash, prev, prev_hash, entries)
        if right.verdict == "rewind":
            return Judgement("stored", tuple(entries), chain.links(prev_hash, entries))
        return right

    patch.setattr(office_engine, "judge", lenient)


def everything_is_fresh(patch: Patches) -> None:
    judge = chain.judge

    def forgetful(have: int, have_hash: str, prev: int, prev_hash: str, entries: Any) -> Judgement:
        right = judge(have, have_hash, prev, prev_hash, entries)
        return replace(right, fresh=tuple(entries), hash_after=chain.links(prev_hash, entries))

    patch.setattr(office_engine, "judge", forgetful)


def chain_of_numbers_only(patch: Patches) -> None:
    link = chain.link
    patch.setattr(chain, "link", lambda before, entry: link(before, Entry(entry.seq, "", "", "", "")))


def acknowledged_before_it_is_durable(patch: Patches) -> None:
    receive = OfficeEngine.receive

    def hasty(self: Any, sender: Trusted, bundle: Bundle, raw: bytes) -> Ack:
        try:
            return receive(self, sender, bundle, raw)
        except Crash:
            standing = Standing(
                generation="", have_through=bundle.entries[-1].seq, done_through=0,
                have_hash=chain.links(bundle.prev_hash, bundle.entries),
            )
            return Ack(nonce=bundle.nonce, verdict="stored", standing=standing)

    patch.setattr(OfficeEngine, "receive", hasty)
    # The tablet of this mistake also forgets what it was told was safe.
    outbox = tablet_ledger.outbox
    highest: dict[str, int] = {}

    def never_again(sql: Any, device: str, after: int, limit: int) -> Any:
        highest[device] = max(highest.get(device, 0), after)
        return outbox(sql, device, highest[device], limit)

    patch.setattr(tablet_ledger, "outbox", never_again)


def bundle_is_not_kept(patch: Patches) -> None:
    def only_the_mark(sql: Any, of: Any, *, seq_to: int, hash_after: str, **_rest: Any) -> None:
        sql.run(
            "UPDATE sync_stream SET have_through = :seq, have_hash = :hash WHERE id = :id",
            seq=seq_to, hash=hash_after, id=of.id,
        )

    patch.setattr(office_ledger, "keep_bundle", only_the_mark)


def stored_work_is_forgotten(patch: Patches) -> None:
    patch.setattr(OfficeEngine, "recover", answer(None))


def done_before_it_is_done(patch: Patches) -> None:
    interpret = OfficeEngine._interpret

    def hasty(self: Any, sender: Any, stream: Any, entries: Any) -> int:
        with self._store.write() as work:
            office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        return interpret(self, sender, stream, entries)

    patch.setattr(OfficeEngine, "_interpret", hasty)


def who_makes_way_forgets_the_rest(patch: Patches) -> None:
    interpret = OfficeEngine._interpret

    def forgetful(self: Any, sender: Any, stream: Any, entries: Any) -> int:
        interpret(self, sender, stream, entries)
        with self._store.write() as work:
            office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        return int(entries[-1].seq)

    patch.setattr(OfficeEngine, "_interpret", forgetful)


def epochs_are_mixed(patch: Patches) -> None:
    def newest(sql: Any, device_id: str, _epoch: str) -> Any:
        row = sql.one("SELECT epoch FROM sync_stream WHERE device_id = :d ORDER BY id LIMIT 1", d=device_id)
        return found(sql, device_id, row[0]) if row else None

    found = office_ledger.find_stream
    patch.setattr(office_ledger, "find_stream", newest)


# ---- Bad commands ---------------------------------------------------------------------------------------------------


def bad_commands_are_dropped(patch: Patches) -> None:
    patch.setattr(office_ledger, "quarantine", answer(None))


def one_bad_command_stops_all(patch: Patches) -> None:
    carry_out = OfficeEngine._carry_out

    def strict(self: Any, work: Any, sender: Any, entry: Any) -> None:
        try:
            carry_out(self, work, sender, entry)
        except ValueError as error:
            raise TryLater(str(error)) from error

    patch.setattr(OfficeEngine, "_carry_out", strict)


def bad_company_is_condemned(patch: Patches) -> None:
    def sweeping(self: Any, sender: Any, stream: Any, entries: Any) -> int:
        try:
            with self._store.write() as work:
                for entry in office_ledger.unknown(work.sql, entries):
                    self._carry_out(work, sender, entry)
                office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        except ValueError as error:
            with self._store.write() as work:
                for entry in entries:
                    if not office_ledger.known(work.sql, entry.id):
                        office_ledger.quarantine(work.sql, stream, entry, str(error), self._clock.stamp())
                office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        return int(entries[-1].seq)

    patch.setattr(OfficeEngine, "_interpret", sweeping)


def half_an_effect_stays(patch: Patches) -> None:
    def patient(self: Any, sender: Any, stream: Any, entries: Any) -> int:
        with self._store.write() as work:
            for entry in office_ledger.unknown(work.sql, entries):
                try:
                    self._carry_out(work, sender, entry)
                except ValueError as error:
                    office_ledger.quarantine(work.sql, stream, entry, str(error), self._clock.stamp())
            office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
        return int(entries[-1].seq)

    patch.setattr(OfficeEngine, "_interpret", patient)


def a_full_disk_is_the_commands_fault(patch: Patches) -> None:
    interpret = OfficeEngine._interpret

    def blaming(self: Any, sender: Any, stream: Any, entries: Any) -> int:
        try:
            return interpret(self, sender, stream, entries)
        except TryLater as error:
            with self._store.write() as work:
                for entry in entries:
                    if not office_ledger.known(work.sql, entry.id):
                        office_ledger.quarantine(work.sql, stream, entry, str(error), self._clock.stamp())
                office_ledger.mark_done(work.sql, stream.id, entries[-1].seq)
            return int(entries[-1].seq)

    patch.setattr(OfficeEngine, "_interpret", blaming)


def bad_commands_are_tried_for_ever(patch: Patches) -> None:
    mark_done = office_ledger.mark_done

    def stubborn(sql: Any, stream_id: int, seq: int) -> None:
        bad = sql.one("SELECT 1 FROM sync_quarantine WHERE stream_id = :s AND seq = :seq", s=stream_id, seq=seq)
        if bad is None:
            mark_done(sql, stream_id, seq)

    patch.setattr(office_ledger, "mark_done", stubborn)


def quarantine_is_not_told(patch: Patches) -> None:
    patch.setattr(office_ledger, "quarantined", answer(()))


# ---- The office sends down ------------------------------------------------------------------------------------------


def _planning(patch: Patches, spoil: Callable[[Any, Any, Any, Any], Plan]) -> None:
    right = feed.plan

    def spoiled(wanted: Any, changes: Any, books: Any, order: Any) -> Plan:
        return spoil(right(wanted, changes, books, order), wanted, changes, books)

    patch.setattr(office_pages, "plan", spoiled)


def unconfirmed_is_taken_for_arrived(patch: Patches) -> None:
    patch.setattr(feed.Books, "confirm", answer(None))


def nothing_is_taken_back(patch: Patches) -> None:
    _planning(patch, lambda plan, *_: Plan(plan.put, ()))


def doubtful_rows_are_not_taken_back(patch: Patches) -> None:
    _planning(
        patch,
        lambda plan, _w, _c, books: Plan(
            plan.put, tuple(key for key in plan.gone if key in books.sent and books.sent[key].seq != UNKNOWN)
        ),
    )


def changes_are_overlooked(patch: Patches) -> None:
    right = feed.plan
    patch.setattr(office_pages, "plan", lambda wanted, _changes, books, order: right(wanted, {}, books, order))


def touched_rows_are_not_answered(patch: Patches) -> None:
    patch.setattr(feed.Books, "doubt", answer(None))


def a_glance_sees_nothing(patch: Patches) -> None:
    patch.setattr(ToyWork, "may_concern", answer(False))


def every_page_ends_the_look(patch: Patches) -> None:
    draft = OfficePages._draft

    def hasty(self: Any, work: Any, sender: Any, stream: Any, ask: Any) -> Any:
        made = draft(self, work, sender, stream, ask)
        return replace(made, scanned_day=self._clock.day(), scanned_feed=office_ledger.feed_counter(work.sql))

    patch.setattr(OfficePages, "_draft", hasty)


def page_numbers_used_again(patch: Patches) -> None:
    draft = OfficePages._draft

    def counting(self: Any, *given: Any) -> Any:
        kept, self._new_mark = self._new_mark, lambda: "000000" + kept()[6:]
        try:
            return draft(self, *given)
        finally:
            self._new_mark = kept

    patch.setattr(OfficePages, "_draft", counting)


def strange_pages_are_believed(patch: Patches) -> None:
    patch.setattr(OfficePages, "_is_known", lambda _self, _sql, stream, _ask: bool(stream.feed))


def nothing_is_booked(patch: Patches) -> None:
    patch.setattr(office_ledger, "record_sent", answer(None))
