"""Random histories with loss, crashes and restored backups keep every promise; known mistakes are found by them."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.sync import chain, feed, office_engine, office_ledger, tablet_engine, tablet_ledger
from core.sync.chain import Judgement
from core.sync.letters import Ack, Bundle, Standing
from core.sync.office_ledger import Trusted
from tests.sync.simulator import Faults, Violation, World
from tests.sync.toy import Crash

SEARCH = 1500
"""Seeds within which a planted mistake must show itself."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Quarantined commands are warnings in the log, and here they are meant."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("block", range(6))
def test_no_history_loses_or_doubles_work(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        World(seed).run()


def test_histories_on_a_bad_day() -> None:
    bad = Faults(drop=0.35, duplicate=0.25, crash=0.1, full=0.08, restore_office=0.02, restore_tablet=0.03, poison=0.2)
    for seed in range(1_000_000, 1_000_060):
        World(seed, faults=bad).run()


def test_a_seed_replays_exactly() -> None:
    for seed in (3, 17, 160):
        assert World(seed).run().trace == World(seed).run().trace


def test_a_violation_names_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablet_ledger, "to_replay", lambda *_: [])
    with pytest.raises(Violation, match=r"seed \d+:"):
        for seed in range(SEARCH):
            World(seed).run()


# ---- Planted mistakes -----------------------------------------------------------------------------------------------


def no_memory_of_ids(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(office_ledger, "known", lambda *_: False)


def gap_tolerated(patch: pytest.MonkeyPatch) -> None:
    def judge(have: int, have_hash: str, prev: int, prev_hash: str, entries: Any) -> Judgement:
        right = chain.judge(have, have_hash, prev, prev_hash, entries)
        if right.verdict == "rewind":
            return Judgement("stored", tuple(entries), chain.links(prev_hash, entries))
        return right

    patch.setattr(office_engine, "judge", judge)


def unconfirmed_is_taken_for_arrived(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feed.Books, "confirm", lambda *_: None)


def acknowledged_before_it_is_durable(patch: pytest.MonkeyPatch) -> None:
    receive = office_engine.OfficeEngine.receive

    def hasty(self: Any, sender: Trusted, bundle: Bundle, raw: bytes) -> Ack:
        try:
            return receive(self, sender, bundle, raw)
        except Crash:
            standing = Standing(
                generation="", have_through=bundle.entries[-1].seq, done_through=0,
                have_hash=chain.links(bundle.prev_hash, bundle.entries),
            )
            return Ack(nonce=bundle.nonce, verdict="stored", standing=standing)

    patch.setattr(office_engine.OfficeEngine, "receive", hasty)
    # The tablet of this mistake also forgets what it was told was safe.
    outbox = tablet_ledger.outbox
    highest: dict[str, int] = {}

    def never_again(sql: Any, device: str, after: int, limit: int) -> Any:
        highest[device] = max(highest.get(device, 0), after)
        return outbox(sql, device, highest[device], limit)

    patch.setattr(tablet_ledger, "outbox", never_again)


def guesses_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tablet_ledger, "touched", lambda *_: [])


def own_work_is_not_laid_over(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tablet_ledger, "to_replay", lambda *_: [])


def epoch_kept_after_a_restore(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tablet_engine.TabletEngine, "_begin_epoch", lambda *_: "new_epoch")


def foreign_history_believed(patch: pytest.MonkeyPatch) -> None:
    noted = tablet_engine.TabletEngine._noted

    def trusting(self: Any, sql: Any, cursor: Any, standing: Any, pushed: Any, *, may_lower: bool) -> Any:
        right = noted(self, sql, cursor, standing, pushed, may_lower=may_lower)
        if right is None:
            return replace(
                cursor, acked=standing.have_through, acked_hash=standing.have_hash, done=standing.done_through
            )
        return right

    patch.setattr(tablet_engine.TabletEngine, "_noted", trusting)


def every_page_ends_the_look(patch: pytest.MonkeyPatch) -> None:
    draft = office_engine.OfficeEngine._draft

    def hasty(self: Any, work: Any, sender: Any, stream: Any, ask: Any) -> Any:
        made = draft(self, work, sender, stream, ask)
        return replace(made, scanned_day=self._clock.day(), scanned_feed=office_ledger.feed_counter(work.sql))

    patch.setattr(office_engine.OfficeEngine, "_draft", hasty)


def page_numbers_used_again(patch: pytest.MonkeyPatch) -> None:
    draft = office_engine.OfficeEngine._draft

    def counting(self: Any, *given: Any) -> Any:
        kept, self._new_mark = self._new_mark, lambda: "000000" + kept()[6:]
        try:
            return draft(self, *given)
        finally:
            self._new_mark = kept

    patch.setattr(office_engine.OfficeEngine, "_draft", counting)


MANY_RESTORES = Faults(restore_office=0.03, restore_tablet=0.02, duplicate=0.2)
ONLY_RESTORES = Faults(restore_office=0.03, restore_tablet=0, duplicate=0.3, crash=0, poison=0, full=0, drop=0.02)


@pytest.mark.parametrize(
    ("mistake", "faults", "first_seed"),
    [
        (no_memory_of_ids, MANY_RESTORES, 0),
        (gap_tolerated, MANY_RESTORES, 0),
        (unconfirmed_is_taken_for_arrived, MANY_RESTORES, 0),
        (acknowledged_before_it_is_durable, MANY_RESTORES, 0),
        (guesses_stay, MANY_RESTORES, 0),
        (own_work_is_not_laid_over, MANY_RESTORES, 0),
        (epoch_kept_after_a_restore, MANY_RESTORES, 0),
        (foreign_history_believed, MANY_RESTORES, 0),
        (every_page_ends_the_look, MANY_RESTORES, 0),
        (page_numbers_used_again, ONLY_RESTORES, 1700),
    ],
)
def test_a_planted_mistake_is_found(
    mistake: Callable[[pytest.MonkeyPatch], None], faults: Faults, first_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake(monkeypatch)
    for seed in range(first_seed, first_seed + SEARCH):
        try:
            World(seed, faults=faults).run()
        except Exception as found:  # a promise broken, or the engine tripping over its own books
            print(f"{mistake.__name__}: {str(found).splitlines()[0][:150]}")
            return
    pytest.fail(f"{mistake.__name__} was not found in {SEARCH} seeds")
