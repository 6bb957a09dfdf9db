"""Known mistakes of the tablet's engine."""

from typing import Any

import msgspec
from msgspec.structs import replace

from core.sync import tablet_ledger
from core.sync.letters import Ack, Entry
from core.sync.tablet_engine import TabletEngine
from tests.sync.planting import Patches, answer
from tests.sync.toy_trade import ToyWork

# ---- The tablet sends -----------------------------------------------------------------------------------------------


def the_newest_work_goes_first(patch: Patches) -> None:
    outbox = tablet_ledger.outbox
    patch.setattr(tablet_ledger, "outbox", lambda *given: outbox(*given)[::-1])


def work_on_lost_visits_is_not_sent(patch: Patches) -> None:
    outbox = tablet_ledger.outbox

    def blocking(sql: Any, device: str, after: int, limit: int) -> Any:
        there = {row[0] for row in sql.rows("SELECT id FROM activity")}
        return [one for one in outbox(sql, device, after, limit) if _visit(one) in there]

    patch.setattr(tablet_ledger, "outbox", blocking)


def _visit(entry: Entry) -> str:
    return str(msgspec.json.decode(entry.payload)["activity_id"])


def epoch_kept_after_a_restore(patch: Patches) -> None:
    patch.setattr(TabletEngine, "_begin_epoch", answer("new_epoch"))


def foreign_history_believed(patch: Patches) -> None:
    noted = TabletEngine._noted

    def trusting(self: Any, sql: Any, cursor: Any, standing: Any, pushed: Any, *, may_lower: bool) -> Any:
        right = noted(self, sql, cursor, standing, pushed, may_lower=may_lower)
        if right is None:
            return replace(
                cursor, acked=standing.have_through, acked_hash=standing.have_hash, done=standing.done_through
            )
        return right

    patch.setattr(TabletEngine, "_noted", trusting)


def what_was_sent_is_never_sent_again(patch: Patches) -> None:
    noted = TabletEngine._noted

    def proud(self: Any, sql: Any, cursor: Any, standing: Any, pushed: Any, *, may_lower: bool) -> Any:
        return noted(self, sql, cursor, standing, pushed, may_lower=False)

    patch.setattr(TabletEngine, "_noted", proud)


# ---- The tablet receives --------------------------------------------------------------------------------------------


def guesses_stay(patch: Patches) -> None:
    patch.setattr(tablet_ledger, "guesses", answer([]))


def guesses_are_forgotten_with_the_acknowledgement(patch: Patches) -> None:
    on_ack = TabletEngine.on_ack

    def tidy(self: Any, ack: Ack) -> Any:
        result = on_ack(self, ack)
        with self._store.write() as work:
            work.sql.run("DELETE FROM sync_guess")
        return result

    patch.setattr(TabletEngine, "on_ack", tidy)


def own_work_is_not_laid_over(patch: Patches) -> None:
    patch.setattr(tablet_ledger, "to_replay", answer([]))


def quarantined_work_is_not_laid_over(patch: Patches) -> None:
    to_replay = tablet_ledger.to_replay
    patch.setattr(
        tablet_ledger, "to_replay",
        lambda sql, device, after, _kept, visits=None: to_replay(sql, device, after, (), visits),
    )


def own_rows_win(patch: Patches) -> None:
    def keeping(self: Any, group: Any) -> None:
        for row in group.rows:
            marks = ", ".join("?" for _ in row)
            self.sql.connection.execute(
                f"INSERT OR IGNORE INTO {group.kind} ({', '.join(group.columns)}) VALUES ({marks})", row
            )

    patch.setattr(ToyWork, "put", keeping)


def rows_are_never_removed(patch: Patches) -> None:
    patch.setattr(ToyWork, "remove", answer(None))


def a_new_baseline_sweeps_nothing(patch: Patches) -> None:
    patch.setattr(ToyWork, "unseen", answer(()))


def removals_that_waited_are_lost(patch: Patches) -> None:
    patch.setattr(tablet_ledger, "defer", answer(None))


def removals_do_not_wait(patch: Patches) -> None:
    patch.setattr(tablet_ledger, "pending_activities", answer(set()))


def old_removals_hit_new_rows(patch: Patches) -> None:
    patch.setattr(tablet_ledger, "undefer", answer(None))


def sums_are_overwritten(patch: Patches) -> None:
    handle = ToyWork.handle

    def careless(self: Any, entry: Entry) -> None:
        order = msgspec.json.decode(entry.payload)
        handle(self, entry)
        if order["type"] == "time":
            self.sql.run(
                "UPDATE activity SET minutes = :n WHERE id = :id", n=order["minutes"], id=order["activity_id"]
            )

    patch.setattr(ToyWork, "handle", careless)
