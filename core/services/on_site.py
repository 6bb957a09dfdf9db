"""Machines, people and codes that were met on a visit: registered as the office would, and put where it needs them."""

import msgspec
from sqlalchemy import func, or_, select

from core.commands.customers import AddEquipment, EditContact
from core.commands.on_site import AddFoundMachine, AddMetContact, GiveCode
from core.ids import derived_id
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.item import FurtherCode, Item
from core.model.visit import Activity
from core.rules.folding import serial_key
from core.services.customers import add_equipment, edit_contact
from core.services.field_work import permit, present
from core.storage.unit_of_work import UnitOfWork

_LONGEST = {"label_code": 40, "barcode": 20}
"""Letters of a code at most, as the columns have them."""


def add_found_machine(command: AddFoundMachine, work: UnitOfWork) -> None:
    activity, call = _visit(work, command.activity_id)
    name = command.name.strip()
    if activity is None or call is None or call.partner_id is None:
        return
    if not permit(work, bool(name), "equipment.error_name_needed", "visit.flag_value", row=activity, kind="equipment"):
        return
    label = command.label.strip()
    if not _label_is_free(work, label, command.equipment_id, activity, name):
        label = ""
    is_known = work.find(Equipment, command.equipment_id) is not None
    add_equipment(
        AddEquipment(
            equipment_id=command.equipment_id, partner_id=call.partner_id, name=name[:120], serial=command.serial,
            category=command.category, address_id=activity.address_id or call.address_id,
            location_note=command.location_note, label_code=label,
        ),
        work,
    )
    if work.find(Equipment, command.equipment_id) is None:
        return  # its serial is another machine's: flagged, and sorted out by a person
    work.session.flush()
    work.add(ServiceCallEquipment(id=command.link_id, call_id=call.id, equipment_id=command.equipment_id))
    if work.remote and not is_known:
        work.flag("on_site.flag_machine", row=activity, name=name)
    work.result(command.equipment_id)


def add_met_contact(command: AddMetContact, work: UnitOfWork) -> None:
    activity, call = _visit(work, command.activity_id)
    if activity is None or call is None or call.partner_id is None:
        return
    edit_contact(
        EditContact(
            contact_id=command.contact_id, partner_id=call.partner_id, name=command.name, role=command.role[:60],
            mobile=command.phone, email=command.email[:120],
        ),
        work,
    )
    work.session.flush()
    if call.contact_id is None:
        call.contact_id = command.contact_id
    work.result(command.contact_id)


def _visit(work: UnitOfWork, activity_id: str) -> tuple[Activity | None, ServiceCall | None]:
    activity = present(work, Activity, activity_id)
    return activity, work.find(ServiceCall, activity.call_id) if activity is not None else None


def give_code(command: GiveCode, work: UnitOfWork) -> None:
    """One code means one thing: what another machine or article has stays theirs, and a person at the office looks. But
    one thing may have several: where a code stands already, the new one is one more."""
    activity = work.find(Activity, command.activity_id) if command.activity_id else None
    row: Equipment | Item | None
    if command.kind == "machine":
        row = present(work, Equipment, command.object_id)
    else:
        row = present(work, Item, command.object_id)
    if row is None:
        return
    code, column = command.code.strip(), "label_code" if isinstance(row, Equipment) else "barcode"
    before = str(getattr(row, column))
    if code == before:
        return
    more = _further(work, row, code or command.instead_of)
    if not code and more is not None:
        work.undo_with(msgspec.structs.replace(command, code=more.code, instead_of=""))
        work.session.delete(more)
        work.label("on_site.done_code_gone", code=more.code, name=row.name)
        return
    fits = len(code) <= _LONGEST[column]
    if not permit(work, fits, "on_site.error_code_long", "on_site.flag_code_long", row=activity):
        return
    if not _is_free(work, code, row.id, activity, row.name):
        return
    if not code and before != command.instead_of:
        return  # somebody gave it another one meanwhile
    work.undo_with(msgspec.structs.replace(command, code="" if code else before, instead_of=code))
    if before and code:
        _add_further(work, row, code)
    else:
        setattr(row, column, code)
    if work.remote and code:
        work.flag("on_site.flag_code", row=activity, code=code, name=row.name)
    work.label("on_site.done_code", code=code, name=row.name)
    work.result(row.id)


def _further(work: UnitOfWork, row: Equipment | Item, code: str) -> FurtherCode | None:
    owner = FurtherCode.equipment_id if isinstance(row, Equipment) else FurtherCode.item_id
    return work.session.scalars(select(FurtherCode).where(owner == row.id, FurtherCode.code == code)).first()


def _add_further(work: UnitOfWork, row: Equipment | Item, code: str) -> None:
    is_machine = isinstance(row, Equipment)
    if _further(work, row, code) is None:
        work.add(FurtherCode(
            id=derived_id(row.id, code), code=code, item_id=None if is_machine else row.id,
            equipment_id=row.id if is_machine else None,
        ))


def _label_is_free(work: UnitOfWork, label: str, machine_id: str, activity: Activity, name: str) -> bool:
    """Whether the new machine can have it; from far away it is registered without, and somebody looks."""
    fits = len(label) <= _LONGEST["label_code"]
    return permit(
        work, fits, "on_site.error_code_long", "on_site.flag_code_long", row=activity
    ) and _is_free(work, label, machine_id, activity, name)


def _is_free(work: UnitOfWork, code: str, row_id: str, activity: Activity | None, name: str) -> bool:
    other = _other_with(work, code, row_id) if code else ""
    return permit(
        work, not other, "on_site.error_code_taken", "on_site.flag_code_taken", row=activity,
        code=code, name=name, other=other,
    )  # fmt: skip


def _other_with(work: UnitOfWork, code: str, row_id: str) -> str:
    """The name of the machine in use or the article that is found by this code now."""
    machines = select(Equipment.name).where(
        Equipment.id != row_id, Equipment.state != "scrapped",
        or_(Equipment.label_code == code, Equipment.number == code, Equipment.serial_key == (serial_key(code) or None)),
    )
    articles = select(Item.name).where(Item.id != row_id, or_(Item.barcode == code, Item.code == code))
    further = (
        select(func.coalesce(Equipment.name, Item.name)).select_from(FurtherCode)
        .outerjoin(Equipment, Equipment.id == FurtherCode.equipment_id).outerjoin(Item, Item.id == FurtherCode.item_id)
        .where(
            FurtherCode.code == code, func.coalesce(FurtherCode.equipment_id, FurtherCode.item_id) != row_id,
            func.coalesce(Equipment.state, "") != "scrapped",
        )
    )
    return next((name for asked in (machines, articles, further) if (name := work.session.scalar(asked.limit(1)))), "")


HANDLERS = {AddFoundMachine: add_found_machine, AddMetContact: add_met_contact, GiveCode: give_code}
