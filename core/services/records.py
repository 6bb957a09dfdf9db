"""Time, material, mileage and expenses: always a new row, never a changed one, never refused once it has happened."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from core.commands.records import RecordExpense, RecordMaterial, RecordMileage, RecordTime, RemoveRecord
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort
from core.queries.prices import price_settings
from core.queries.visit_lines import RECORD_KINDS
from core.services.charging import Record, charge_by_rule, keep_claims
from core.services.field_work import flag_late_work, permit, present
from core.services.van import permit_taking, put_back, take_out
from core.storage.unit_of_work import UnitOfWork

TIME_KINDS = ("work", "travel", "wait", "break", "office", "standby")
MOST_MINUTES, MOST_KILOMETRES, MOST_PIECES, MOST_KRONOR = 1440, 2000, 100_000, 1_000_000


def record_time(command: RecordTime, work: UnitOfWork) -> None:
    possible = (
        permit(work, command.kind in TIME_KINDS, "visit.error_time_kind", "visit.flag_value", kind=command.kind)
        and permit(work, 1 <= command.minutes <= MOST_MINUTES, "visit.error_minutes", "visit.flag_value", kind="time")
        and permit(work, _is_span(command.start, command.end), "visit.error_time_span", "visit.flag_value", kind="time")
    )
    activity = present(work, Activity, command.activity_id) if possible else None
    if activity is None:
        return
    record = TimeEffort(
        id=command.record_id, kind=command.kind, start=command.start, end=command.end, minutes=command.minutes,
        item_id=_standard_item(work, {"work": "labour", "wait": "labour", "travel": "travel"}.get(command.kind)),
        **_stamp(command, work),
    )
    _keep(work, "time", activity, record)
    work.label("visit.did_time", minutes=command.minutes)


def record_material(command: RecordMaterial, work: UnitOfWork) -> None:
    possible = _in_range(command.quantity, MOST_PIECES) and command.quantity > 0
    if not permit(work, possible, "visit.error_quantity", "visit.flag_value", kind="material"):
        return
    activity = present(work, Activity, command.activity_id)
    item = present(work, Item, command.item_id)
    if activity is None or item is None:
        return
    corrected = work.find(Material, command.corrects_id)
    same = corrected.quantity if corrected is not None and corrected.item_id == item.id else 0
    permit_taking(work, activity, item, command.quantity - same)
    machine = work.find(Equipment, command.equipment_id)
    record = Material(
        id=command.record_id, item_id=item.id, quantity=command.quantity, serial=command.serial.strip(),
        removed_serial=command.removed_serial.strip(), equipment_id=machine.id if machine else None,
        **_stamp(command, work),
    )
    take_out(work, activity, record, command.move_id)
    replaced = _keep(work, "material", activity, record)
    if replaced is not None:
        put_back(work, activity, replaced, command.correct_move_id)
    work.label("visit.did_material", name=item.name)


def record_mileage(command: RecordMileage, work: UnitOfWork) -> None:
    possible = _in_range(command.kilometres, MOST_KILOMETRES) and command.kilometres >= 0
    if not permit(work, possible, "visit.error_kilometres", "visit.flag_value", kind="mileage"):
        return
    activity = present(work, Activity, command.activity_id)
    if activity is None:
        return
    record = Mileage(
        id=command.record_id, kilometres=command.kilometres, item_id=_standard_item(work, "mileage"),
        **_stamp(command, work),
    )
    _keep(work, "mileage", activity, record)
    work.label("visit.did_mileage")


def record_expense(command: RecordExpense, work: UnitOfWork) -> None:
    possible = is_expense(command.amount) and bool(command.text.strip())
    if not permit(work, possible, "visit.error_expense", "visit.flag_value", kind="expense"):
        return
    activity = present(work, Activity, command.activity_id)
    if activity is None:
        return
    record = Expense(
        id=command.record_id, text=command.text.strip()[:120], amount=command.amount, **_stamp(command, work)
    )
    _keep(work, "expense", activity, record)
    work.label("visit.did_expense")


def remove_record(command: RemoveRecord, work: UnitOfWork) -> None:
    """A withdrawn record keeps its values, is declined and corrected by itself: nobody counts it, everybody sees it."""
    activity = present(work, Activity, command.activity_id)
    record: Any = present(work, RECORD_KINDS[command.kind], command.record_id)
    if activity is None or record is None or not _may_change(work, record):
        return
    if record.corrected_by_id not in (None, record.id):
        return  # a later record already stands in its place
    record.corrected_by_id = record.id
    record.state = "declined"
    if isinstance(record, Material):
        put_back(work, activity, record, command.move_id, "withdrawn")
    flag_late_work(work, activity)
    keep_claims(work, activity.id)
    work.label("visit.did_remove")
    work.result(record.id)


def _stamp(command: Any, work: UnitOfWork) -> dict[str, Any]:
    return {
        "activity_id": command.activity_id, "person_id": work.author_id, "recorded_at": work.now,
        "note": command.note.strip(), "corrects_id": command.corrects_id,
    }


def _standard_item(work: UnitOfWork, name: str | None) -> str | None:
    """The firm's article for such a line as it is today; a later change of the setting leaves this record alone."""
    item = getattr(price_settings(work.session), name) if name else None
    return item.id if item is not None else None


