"""What was recorded on a visit, line by line: what it is, how much, who pays and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.commands.records import RecordTime
from core.ids import new_id
from core.queries.records import MaterialRow, OpenSpan, Records, TimeRow
from core.rules.pricing import PricedLine
from core.rules.working_time import minutes_between, whole_minute
from core.texts import Texts

_TIME_ICONS = {"travel": "car", "wait": "hourglass", "break": "coffee"}
LONGEST_RECORD = 1440
"""Minutes."""
_MEASURED = ("g", "kg", "ml", "l", "m", "cm")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record. `amount` is its quantity, `price` what it costs or why it is free; `overlaps` warns of double time.

    `place` stays the same when a correction takes the record's place. `step` is what one tap on plus or minus changes;
    0 when the line is not counted that way. `least` when it cannot be less, only removed. `fix` are the words of the
    tap that clears an overlap; `asks_serial` where the part has a number of its own, `receipts` where a photo fits.
    """

    place: str
    kind: str
    id: str
    icon: str
    title: str
    detail: str
    amount: str
    price: str
    charge_option: str
    overlaps: bool = False
    step: int = 0
    least: bool = True
    fix: str = ""
    asks_serial: bool = False
    receipts: bool = False
    receipt: str = ""
    """The words of the touch that photographs the receipt, or shows what was photographed; `thumbnail` is that."""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Time that the stamps tell of and that is not recorded yet; `minutes` with what was added by hand."""

    id: str
    kind: str
    title: str
    detail: str
    start: datetime
    minutes: int
    running: bool


def record_lines(records: Records, priced: Sequence[PricedLine], texts: Texts) -> tuple[RecordLine, ...]:
    """Time, mileage, material, expenses, each in its own order."""
    seen: Counter[str] = Counter()

    def place(of: str) -> str:
        seen[of] += 1
        return f"{of}/{seen[of]}"

    prices = {line.source_id: line for line in priced}
    others = (*records.times, *records.elsewhere)
    return (
        *(_time(place(f"{row.kind} {row.start}"), row, others, prices, texts) for row in records.times),
        *(
            RecordLine(
                place("mileage"), "mileage", row.id, "route", texts("visit.line_mileage"), row.note,
                f"{texts.number(row.kilometres)} km", *_price(prices.get(row.id), texts),
            )
            for row in records.mileages
        ),
        *(
            RecordLine(
                place(row.item_id), "material", row.id, "droplets" if row.unit in _MEASURED else "package", row.name,
                _article(row, texts),
                texts.amount(row.quantity, row.unit), *_price(prices.get(row.id), texts),
                step=int(piece(row.unit)),
                least=row.quantity <= piece(row.unit), asks_serial=row.serial_tracked,
            )
            for row in records.materials
        ),
        *(
            RecordLine(
                f"expense {row.id}", "expense", row.id, "receipt", row.text, "", "", *_price(prices.get(row.id), texts),
                receipts=True, thumbnail=row.receipt,
                receipt=texts.count("record.receipt_there", row.receipts) if row.receipts else texts("record.receipt"),
            )
            for row in records.expenses
        ),
    )


def suggestions(
    spans: Sequence[OpenSpan], added: Mapping[str, int], now: datetime, texts: Texts
) -> tuple[Suggestion, ...]:
    """What was begun last and has no end is still running."""
    found: list[Suggestion] = []
    for span in spans:
        end = span.end or whole_minute(now)
        # A gap between two records, and the way back to a paused job, is one of several.
        id_ = span.kind if span.end is None or span.kind == "travel" else f"{span.kind}-{span.start:%H%M}"
        if any(one.id == id_ for one in found):
            id_ = f"{span.kind}-{span.start:%H%M}"
        minutes = minutes_between(span.start, end) + added.get(id_, 0)
        if minutes < 1:
            continue
        detail = texts("field_work.since", time=texts.time(span.start))
        if span.end is not None:
            detail = f"{texts.time(span.start)}–{texts.time(end)}"
        found.append(
            Suggestion(
                id_, span.kind, texts(f"visit.time_{span.kind}"), detail, span.start, min(minutes, LONGEST_RECORD),
                span.end is None,
            )
        )
    return tuple(found)


def kilometres_offered(records: Records, texts: Texts) -> str:
    """The words of what can be recorded with one touch; empty when there is nothing."""
    if not records.suggested_kilometres:
        return ""
    value = texts.number(records.suggested_kilometres)
    if not records.mileages:
        return texts("field_work.mileage_suggested", value=value)
    if len(records.driven_again) > 1:
        return texts("record.again_more", value=value)
    (way,) = records.driven_again
    return texts(f"record.again_{way.kind}", name=way.name, value=value)


def saved_time(activity_id: str, one: Suggestion, times: Sequence[TimeRow]) -> RecordTime:
    """The record of offered time; what goes straight on from a record before makes that one longer."""
    before = next((row for row in times if (row.kind, row.end) == (one.kind, one.start)), None)
    start = before.start if before is not None else one.start
    minutes = one.minutes + (before.minutes if before is not None else 0)
    return RecordTime(
        activity_id=activity_id, record_id=new_id(), kind=one.kind, start=start,
        end=start + timedelta(minutes=minutes), minutes=minutes,
        corrects_id=before.id if before is not None else None,
    )


def _time(
    place: str, row: TimeRow, times: Sequence[TimeRow], prices: Mapping[str, PricedLine], texts: Texts
) -> RecordLine:
    overlaps = any(one.id != row.id and one.start < row.end and row.start < one.end for one in times)
    free = clear_span(row, times) if overlaps else None
    fix = ""
    if free is not None:
        fix = texts("record.fix_to", start=texts.time(free[0]), end=texts.time(free[1]))
    elif overlaps and _gives_way(row, times):
        fix = texts("record.fix_remove")
    return RecordLine(
        place, "time", row.id, _TIME_ICONS.get(row.kind, "timer"), texts(f"visit.time_{row.kind}"),
        f"{texts.time(row.start)}–{texts.time(row.end)}", texts.minutes(row.minutes),
        *_price(prices.get(row.id), texts), overlaps=overlaps, step=5, least=row.minutes <= 5, fix=fix,
    )


def clear_span(row: TimeRow, times: Sequence[TimeRow]) -> tuple[datetime, datetime] | None:
    """The longest part of a record that none kept before it covers; None when it does not give way or nothing is left.
    """
    if not _gives_way(row, times):
        return None
    pieces = [(row.start, row.end)]
    for one in times:
        if _was_kept(one) < _was_kept(row):
            pieces = [
                (start, end)
                for begin, finish in pieces
                for start, end in ((begin, min(finish, one.start)), (max(begin, one.end), finish))
                if end - start >= timedelta(minutes=1)
            ]
    return max(pieces, key=lambda piece: piece[1] - piece[0]) if pieces else None


def _gives_way(row: TimeRow, times: Sequence[TimeRow]) -> bool:
    """Of two records that overlap, the one that was kept last is offered to be cut."""
    return any(
        _was_kept(one) < _was_kept(row) and one.start < row.end and row.start < one.end for one in times
    )


def _was_kept(row: TimeRow) -> tuple[datetime, str]:
    """When; the ids alone do not say it, for those of a job that was broken off follow from its command's."""
    return row.recorded_at, row.id


