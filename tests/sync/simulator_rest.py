"""What must hold when a history's faults have stopped: everything arrived once, and each tablet shows its scope."""

from typing import TYPE_CHECKING

from core.sync import office_ledger as ledger
from core.sync.letters import Bundle, Entry
from core.sync.tablet_ledger import read_cursor
from tests.sync.toy import ToyStore
from tests.sync.toy_trade import KIND_ORDER, STEPS

if TYPE_CHECKING:
    from tests.sync.simulator import Tablet, World


class AtRest:
    """Brings a world to rest and looks at it."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def check(self) -> None:
        self._come_to_rest()
        self._check_all()
        self._redeliver()

    def _come_to_rest(self) -> None:
        """Faults stop; within 50 contacts each outbox must be empty and each tablet up to date."""
        self.world.is_calm = True
        while self.world.mail:
            self.world.deliver(self.world.mail.pop(0))
        self.world.relay.empty()
        for tablet in self.world.tablets:
            if tablet.is_twin:  # it is started once more, and its token tells it
                tablet.engine.new_epoch()
        self.world.office.recover()
        restless = list(self.world.tablets)
        for _contact in range(50):
            for tablet in restless:
                self.world.send(tablet.number, True, tablet.engine.bundle() or tablet.engine.ask())
                while self.world.mail:
                    self.world.deliver(self.world.mail.pop())
            restless = [tablet for tablet in self.world.tablets if not self._is_at_rest(tablet)]
            if not restless:
                return
        raise self.world.violation(f"{[tablet.name for tablet in restless]} did not come to rest")

    def _is_at_rest(self, tablet: "Tablet") -> bool:
        """Nothing to send, the office's word applied, and nothing on its way: only reads."""
        if self.world.is_revoked(tablet):
            return tablet.engine.waiting().count == 0
        cursor = read_cursor(tablet.store.sql)
        with self.world.office_store.read() as work:
            stream = ledger.find_stream(work.sql, tablet.name, cursor.epoch)
            counter = ledger.feed_counter(work.sql)
        return (
            stream is not None
            and tablet.engine.waiting().count == 0
            and cursor.done == cursor.settled == stream.done_through
            and not cursor.baseline
            and cursor.have_page == stream.page
            and self.world.last_look.get(tablet.number) == counter
        )

    def _check_all(self) -> None:
        known = self.world.known_at_office()
        for command in set(self.world.written) - known - self.world.excused:
            raise self.world.violation(f"command {command} of {self.world.written[command]} is lost")
        for tablet in self.world.tablets:
            for command in self.world.log_of(tablet):
                if command not in known:
                    raise self.world.violation(f"command {command} of {tablet.name} never arrived")
        if self.world.office_store.connection.execute(
            "SELECT 1 FROM command_log WHERE id IN (SELECT command_id FROM sync_quarantine WHERE resolved_at = '')"
        ).fetchone():
            raise self.world.violation("a command had its effect and is in quarantine, too")
        self._check_trade()
        for command, device in self.world.office_store.connection.execute(
            "SELECT command_id, device_id FROM sync_quarantine"
        ):
            if command not in self.world.poisonous and device not in self.world.condemned:
                raise self.world.violation(f"{command} is in quarantine without a fault of its own")
        for tablet in self.world.tablets:
            if not self.world.is_revoked(tablet):
                self._check_view(tablet)

    def _check_trade(self) -> None:
        """Nothing is counted twice, no stock comes from nowhere, and no visit moved as it must not."""
        connection = self.world.office_store.connection
        for row in connection.execute(
            "SELECT a.id, a.minutes, COALESCE((SELECT SUM(minutes) FROM time_effort t WHERE t.activity_id = a.id "
            "AND t.id NOT IN (SELECT json_extract(payload, '$.row') FROM command_log WHERE type = 'poison')), 0) "
            "FROM activity a"
        ):
            if row[1] != row[2]:
                raise self.world.violation(f"{row[0]} counts {row[1]} minutes but has {row[2]}: done twice")
        for row in connection.execute(
            "SELECT id, quantity, 20 + COALESCE((SELECT SUM(quantity) FROM stock_move m WHERE m.stock_id = s.id), 0) "
            "FROM stock s"
        ):
            if row[1] != row[2]:
                raise self.world.violation(f"{row[0]} holds {row[1]} but {row[2]} were moved")
        reached: dict[str, str] = {}
        for visit, was, now, is_legal in connection.execute(
            "SELECT activity_id, from_step, to_step, legal FROM status_event ORDER BY number"
        ):
            may = was in STEPS and STEPS.index(now) > STEPS.index(was)
            if bool(is_legal) != may or (is_legal and STEPS.index(reached.get(visit, "new")) > STEPS.index(was)):
                raise self.world.violation(f"{visit} moved from {was} to {now}")
            if is_legal:
                reached[visit] = now

    def _check_view(self, tablet: "Tablet") -> None:
        """The tablet shows the office's scope with its quarantined commands laid over it, and nothing else."""
        mirror = ToyStore(is_office=False, is_old=tablet.store.is_old)
        with self.world.office_store.read() as office, mirror.write() as expected:
            for (kind, row_id), shape in office.scope(tablet.person).items():
                expected.put(office.states(kind, shape, [row_id]))
            for entry in self._quarantined(tablet):
                expected.replay([entry])
        for kind in KIND_ORDER:
            shown, right = tablet.store.table(kind), mirror.table(kind)
            if shown != right:
                wrong = {key: (shown.get(key), right.get(key)) for key in shown.keys() | right.keys()}
                wrong = {key: pair for key, pair in wrong.items() if pair[0] != pair[1]}
                raise self.world.violation(f"{tablet.name} shows another {kind} (tablet, office): {wrong}")
        mirror.give_back()

    def _quarantined(self, tablet: "Tablet") -> list[Entry]:
        held = {
            row[0]
            for row in self.world.office_store.connection.execute(
                "SELECT command_id FROM sync_quarantine WHERE device_id = ?", (tablet.name,)
            )
        }
        rows = tablet.store.connection.execute("SELECT seq, id, person_id, at, payload FROM command_log ORDER BY seq")
        return [Entry(*row) for row in rows if row[1] in held]

    def _redeliver(self) -> None:
        """Every letter that ever went up arrives once more: nothing may change by it."""
        before = self._everything()
        for piece in self.world.sent:
            letter = self.world.opened(piece.letter)
            # A letter may still bring back work that both sides had lost; that is a gain, not a doubling.
            if isinstance(letter, Bundle) and self.world.excused.isdisjoint(entry.id for entry in letter.entries):
                self.world.office_answers(self.world.tablets[piece.tablet], letter, piece.letter)
        if self._everything() != before:
            raise self.world.violation("redelivery changed something")

    def _everything(self) -> list[object]:
        office = self.world.office_store
        events = office.connection.execute("SELECT COUNT(*) FROM status_event").fetchone()
        return [*(office.table(kind) for kind in KIND_ORDER), events]
