"""Keeps a technician's own day log: only his own entries, each as it was last said."""

from datetime import timedelta

from core.commands.day_log import KeepDayEntry, RemoveDayEntry
from core.model.day_log import DayEntry
from core.rules.day_log import KINDS, LONGEST
from core.services.field_work import permit
from core.storage.unit_of_work import UnitOfWork

_LONGEST_NOTE = 400


def keep_entry(command: KeepDayEntry, work: UnitOfWork) -> None:
    aware = command.start.tzinfo is not None and (command.end is None or command.end.tzinfo is not None)
    spans = aware and (command.end is None or timedelta() <= command.end - command.start <= LONGEST)
    if not permit(work, command.kind in ("day", *KINDS), "day_log.error_kind", "day_log.flag_value") or not permit(
        work, spans, "day_log.error_span", "day_log.flag_value"
    ):
        return
    entry = work.find(DayEntry, command.entry_id)
    if entry is None:
        entry = work.add(DayEntry(
            id=command.entry_id, person_id=work.author_id, kind=command.kind, start=command.start, end=command.end,
            note=command.note.strip()[:_LONGEST_NOTE],
        ))
    elif not permit(work, entry.person_id == work.author_id, "day_log.error_not_yours", "day_log.flag_value"):
        return
    entry.kind, entry.start, entry.end, entry.removed = command.kind, command.start, command.end, False
    entry.note = command.note.strip()[:_LONGEST_NOTE]
    work.label("day_log.did_keep")
    work.result(entry.id)


def remove_entry(command: RemoveDayEntry, work: UnitOfWork) -> None:
    entry = work.find(DayEntry, command.entry_id)
    if entry is None or not permit(
        work, entry.person_id == work.author_id, "day_log.error_not_yours", "day_log.flag_value"
    ):
        return
    entry.removed = True
    work.label("day_log.did_remove")
    work.result(entry.id)


HANDLERS = {KeepDayEntry: keep_entry, RemoveDayEntry: remove_entry}
