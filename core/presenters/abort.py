"""Breaking a job off: what is recorded with it, so that the customer or the firm pays for the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.commands.base import Command
from core.commands.checkout import SetOutcome
from core.commands.records import RecordMileage, RecordTime
from core.ids import derived_id
from core.presenters.records import LONGEST_RECORD
from core.queries.records import Records
from core.rules.finishing import ABORTED_OUTCOMES
from core.rules.pricing import PricedLine, totals
from core.rules.working_time import minutes_between, whole_minute
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class CostLine:
    text: str
    amount: str


@dataclass(frozen=True, slots=True)
class AbortCost:
    """What the customer would pay, and for what: each line excl. VAT, then the tax with the rounding.

    What somebody else pays for, or a contract covers, stands there too: he asks about the waiting as well.
    """

    said: str
    lines: tuple[CostLine, ...]


def abort_cost(priced: Sequence[PricedLine], texts: Texts) -> AbortCost:
    """Everything recorded so far counts, a part that was used too."""
    sums = totals(priced)
    if not sums.to_pay:
        return AbortCost(texts("field.abort_free"), ())
    lines = [_cost_line(one, texts) for one in priced if one.amount or one.charge_option != "chargeable"]
    lines.append(CostLine(texts("field.abort_vat"), texts.money(sums.to_pay - sums.net)))
    return AbortCost(texts("field.abort_cost", amount=texts.money(sums.to_pay)), tuple(lines))


def _cost_line(line: PricedLine, texts: Texts) -> CostLine:
    worked = texts.minutes(round(line.quantity * 60)) if line.source_kind == "time" and line.unit == "h" else ""
    reason = texts(line.reason_key, **line.reason_params) if line.reason_key else ""
    amount = texts.money(line.amount) if line.amount or not reason else reason
    return CostLine(f"{line.title} {worked}".rstrip(), amount)


def abort_records(activity_id: str, records: Records, code: str, now: datetime, seed: str) -> tuple[Command, ...]:
    """The journey and the waiting that the stamps tell of, the way, and why nothing was done; ids follow from `seed`.

    A reason in the technician's own words (`code` is none of the known ones) leaves the outcome to the office.
    """
    found: list[Command] = []
    spans = records.suggested_times
    for number, span in enumerate(spans):
        end = span.end or whole_minute(now)
        minutes = min(minutes_between(span.start, end), LONGEST_RECORD)
        if minutes >= 1:
            found.append(RecordTime(
                activity_id=activity_id, record_id=derived_id(seed, f"time-{number}"),
                kind="travel" if span.kind == "travel" else "wait", start=span.start, end=end, minutes=minutes,
            ))
    travelled = "travel" in {*(one.kind for one in spans), *(one.kind for one in records.times)}
    if travelled and not records.mileages and records.suggested_kilometres:
        found.append(RecordMileage(
            activity_id=activity_id, record_id=derived_id(seed, "mileage"), kilometres=records.suggested_kilometres
        ))
    if code in ABORTED_OUTCOMES:
        found.append(SetOutcome(activity_id=activity_id, outcome=code))
    return tuple(found)
