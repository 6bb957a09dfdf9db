"""Using parts with one touch: recorded, said as it is, and taken back with another touch as long as it is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.changes import Changes
from core.commands.base import Command
from core.commands.records import RecordMaterial, RemoveRecord
from core.ids import new_id
from core.presenters.part_use import used_words
from core.queries.records import MaterialRow
from core.queries.scanned_part import ScannedPart
from core.queries.van_stock import VanLeft, van_left
from core.texts import Texts
from field_app.view_models.page_model import PageModel


@dataclass(frozen=True)
class PartUse:
    """So much more of an article; `known` is the line that it is added to, `serial` the number of the piece."""

    item_id: str
    quantity: Decimal
    known: MaterialRow | None = None
    serial: str = ""


def use_parts(page: PageModel, context: Any, activity_id: str, uses: Sequence[PartUse]) -> None:
    """Records them and then says what the van has left, with an undo that outlives the page.

    One that is refused is told of by the page; the others count and are said.
    """
    done: list[tuple[PartUse, RecordMaterial]] = []

    def recorded(use: PartUse, record: RecordMaterial) -> None:
        done.append((use, record))
        _say(context, activity_id, tuple(done))

    for use in uses:
        record = _recorded(activity_id, use)
        page.do(record, lambda _changes, use=use, record=record: recorded(use, record))  # type: ignore[misc]


def used_already(part: ScannedPart, texts: Texts) -> str:
    """A piece with a number of its own that is on the visit, read once more."""
    return texts("part_use.used_already", name=part.item.name, serial=part.serial)


def _recorded(activity_id: str, use: PartUse) -> RecordMaterial:
    """A correction keeps what was written about the record that it stands for."""
    known = use.known
    if known is None:
        return RecordMaterial(
            activity_id=activity_id, record_id=new_id(), item_id=use.item_id, quantity=use.quantity, serial=use.serial
        )
    return RecordMaterial(
        activity_id=activity_id, record_id=new_id(), item_id=use.item_id, quantity=known.quantity + use.quantity,
        corrects_id=known.id, serial=known.serial, removed_serial=known.removed_serial,
    )


def _say(context: Any, activity_id: str, done: Sequence[tuple[PartUse, RecordMaterial]]) -> None:
    used = {use.item_id: use.quantity for use, _record in done}
    say_used(context, used, lambda names: _take_back(context, activity_id, done, names))


def say_used(context: Any, used: Mapping[str, Decimal], take_back: Callable[[str], None]) -> None:
    """How much of each article was used and what the van has left; `take_back` is given their names."""

    def found(left: VanLeft) -> None:
        text, tone = used_words(used, left, context.texts)
        names = ", ".join(item.name for item in left.items)
        context.messages.offer(text, tone, context.texts("part_use.undo"), lambda: take_back(names))

    context.tasks.ask(
        van_left, context.tasks.author_id, tuple(used), done=found, key="parts used", owner=context.messages
    )


def _take_back(
    context: Any, activity_id: str, done: Sequence[tuple[PartUse, RecordMaterial]], names: str
) -> None:
    """Each by a record that corrects it; what was changed by hand since then stays as it is, and that is said."""

    def undone(changes: Changes) -> None:
        key = "part_use.undone" if changes.touches("material") else "part_use.changed_since"
        context.messages.say(context.texts(key, name=names), "info")

    for use, record in done:
        context.tasks.run(_correction(activity_id, use, record), undone, context.report, context.messages)


def _correction(activity_id: str, use: PartUse, record: RecordMaterial) -> Command:
    known = use.known
    if known is None:
        return RemoveRecord(activity_id=activity_id, kind="material", record_id=record.record_id)
    return RecordMaterial(
        activity_id=activity_id, record_id=new_id(), item_id=use.item_id, quantity=known.quantity,
        corrects_id=record.record_id, serial=known.serial, removed_serial=known.removed_serial,
    )