def _article(row: MaterialRow, texts: Texts) -> str:
    serials = (
        texts("record.new_serial", serial=row.serial) if row.serial else "",
        texts("record.old_serial", serial=row.removed_serial) if row.removed_serial else "",
    )
    parts = (texts("visit.article", code=row.code), *(serials if any(serials) else (_shelf(row.shelf, texts),)))
    return " · ".join(part for part in parts if part)


def _price(line: PricedLine | None, texts: Texts) -> tuple[str, str]:
    """What the line costs, or the reason why the customer does not pay, and who does."""
    if line is None:
        return "", "chargeable"
    reason = texts(line.reason_key, **line.reason_params) if line.reason_key else ""
    if line.charge_option == "chargeable" and (line.amount or not reason):
        return texts.money(line.amount), line.charge_option
    return reason or texts(f"charge.option_{line.charge_option}"), line.charge_option


def _shelf(shelf: str, texts: Texts) -> str:
    return texts("field_work.shelf", shelf=shelf) if shelf else ""


def piece(unit: str) -> Decimal:
    """What one tap adds: weighed and measured things go by ten."""
    return Decimal(10) if unit in ("g", "ml") else Decimal(1)


def quantity_after(amount: Decimal, steps: int, unit: str) -> Decimal:
    """Never below one step: what was not used is removed instead."""
    return max(amount + steps * piece(unit), piece(unit))
