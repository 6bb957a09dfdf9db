"""Machines and people that were met on a visit: registered as the office would, and put where the visit needs them."""

from core.commands.customers import AddEquipment, EditContact
from core.commands.on_site import AddFoundMachine, AddMetContact
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.visit import Activity
from core.services.customers import add_equipment, edit_contact
from core.services.field_work import permit, present
from core.storage.unit_of_work import UnitOfWork


def add_found_machine(command: AddFoundMachine, work: UnitOfWork) -> None:
    activity, call = _visit(work, command.activity_id)
    name = command.name.strip()
    if activity is None or call is None or call.partner_id is None:
        return
    if not permit(work, bool(name), "equipment.error_name_needed", "visit.flag_value", row=activity, kind="equipment"):
        return
    is_known = work.find(Equipment, command.equipment_id) is not None
    add_equipment(
        AddEquipment(
            equipment_id=command.equipment_id, partner_id=call.partner_id, name=name[:120], serial=command.serial,
            category=command.category, address_id=activity.address_id or call.address_id,
            location_note=command.location_note,
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


HANDLERS = {AddFoundMachine: add_found_machine, AddMetContact: add_met_contact}
