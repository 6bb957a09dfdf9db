"""Sets up the firm and its people."""

from sqlalchemy import select

from core.commands.firm import EditFirm, SavePerson, SetUpFirm
from core.errors import UserError
from core.ids import derived_id, new_id
from core.model.firm import FIRM_ID, Firm
from core.model.stock import Warehouse
from core.model.workforce import Person, WorkingTime
from core.services.editing import phone_kept
from core.storage.unit_of_work import UnitOfWork
from core.texts import Texts

_EDITABLE = frozenset({
    "name", "org_number", "vat_number", "phone", "email", "street", "zip", "city", "seat", "bankgiro", "swish",
    "language",
})
_WORKDAY = (7 * 60, 16 * 60, 12 * 60, 12 * 60 + 45)


def set_up_firm(command: SetUpFirm, work: UnitOfWork) -> None:
    if work.find(Firm, FIRM_ID) is not None:
        raise UserError("firm.error_already_set_up")
    if not command.name.strip() or not command.person_name.strip():
        raise UserError("firm.error_names_needed")
    work.add(Firm(id=FIRM_ID, name=command.name.strip(), language=command.language, settings={"payment_days": 30}))
    work.add(Warehouse(id=derived_id(FIRM_ID, "store"), name=Texts(command.language)("firm.main_store")))
    _save(work, command.person_id, command.person_name, "administrator planner")
    work.label("firm.done_set_up", name=command.name.strip())


def edit_firm(command: EditFirm, work: UnitOfWork) -> None:
    firm = work.get(Firm, FIRM_ID)
    unknown = set(command.fields) - _EDITABLE
    if unknown:
        raise UserError("firm.error_field_unknown", field=", ".join(sorted(unknown)))
    before = {name: getattr(firm, name) for name in command.fields}
    settings_before = {name: firm.settings.get(name) for name in command.settings}
    for name, value in command.fields.items():
        setattr(firm, name, value.strip())
    if command.settings:
        firm.settings = firm.settings | command.settings
    work.undo_with(EditFirm(fields=before, settings=settings_before))
    work.label("firm.done_edited")


def save_person(command: SavePerson, work: UnitOfWork) -> None:
    if not command.name.strip():
        raise UserError("firm.error_names_needed")
    existing = work.find(Person, command.person_id)
    if existing is not None:
        _keep_an_administrator(existing, command, work)
        work.undo_with(
            SavePerson(
                person_id=existing.id, name=existing.name, roles=existing.roles, phone=existing.phone,
                email=existing.email, active=existing.active,
            )
        )
    person = _save(work, command.person_id, command.name, command.roles)
    if command.phone != person.phone:  # it goes out in every SMS
        person.phone = phone_kept(work, command.phone)
    person.email, person.active = command.email, command.active
    if "technician" in command.roles and not _has_van(work, person):
        _equip(work, person, command.van_id or new_id())
    work.label("firm.done_person", name=person.name)


def _keep_an_administrator(person: Person, command: SavePerson, work: UnitOfWork) -> None:
    """Somebody must be left who can open the office."""
    if command.active and "administrator" in command.roles:
        return
    others = select(Person.id).where(Person.active, Person.roles.contains("administrator"), Person.id != person.id)
    if "administrator" in person.roles and work.session.scalar(others.limit(1)) is None:
        raise UserError("firm.error_last_administrator", name=person.name)


def _has_van(work: UnitOfWork, person: Person) -> bool:
    return work.session.scalar(select(Warehouse.id).where(Warehouse.person_id == person.id).limit(1)) is not None


def _save(work: UnitOfWork, person_id: str, name: str, roles: str) -> Person:
    name = name.strip()
    initials = "".join(part[0] for part in name.split()[:2]).upper()
    person = work.add(Person(id=person_id, name=name))
    person.name, person.initials, person.roles = name, initials, roles
    return person


def _equip(work: UnitOfWork, person: Person, van_id: str) -> None:
    start, end, rest_from, rest_to = _WORKDAY
    work.add(Warehouse(id=van_id, name=person.name, kind="van", person_id=person.id))
    for weekday in range(1, 6):
        work.add(
            WorkingTime(
                id=new_id(), person_id=person.id, weekday=weekday, start_minute=start, end_minute=end,
                break_start_minute=rest_from, break_end_minute=rest_to,
            )
        )


HANDLERS = {SetUpFirm: set_up_firm, EditFirm: edit_firm, SavePerson: save_person}
