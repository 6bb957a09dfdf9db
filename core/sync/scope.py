"""What one technician's tablet holds: a function of the office's database, his id and the day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.clock import day_bounds
from core.model.attachment import Attachment, Signature
from core.model.call import FaultTemplate, ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.day_log import DayEntry
from core.model.equipment import Equipment
from core.model.firm import Firm
from core.model.item import FurtherCode, Item, PriceList, PriceListLine
from core.model.knowledge import (
    ChecklistAnswer,
    ChecklistInstance,
    ChecklistTemplate,
    ChecklistVersion,
    Diagram,
    DiagramHotspot,
    Document,
)  # fmt: skip
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.visit import (
    Activity,
    Expense,
    Material,
    Mileage,
    Note,
    Reading,
    RequiredMaterial,
    ServiceAssignment,
    StatusEvent,
    TimeEffort,
)  # fmt: skip
from core.model.workforce import Absence, Person, PersonSkill, Reservation, Skill, WorkingTime
from core.queries.past_photos import PHOTOS_SHOWN
from core.storage.base import Entity
from core.sync.feed import Key
from core.sync.scope_columns import FULL, HISTORY, OWN
from core.sync.scope_steps import steps_show
from core.sync.sql import chunks, gathered, spread

DAYS_BACK = 30
DAYS_AHEAD = 14
HISTORY_DAYS_BACK = 7
"""Machines of visits older than this show no history from before."""
HISTORY_VISITS = 10
BESIDE_VISITS = 3
BESIDE_IN_ALL = 300
"""Of each machine that stands beside his, and of all of them: whom he is asked about when he is there anyway."""
PHOTOS_IN_ALL = 240
"""Small pictures of all earlier visits together, the newest: some 10 kB each, and they travel with the rows."""
_HIDDEN_STEPS = ("cancelled", "rejected")
_WORK_STEPS = ("travelling", "arrived", "working", "paused", "wrapping_up", "done", "aborted", "rejected")
_AT_ONCE = 500
Column = InstrumentedAttribute[Any]


class _Scope:
    """Collects the rows; each method adds one part of the picture."""

    def __init__(self, session: Session, person_id: str, day: date) -> None:
        self.session = session
        self.connection = session.connection()
        self.person_id = person_id
        self.starts = day_bounds(day - timedelta(days=DAYS_BACK))[0]
        self.ends = day_bounds(day + timedelta(days=DAYS_AHEAD))[1]
        self.history_from = day_bounds(day - timedelta(days=HISTORY_DAYS_BACK))[0]
        self.rows: dict[Key, str] = {}

    # Small tools

    def ids(self, chosen: Select[Any]) -> list[str]:
        """The ids of a statement whose only column is `gathered`."""
        return spread(self.connection.execute(chosen).scalar())

    def among(self, wanted: Column, column: Column, ids: Iterable[str], *conditions: ColumnElement[bool]) -> list[str]:
        """Values of `wanted` where `column` is one of the ids."""
        found: list[str] = []
        for chunk in chunks(sorted(set(ids)), _AT_ONCE):
            found += self.ids(select(gathered(wanted)).where(column.in_(chunk), *conditions))
        return found

    def add(self, kind: type[Entity], ids: Iterable[str], shape: str = FULL) -> None:
        for row_id in ids:
            self.rows.setdefault((kind.__tablename__, row_id), shape)

    def add_children(self, kind: type[Entity], column: Column, ids: Iterable[str], *conditions: Any) -> list[str]:
        """Adds the rows of a kind that point to one of the ids; returns their ids."""
        found = self.among(kind.id, column, ids, *conditions)
        self.add(kind, found)
        return found

    # The parts

    def visits(self) -> set[str]:
        """Released visits that are his and near in time or still open, and visits that hold recent work of his."""
        shown = self.ids(
            select(gathered(Activity.id))
            .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
            .where(
                ServiceAssignment.person_id == self.person_id, ServiceAssignment.step.not_in(_HIDDEN_STEPS),
                Activity.released_at.is_not(None), Activity.state != "cancelled",
                or_(
                    Activity.state.in_(("released", "in_execution")),
                    (Activity.planned_start >= self.starts) & (Activity.planned_start < self.ends),
                    Activity.finished_at >= self.starts,
                ),
            )
        )
        return {*shown, *self._visits_with_own_work()}

    def _visits_with_own_work(self) -> set[str]:
        """A visit taken from him stays as long as what he did there is recent: nothing he did vanishes unexplained."""
        found: set[str] = set()
        moments: tuple[tuple[Any, Any, Any], ...] = (
            (TimeEffort, TimeEffort.person_id, TimeEffort.recorded_at),
            (Material, Material.person_id, Material.recorded_at),
            (Mileage, Mileage.person_id, Mileage.recorded_at),
            (Expense, Expense.person_id, Expense.recorded_at),
            (Reading, Reading.person_id, Reading.read_at),
            (Signature, Signature.person_id, Signature.signed_at),
            (ChecklistInstance, ChecklistInstance.opened_by_id, ChecklistInstance.opened_at),
        )
        for kind, author, moment in moments:
            found |= set(
                self.ids(select(gathered(kind.activity_id)).where(author == self.person_id, moment >= self.starts))
            )
        found |= set(
            self.ids(
                select(gathered(StatusEvent.activity_id)).where(
                    StatusEvent.person_id == self.person_id, StatusEvent.at >= self.starts,
                    StatusEvent.to_step.in_(_WORK_STEPS),
                )
            )
        )
        return found

    def firm_and_people(self) -> None:
        self.add(Firm, self.ids(select(gathered(Firm.id))))
        self.add(Skill, self.ids(select(gathered(Skill.id))))
        self.rows[Person.__tablename__, self.person_id] = OWN
        self.add(Person, self.ids(select(gathered(Person.id))))
        homes = self.ids(select(gathered(Person.home_address_id)).where(Person.id == self.person_id))
        self.add(Address, homes)
        for kind in (PersonSkill, WorkingTime):
            self.add(kind, self.ids(select(gathered(kind.id)).where(kind.person_id == self.person_id)), OWN)
        # What nobody has ended is asked for on the tablet, however long ago it was begun.
        days = select(gathered(DayEntry.id)).where(
            DayEntry.person_id == self.person_id,
            or_(DayEntry.start >= self.starts, DayEntry.end.is_(None) & DayEntry.removed.is_(False)),
        )
        self.add(DayEntry, self.ids(days), OWN)
        absences = select(gathered(Absence.id)).where(Absence.person_id == self.person_id, Absence.end >= self.starts)
        self.add(Absence, self.ids(absences), OWN)
        blocked = select(gathered(Reservation.id)).where(
            Reservation.person_id == self.person_id, Reservation.end >= self.starts, Reservation.start < self.ends
        )
        self.add(Reservation, self.ids(blocked), OWN)

    def knowledge(self) -> list[str]:
        """Published checklists, instructions and diagrams; returns the attachments that belong to them."""
        self.add(Item, self.ids(select(gathered(Item.id))))
        self.add(FurtherCode, self.ids(select(gathered(FurtherCode.id)).where(FurtherCode.item_id.is_not(None))))
        self.add(FaultTemplate, self.ids(select(gathered(FaultTemplate.id))))
        templates = self.session.execute(
            select(ChecklistTemplate.id, ChecklistTemplate.published_version_id)
            .where(ChecklistTemplate.published_version_id.is_not(None))
        ).all()
        self.add(ChecklistTemplate, [row[0] for row in templates])
        self.add(ChecklistVersion, [str(row[1]) for row in templates])
        papers: list[str] = []
        for kind in (Document, Diagram):
            rows = self.session.execute(select(kind.id, kind.attachment_id).where(kind.retired.is_(False))).all()
            self.add(kind, [row[0] for row in rows])
            papers += [row[1] for row in rows if row[1]]
        diagrams = [row_id for kind_name, row_id in self.rows if kind_name == Diagram.__tablename__]
        self.add_children(DiagramHotspot, DiagramHotspot.diagram_id, diagrams)
        shown_in = [str(part) for row in templates for part in row if part]
        pictures = self.among(Attachment.id, Attachment.object_id, shown_in)
        return [*papers, *pictures]

    def shown_by_steps(self) -> list[str]:
        """What the steps of the checklists so far show, retired or of another checklist as it may be; returns files."""
        versions = [row_id for kind, row_id in self.rows if kind == ChecklistVersion.__tablename__]
        shown = steps_show(self.session, versions)
        files = self.among(
            Attachment.id, Attachment.sha256, shown.pictures,
            Attachment.object_kind == ChecklistTemplate.__tablename__,
        )  # fmt: skip
        papers: tuple[tuple[type[Document] | type[Diagram], frozenset[str]], ...] = (
            (Document, shown.papers), (Diagram, shown.diagrams)
        )
        for kind, ids in papers:
            self.add(kind, self.among(kind.id, kind.id, ids))
            files += [one for one in self.among(kind.attachment_id, kind.id, ids) if one]
        self.add_children(DiagramHotspot, DiagramHotspot.diagram_id, shown.diagrams)
        return files

    def stock(self, visits: Iterable[str]) -> None:
        """The own van whole; of other places only the movements of parts that his visits need, and where they lie in
        the stores: who has the part, and on which shelf."""
        self.add(Warehouse, self.ids(select(gathered(Warehouse.id))))
        depots = select(gathered(Warehouse.address_id)).where(Warehouse.kind == "main")
        self.add(Address, self.ids(depots))
        vans = self.ids(select(gathered(Warehouse.id)).where(Warehouse.person_id == self.person_id))
        self.add_children(StockShelf, StockShelf.warehouse_id, vans)
        self.add(StockMove, self.among(StockMove.id, StockMove.warehouse_id, vans), OWN)
        needed = self.among(
            RequiredMaterial.item_id, RequiredMaterial.activity_id, visits,
            RequiredMaterial.state.not_in(("used", "returned")),
        )  # fmt: skip
        self.add_children(StockMove, StockMove.item_id, needed)
        stores = select(Warehouse.id).where(Warehouse.kind == "main")
        self.add_children(StockShelf, StockShelf.item_id, needed, StockShelf.warehouse_id.in_(stores))

    def visit_rows(self, visits: set[str]) -> list[str]:
        """Everything on his visits; returns the ids that attachments may hang on."""
        self.add(Activity, visits)
        for kind in (
            RequiredMaterial, ServiceAssignment, StatusEvent, TimeEffort, Material, Mileage, Expense, Reading,
            Signature,
        ):
            self.add_children(kind, kind.activity_id, visits)
        instances = self.session.execute(
            select(ChecklistInstance.id, ChecklistInstance.version_id, ChecklistVersion.template_id)
            .join(ChecklistVersion, ChecklistVersion.id == ChecklistInstance.version_id)
            .where(ChecklistInstance.activity_id.in_(visits))
        ).all()
        self.add(ChecklistInstance, [row[0] for row in instances])
        self.add(ChecklistVersion, [row[1] for row in instances])
        self.add(ChecklistTemplate, [row[2] for row in instances])
        self.add_children(ChecklistAnswer, ChecklistAnswer.instance_id, [row[0] for row in instances])
        return [*visits, *(row[0] for row in instances)]

    def customers(self, visits: Iterable[str]) -> tuple[set[str], list[str]]:
        """Calls of the visits with customer, contacts, places, machines and contracts; returns calls and machines."""
        calls = set(self.among(Activity.call_id, Activity.id, visits))
        self.add(ServiceCall, calls)
        self.add_children(Note, Note.call_id, calls)
        self.add_children(ServiceCallEquipment, ServiceCallEquipment.call_id, calls)
        partners = set(self.among(ServiceCall.partner_id, ServiceCall.id, calls))
        places = {
            *self.among(ServiceCall.address_id, ServiceCall.id, calls),
            *self.among(Activity.address_id, Activity.id, visits),
        }
        machines = self._machines(calls, places)
        partners |= set(self.among(Equipment.partner_id, Equipment.id, machines))
        places |= set(self.among(Equipment.address_id, Equipment.id, machines))
        self._partners(partners)
        self.add(Address, places)
        contracts = {
            *self.among(ServiceContract.id, ServiceContract.partner_id, partners),
            *self.among(Equipment.contract_id, Equipment.id, machines),
            *self.among(ServiceCall.contract_id, ServiceCall.id, calls),
        }
        self.add(ServiceContract, contracts)
        return calls, machines

    def _partners(self, partners: Iterable[str]) -> None:
        self.add(BusinessPartner, partners)
        self.add_children(Contact, Contact.partner_id, partners)
        lists = self.among(BusinessPartner.price_list_id, BusinessPartner.id, partners)
        self.add(PriceList, lists)
        self.add_children(PriceListLine, PriceListLine.price_list_id, lists)

    def _machines(self, calls: Iterable[str], places: Iterable[str]) -> list[str]:
        """The calls' machines and those around them."""
        named = self.among(ServiceCallEquipment.equipment_id, ServiceCallEquipment.call_id, calls)
        machines = sorted({*named, *self._around(named, places)})
        self.add(Equipment, machines)
        self.add_children(FurtherCode, FurtherCode.equipment_id, machines)
        return machines

    def _around(self, machines: Iterable[str], places: Iterable[str]) -> set[str]:
        """What belongs to these machines, what they belong to, and what stands in the places."""
        return {
            *self.among(Equipment.id, Equipment.address_id, places),
            *self.among(Equipment.parent_id, Equipment.id, machines),
            *self.among(Equipment.id, Equipment.parent_id, machines),
        }

    def history(self, visits: set[str]) -> None:
        """The last finished visits of the machines that he is about to work on, with what was measured and used; fewer
        of those that stand beside them."""
        current = self.among(
            Activity.id, Activity.id, visits,
            or_(Activity.state.in_(("released", "in_execution")), Activity.planned_start >= self.history_from),
        )  # fmt: skip
        named, beside = self._at_hand(current)
        earlier = self._last_visits(named, HISTORY_VISITS)
        earlier |= self._newest(self._last_visits(beside, BESIDE_VISITS) - earlier - visits, BESIDE_IN_ALL)
        self._history_rows(earlier - visits)

    def _at_hand(self, visits: Iterable[str]) -> tuple[set[str], set[str]]:
        """The machines of these visits, and those that stand where the visits are."""
        calls = self.among(Activity.call_id, Activity.id, visits)
        named = set(self.among(ServiceCallEquipment.equipment_id, ServiceCallEquipment.call_id, calls))
        places = {
            *self.among(ServiceCall.address_id, ServiceCall.id, calls),
            *self.among(Activity.address_id, Activity.id, visits),
        }
        return named, self._around(named, places) - named

    def _history_rows(self, earlier: set[str]) -> None:
        self.add(Activity, earlier, HISTORY)
        calls = set(self.among(Activity.call_id, Activity.id, earlier))
        self.add(ServiceCall, calls, HISTORY)
        self.add_children(ServiceCallEquipment, ServiceCallEquipment.call_id, calls)
        for kind in (TimeEffort, Material, Reading):
            self.add_children(kind, kind.activity_id, earlier)
        instances = self.among(ChecklistInstance.id, ChecklistInstance.activity_id, earlier)
        remarks = self.session.execute(
            select(ChecklistAnswer.id, ChecklistAnswer.instance_id, ChecklistInstance.version_id)
            .join(ChecklistInstance, ChecklistInstance.id == ChecklistAnswer.instance_id)
            .where(ChecklistAnswer.instance_id.in_(instances), ChecklistAnswer.verdict.in_(("warn", "fail")))
        ).all()
        self.add(ChecklistAnswer, [row[0] for row in remarks])
        self.add(ChecklistInstance, {row[1] for row in remarks})
        self.add(ChecklistVersion, {row[2] for row in remarks})
        self._history_photos(earlier)

    def _history_photos(self, earlier: set[str]) -> None:
        """The newest small pictures of each visit; the whole ones come when somebody opens them.

        Receipts are none of a machine's history: what a colleague paid is the office's and his own.
        """
        pictures = select(Attachment.id, Attachment.taken_at).where(Attachment.mime.like("image/%"))
        taken: dict[str, list[tuple[Any, str, str, str]]] = {}
        for chunk in chunks(sorted(earlier), _AT_ONCE):
            of_visit = pictures.add_columns(
                Attachment.object_id.label("visit_id"), literal("").label("instance_id"), literal("").label("version")
            ).where(
                Attachment.object_kind == "activity", Attachment.object_id.in_(chunk), Attachment.element_id == ""
            )  # fmt: skip
            of_steps = (
                pictures.add_columns(ChecklistInstance.activity_id, ChecklistInstance.id, ChecklistInstance.version_id)
                .join(ChecklistInstance, ChecklistInstance.id == Attachment.object_id)
                .where(
                    Attachment.object_kind == ChecklistInstance.__tablename__, ChecklistInstance.activity_id.in_(chunk)
                )
            )
            for statement in (of_visit, of_steps):
                for photo_id, at, visit_id, instance_id, version_id in self.session.execute(statement):
                    taken.setdefault(visit_id, []).append((at, photo_id, instance_id, version_id))
        newest = [one for photos in taken.values() for one in sorted(photos, reverse=True)[:PHOTOS_SHOWN]]
        chosen = sorted(newest, reverse=True)[:PHOTOS_IN_ALL]
        self.add(Attachment, [one[1] for one in chosen], HISTORY)
        self.add(ChecklistInstance, {one[2] for one in chosen if one[2]})
        self.add(ChecklistVersion, {one[3] for one in chosen if one[3]})

    def _last_visits(self, machines: Iterable[str], most: int) -> set[str]:
        found: set[str] = set()
        latest = (Activity.finished_at.desc(), Activity.id.desc())
        place = func.row_number().over(partition_by=ServiceCallEquipment.equipment_id, order_by=latest)
        for chunk in chunks(sorted(set(machines)), _AT_ONCE):
            ranked = (
                select(Activity.id, place.label("place"))
                .join(ServiceCallEquipment, ServiceCallEquipment.call_id == Activity.call_id)
                .where(
                    ServiceCallEquipment.equipment_id.in_(chunk), Activity.state == "done",
                    Activity.finished_at.is_not(None),
                )
                .subquery()
            )
            found |= set(self.ids(select(gathered(ranked.c.id)).where(ranked.c.place <= most)))
        return found

    def _newest(self, visits: set[str], most: int) -> set[str]:
        if len(visits) <= most:
            return visits
        ended: list[tuple[Any, str]] = []
        for chunk in chunks(sorted(visits), _AT_ONCE):
            rows = self.session.execute(select(Activity.finished_at, Activity.id).where(Activity.id.in_(chunk)))
            ended += [(row.finished_at, row.id) for row in rows]
        return {row_id for _, row_id in sorted(ended, reverse=True)[:most]}


def scope(session: Session, person_id: str, day: date) -> dict[Key, str]:
    """Every row of the technician's tablet on that day, with the shape in which he may see it."""
    part = _Scope(session, person_id, day)
    part.firm_and_people()
    visits = part.visits()
    papers = part.knowledge()
    holders = part.visit_rows(visits)
    papers += part.shown_by_steps()
    calls, machines = part.customers(visits)
    part.stock(visits)
    part.history(visits)
    part.add_children(Attachment, Attachment.object_id, {*holders, *calls, *machines})
    part.add(Attachment, papers)
    return part.rows
