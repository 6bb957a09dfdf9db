"""Where each part is that a job is thought to need, in words: how many in the van, how many at whom, and how far."""

from dataclasses import dataclass, replace

from core.queries.parts import PartRow, PartSource
from core.rules.phone import shown
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class Part:
    """Where a needed part is, as a pill; `phone` rings the colleague who has it."""

    item_id: str
    name: str
    quantity: str
    place: str
    tone: str
    icon: str
    can_lack: bool
    holder: str
    phone: str
    shown_phone: str


_LOOKS = {
    "van": ("good", "check"), "other_van": ("warn", "package"), "main": ("warn", "warehouse"),
    "none": ("bad", "package-x"),
}


def needed_part(part: PartRow, texts: Texts, on_site: bool) -> Part:
    amount = texts.amount(part.quantity, part.unit)
    quantity = texts("field.maybe", amount=amount) if part.maybe else amount
    tone, icon = _LOOKS[part.where]
    asks = False
    if part.lacking:
        place, tone, icon = texts("field.part_lacking"), "warn", "package-x"
    elif part.used and part.van_balance < 0:
        left = texts.amount(part.van_balance, part.unit)
        place, tone, icon = texts("field.part_used_short", left=left), "warn", "triangle-alert"
    elif part.used:
        place, tone, icon = texts("field.part_used"), "good", "check"
    elif part.reserved_at and part.where != "van":
        place, tone, icon = texts("field.part_reserved", name=part.reserved_at), "good", "package-check"
    else:
        place, asks = _places(part, texts), True
    caller = next((one for one in part.sources if one.phone), None) if asks else None
    return Part(
        part.item_id, part.name, quantity, place, tone, icon,
        on_site and not part.used and not part.lacking and part.where != "van",
        caller.name if caller is not None else "", caller.phone if caller is not None else "",
        shown(caller.phone).replace(" ", "\u00a0") if caller is not None else "",
    )


def _places(part: PartRow, texts: Texts) -> str:
    """«I bilen · fack A2», «Hos Milan, 12 min», or «1 st i bilen · 1 st hos Milan» when it lies in more than one."""
    if not part.sources:
        return texts("field.part_nowhere")
    if len(part.sources) == 1 and not part.short:
        return _alone(part.sources[0], texts)
    said = [
        texts("field.part_some", amount=texts.amount(one.quantity, part.unit), place=_within(one, texts))
        for one in part.sources
    ]
    if part.short:
        said.append(texts("field.part_short", amount=texts.amount(part.short, part.unit)))
    return " · ".join(said)


def _within(source: PartSource, texts: Texts) -> str:
    """A place in the middle of a sentence: short, and beginning small unless it is a name."""
    place = _alone(replace(source, shelf=""), texts)
    return place if source.kind == "main" else place[0].lower() + place[1:]


def _alone(source: PartSource, texts: Texts) -> str:
    if source.kind == "van":
        return texts("field.part_in_van_shelf" if source.shelf else "field.part_in_van", shelf=source.shelf)
    if source.kind == "main":
        key = "field.part_in_store_shelf" if source.shelf else "field.part_in_store"
        return texts(key, name=source.name, shelf=source.shelf)
    name = source.name.split(" ")[0]
    if source.minutes == 0:
        return texts("field.part_with_here", name=name)
    if source.minutes is not None:
        return texts("field.part_with_near", name=name, minutes=texts.minutes(source.minutes))
    return texts("field.part_with", name=name)


def parts_summary(parts: tuple[PartRow, ...], texts: Texts) -> str:
    """What is used is counted as used, wherever it came from; of the rest, what lies in the van."""
    left = [part for part in parts if not part.used]
    used = len(parts) - len(left)
    in_van = sum(part.where == "van" for part in left)
    said = (
        texts("field.parts_in_van", count=in_van, total=len(left)) if left else "",
        texts.count("field.parts_used", used) if used else "",
    )
    return " · ".join(one for one in said if one)
