"""What the office changed about the job at hand, in sentences for the technician who is at it."""

from collections.abc import Sequence

from core.queries.open_jobs import Named, OpenJob
from core.rules.phone import shown
from core.texts import Texts

LONGEST_NOTE = 80
"""Letters of the office's note that are read in passing; the whole stands on the job."""


def office_changes(before: OpenJob, now: OpenJob, texts: Texts) -> str:
    """Every change in a sentence of its own, the one that changes most first; empty when there is nothing to say."""
    if now.taken:
        return "" if before.taken else texts("field.office_took", customer=now.customer)
    said: list[str] = []
    if now.start != before.start and now.start is not None:
        said.append(texts("field.office_moved", time=texts.time(now.start)))
    if now.priority != before.priority:
        said.append(_urgency(now.priority, texts))
    said += _machines(before.machines, now.machines, texts)
    if now.problem != before.problem and now.problem:
        said.append(texts("field.office_problem"))
    if now.instructions != before.instructions and now.instructions:
        said.append(texts("field.office_wrote", note=_short(now.instructions)))
    said += _where(before, now, texts)
    said += _whom(before, now, texts)
    said += _people(before.people, now.people, texts)
    return " ".join(said)


def _urgency(priority: str, texts: Texts) -> str:
    if priority == "emergency":
        return texts("field.office_emergency")
    return texts("field.office_priority", priority=texts(f"intake.priority_{priority}").lower())


def _where(before: OpenJob, now: OpenJob, texts: Texts) -> list[str]:
    """The address, also when it was only corrected; how to get in, when he is to find it where it was."""
    if _other(before.address, now.address):
        return [texts("field.office_address", address=now.address.name if now.address else "")]
    if now.access_note != before.access_note and now.access_note:
        return [texts("field.office_access", note=_short(now.access_note))]
    return []


def _whom(before: OpenJob, now: OpenJob, texts: Texts) -> list[str]:
    if _other(before.contact, now.contact):
        return [texts("field.office_contact", name=now.contact.name if now.contact else "")]
    if now.phone != before.phone and now.phone and before.contact is not None and now.contact is not None:
        return [texts("field.office_phone", name=now.contact.name, phone=shown(now.phone))]
    return []


def _machines(before: Sequence[Named], now: Sequence[Named], texts: Texts) -> list[str]:
    new, gone = _names(now, before), _names(before, now)
    if new and gone:
        return [texts("field.office_machine_other", names=new)]
    if new:
        return [texts("field.office_machine_new", names=new)]
    return [texts("field.office_machine_gone", names=gone)] if gone else []


def _people(before: Sequence[Named], now: Sequence[Named], texts: Texts) -> list[str]:
    new, gone = _names(now, before), _names(before, now)
    return [
        *([texts("field.office_person_new", names=new)] if new else []),
        *([texts("field.office_person_gone", names=gone)] if gone else []),
    ]


def _names(these: Sequence[Named], without: Sequence[Named]) -> str:
    known = {one.id for one in without}
    return ", ".join(one.name for one in these if one.id not in known)


def _other(before: Named | None, now: Named | None) -> bool:
    """Another one than there was, or under another name. The first is no change: it may be the technician's own."""
    return before is not None and now is not None and before != now


def _short(note: str) -> str:
    line = " ".join(note.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE].rstrip()}…"
