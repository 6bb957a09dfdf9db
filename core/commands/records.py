"""Time, material, mileage and expenses of a visit: append-only, a correction is a new record."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from core.commands.base import Command

RecordKind = Literal["time", "material", "mileage", "expense"]


class RecordTime(Command, frozen=True, kw_only=True, tag="records.time/1"):
    """Minutes of the author (1–1440); kind: work, travel, wait, break, office, standby. Times are aware UTC."""

    activity_id: str
    record_id: str
    kind: str
    start: datetime
    end: datetime
    minutes: int
    note: str = ""
    corrects_id: str | None = None


class RecordMaterial(Command, frozen=True, kw_only=True, tag="records.material/1"):
    """An item used, taken out of the author's van by the movement `move_id`.

    A correction also puts the corrected quantity back, by the movement `correct_move_id`. Movement ids that are left
    empty are derived from the record's.
    """

    activity_id: str
    record_id: str
    item_id: str
    quantity: Decimal
    move_id: str = ""
    serial: str = ""
    removed_serial: str = ""
    equipment_id: str | None = None
    note: str = ""
    corrects_id: str | None = None
    correct_move_id: str = ""


class RecordMileage(Command, frozen=True, kw_only=True, tag="records.mileage/1"):
    """Kilometres driven by the author (0–2000)."""

    activity_id: str
    record_id: str
    kilometres: Decimal
    note: str = ""
    corrects_id: str | None = None


class RecordExpense(Command, frozen=True, kw_only=True, tag="records.expense/1"):
    """Money laid out, in kronor excl. VAT."""

    activity_id: str
    record_id: str
    text: str
    amount: Decimal
    note: str = ""
    corrects_id: str | None = None


class RemoveRecord(Command, frozen=True, kw_only=True, tag="records.remove/1"):
    """The author withdraws a record of his own; it stays in the history, and material goes back into the van."""

    activity_id: str
    kind: RecordKind
    record_id: str
    move_id: str = ""


class SetCharge(Command, frozen=True, kw_only=True, tag="records.set_charge/1"):
    """A person decides who pays for a record; an empty `option` gives the decision back to the rule.

    `reason` is shown to the customer as it is written; without one the option's own sentence is shown.
    """

    kind: RecordKind
    record_id: str
    option: str
    reason: str = ""


COMMANDS = (RecordTime, RecordMaterial, RecordMileage, RecordExpense, RemoveRecord, SetCharge)