def _is_span(start: datetime, end: datetime) -> bool:
    return start.tzinfo is not None and end.tzinfo is not None and start <= end


def is_expense(amount: Decimal) -> bool:
    """Whether an expense can have cost that."""
    return _in_range(amount, MOST_KRONOR) and amount > 0


def _in_range(number: Decimal, most: int) -> bool:
    return number.is_finite() and abs(number) <= most


def _keep(work: UnitOfWork, kind: str, activity: Activity, record: Record) -> Any:
    """Adds the record with its charge decision; returns the record that it took out of the count, if any."""
    corrected: Any = work.find(RECORD_KINDS[kind], record.corrects_id)
    if record.corrects_id:
        permit(work, corrected is not None, "visit.error_corrected_gone", "visit.flag_corrected_gone", row=activity)
    replaces = corrected is not None and _may_change(work, corrected)
    is_new = work.add(record) is record
    if is_new:
        charge_by_rule(work, kind, record)
        flag_late_work(work, activity)
        if record.corrects_id and not replaces:
            record.state = "change_requested"  # both count until a person has looked
    replaced = _replace(work, kind, corrected, record.id) if replaces else None
    keep_claims(work, activity.id)
    work.result(record.id)
    return replaced


def _may_change(work: UnitOfWork, record: Any) -> bool:
    """Whether a record can still be corrected or withdrawn by this author: his own, and not on an invoice."""
    own = record.person_id == work.author_id or (work.is_office and not work.remote)
    return permit(
        work, own, "visit.error_not_your_record", "visit.flag_not_your_record", row=record
    ) and permit(
        work, record.state not in ("billed", "credited"), "visit.error_record_billed",
        "visit.flag_correction_after_billing", row=record,
    )


def _replace(work: UnitOfWork, kind: str, corrected: Any, record_id: str) -> Any:
    """Marks the record that the new one stands for; when two corrected the same one, the later takes the earlier's
    place. Returns the record that was marked now."""
    seen = {record_id}
    while corrected is not None and corrected.id not in seen:
        seen.add(corrected.id)
        if corrected.corrected_by_id in (None, corrected.id):
            corrected.corrected_by_id = record_id
            return corrected
        following = corrected.corrected_by_id
        corrected = work.find(RECORD_KINDS[kind], following) if following != record_id else None
    return None


HANDLERS = {
    RecordTime: record_time, RecordMaterial: record_material, RecordMileage: record_mileage,
    RecordExpense: record_expense, RemoveRecord: remove_record,
}
