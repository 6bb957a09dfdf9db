"""Who pays for a record: a person's choice first, then warranty, then contract, then the customer."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.rules.warranty import WarrantyFacts, in_warranty

OPTIONS = ("chargeable", "warranty_own", "warranty_supplier", "contract", "goodwill", "internal", "not_done")
REPAIR_KINDS = ("breakdown", "corrective")
"""Kinds of call on which a warranty answers: it mends faults, it does not pay for maintenance or installation."""
WORK_KINDS = ("work", "wait")
UNPAID_KINDS = ("break", "office", "standby")
FIXED_TRAVEL, IN_FIXED_TRAVEL = "charge.fixed_travel", "charge.in_fixed_travel"
COVERED_ITEM_KINDS = ("part",)
"""Consumables, fees and machines are no spare parts: neither warranty nor «delar ingår» covers them."""


@dataclass(frozen=True, slots=True)
class ChargeDecision:
    """Who pays, and the sentence that says why: a text key with its parameters (empty: no sentence needed)."""

    option: str
    reason_key: str = ""
    reason_params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the decision needs to know of a record.

    `kind` is time, material, mileage or expense; `time_kind` and `item_kind` say which. `hand` is a person's choice.
    `done` is false for what was agreed but not carried out. `fixed_travel`: the firm takes one fee for coming,
    whatever the way.
    """

    kind: str
    time_kind: str = ""
    item_kind: str = ""
    hand: ChargeDecision | None = None
    done: bool = True
    fixed_travel: bool = False

    @property
    def is_labour(self) -> bool:
        return self.kind == "time" and self.time_kind in WORK_KINDS

    @property
    def is_travel(self) -> bool:
        return self.kind == "mileage" or (self.kind == "time" and self.time_kind == "travel")

    @property
    def is_part(self) -> bool:
        return self.kind == "material" and self.item_kind in COVERED_ITEM_KINDS


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a contract includes, from `starts_on` to `ends_on` (both included)."""

    name: str
    labour: bool = False
    travel: bool = False
    parts: bool = False
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)

    def includes(self, record: RecordFacts) -> bool:
        return (
            (self.labour and record.is_labour) or (self.travel and record.is_travel) or (self.parts and record.is_part)
        )


def decide(
    record: RecordFacts, contract: Coverage | None, warranty: WarrantyFacts | None, call_kind: str, day: date
) -> ChargeDecision:
    """Who pays for the record of this day.

    In this order: a person's choice · not done · internal (the firm's own time and calls) · warranty (parts; labour
    only where the warranty says so; repair calls only) · contract · the customer.
    """
    if record.hand is not None:
        return record.hand
    if not record.done:
        return ChargeDecision("not_done", "charge.hand_not_done")
    if call_kind == "internal" or (record.kind == "time" and record.time_kind in UNPAID_KINDS):
        return ChargeDecision("internal", "charge.internal")
    if warranty is not None and call_kind in REPAIR_KINDS:
        verdict = in_warranty(warranty, day)
        if verdict.covered and (record.is_part or (record.is_labour and warranty.labour)):
            return ChargeDecision(warranty.option, verdict.reason_key, dict(verdict.reason_params))
    if contract is not None and contract.holds_on(day) and contract.includes(record):
        return ChargeDecision("contract", "charge.contract", {"name": contract.name})
    if record.is_travel and record.fixed_travel:
        return ChargeDecision("chargeable", IN_FIXED_TRAVEL if record.kind == "mileage" else FIXED_TRAVEL)
    return ChargeDecision("chargeable")


def by_hand(option: str, reason: str = "") -> ChargeDecision:
    """A person's choice with his own words, or with the option's own sentence."""
    if reason.strip():
        return ChargeDecision(option, "charge.by_hand", {"reason": reason.strip()})
    return ChargeDecision(option, f"charge.hand_{option}")
