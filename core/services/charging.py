"""Decides who pays for each record as it is made, lets a person decide otherwise, and opens warranty claims."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.commands.records import SetCharge
from core.errors import UserError
from core.ids import derived_id
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import BusinessPartner
from core.model.equipment import Equipment
from core.model.firm import Firm
from core.model.item import Item, PriceList, PriceListLine
from core.model.money import WarrantyClaim
from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort
from core.queries.prices import price_settings
from core.queries.visit_facts import contract_of, visit_facts, warranty_of
from core.queries.visit_lines import RECORD_KINDS, visit_lines
from core.rules.charging import OPTIONS, ChargeDecision, RecordFacts, by_hand, decide
from core.rules.pricing import PricedLine
from core.services.field_work import present
from core.services.invoicing import refresh_drafts
from core.storage.batch import recalled
from core.storage.unit_of_work import UnitOfWork

Record = TimeEffort | Material | Mileage | Expense


def charge_by_rule(work: UnitOfWork, kind: str, record: Record) -> None:
    """Writes the rule's decision on the record, unless a person has decided."""
    if record.charge_by_hand:
        return
    decision = _decision(
        work.session, record.activity_id, getattr(record, "equipment_id", None), kind,
        record.kind if isinstance(record, TimeEffort) else "", _item_kind(work, record), _day(work, record),
    )
    if decision is not None:
        _write(record, decision)


@recalled(
    Activity, ServiceCall, ServiceCallEquipment, BusinessPartner, Equipment, ServiceContract,
    Firm, Item, PriceList, PriceListLine,
)
def _decision(
    session: Session, activity_id: str, equipment_id: str | None, kind: str, time_kind: str, item_kind: str, day: date
) -> ChargeDecision | None:
    """None when the visit is not here. Made of all that the queries below are made of."""
    facts = visit_facts(session, activity_id)
    if facts is None:
        return None
    machine_id = equipment_id or next(iter(facts.equipment_ids), None)
    described = RecordFacts(
        kind=kind, time_kind=time_kind, item_kind=item_kind, fixed_travel=price_settings(session).fixed_travel
    )
    return decide(
        described, contract_of(session, facts, machine_id), warranty_of(session, machine_id), facts.call_kind, day
    )


def _item_kind(work: UnitOfWork, record: Record) -> str:
    if not isinstance(record, Material):
        return ""
    return work.session.scalar(select(Item.kind).where(Item.id == record.item_id)) or ""


def _day(work: UnitOfWork, record: Record) -> date:
    return local(record.start if isinstance(record, TimeEffort) else record.recorded_at).date()


def _write(record: Record, decision: ChargeDecision) -> None:
    record.charge_option = decision.option
    record.charge_reason = decision.reason_key
    if record.charge_params != decision.reason_params:
        record.charge_params = dict(decision.reason_params)


def set_charge(command: SetCharge, work: UnitOfWork) -> None:
    record: Any = present(work, RECORD_KINDS[command.kind], command.record_id)
    if record is None:
        return
    if command.option and command.option not in OPTIONS:
        raise UserError("visit.error_charge_option", option=command.option)
    if record.state in ("billed", "credited"):
        raise UserError("visit.error_record_billed")
    work.undo_with(
        SetCharge(
            kind=command.kind, record_id=record.id, option=record.charge_option if record.charge_by_hand else "",
            reason=(record.charge_params or {}).get("reason", "") if record.charge_by_hand else "",
        )
    )
    record.charge_by_hand = bool(command.option)
    if command.option:
        _write(record, by_hand(command.option, command.reason))
    else:
        charge_by_rule(work, command.kind, record)
    keep_claims(work, record.activity_id)
    _refresh_drafts(work, record.activity_id)
    work.label("visit.did_charge")
    work.result(record.id)


def _refresh_drafts(work: UnitOfWork, activity_id: str) -> None:
    activity = work.find(Activity, activity_id)
    if work.is_office and activity is not None and activity.approval == "approved":
        refresh_drafts(work, activity.call_id)


def keep_claims(work: UnitOfWork, activity_id: str) -> None:
    """At the office, when the visit is done: one open claim per line that the supplier pays for, and no others.

    Claims that were already sent are never touched.
    """
    activity = work.find(Activity, activity_id)
    if not work.is_office or activity is None or activity.state != "done":
        return
    work.session.flush()
    lines = {line.source_id: line for line in visit_lines(work.session, activity_id)}
    for line in lines.values():
        if line.charge_option == "warranty_supplier":
            work.add(_claim(work, activity, line))
    claims = work.session.scalars(select(WarrantyClaim).where(WarrantyClaim.activity_id == activity_id)).all()
    for claim in claims:
        line_now = lines.get(claim.source_id)
        if claim.state == "open" and (line_now is None or line_now.charge_option != "warranty_supplier"):
            work.session.delete(claim)


def _claim(work: UnitOfWork, activity: Activity, line: PricedLine) -> WarrantyClaim:
    facts = visit_facts(work.session, activity.id)
    material = work.find(Material, line.source_id) if line.source_kind == "material" else None
    machines = facts.equipment_ids if facts else ()
    return WarrantyClaim(
        id=derived_id(line.source_id, "warranty_claim"), call_id=activity.call_id, activity_id=activity.id,
        equipment_id=(material.equipment_id if material else None) or next(iter(machines), None),
        source_id=line.source_id, item_id=line.item_id, quantity=line.quantity, amount=line.list_amount,
        serial=material.serial if material else "", removed_serial=material.removed_serial if material else "",
        opened_at=work.now,
    )


HANDLERS = {SetCharge: set_charge}
