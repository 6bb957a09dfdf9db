"""What takes up a technician's day besides jobs: where breaks, absences and reserved time lie, and dragging them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.queries.technician_days import TechnicianDays
from core.rules.facts import Blocked, Minute
from core.rules.timeline import FINE_SNAP_MINUTES, SNAP_MINUTES, Timeline, snap

Grip = Literal["move", "resize"]
SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a block that lies within one shift."""

    block: Blocked
    start: Minute
    end: Minute


def pieces(technician: TechnicianDays, first: Minute, last: Minute) -> Iterator[Piece]:
    """What is drawn between two minutes: absences and reservations cut to the shifts, breaks where he is there."""
    for shift in technician.shifts:
        if shift.end <= first or shift.start >= last:
            continue
        for block in (*technician.absences, *technician.reservations):
            start, end = max(block.start, shift.start), min(block.end, shift.end)
            if start < end:
                yield Piece(block, start, end)
        if shift.break_start is None or shift.break_end is None:
            continue
        if not any(away.start < shift.break_end and away.end > shift.break_start for away in technician.absences):
            yield Piece(Blocked(shift.break_start, shift.break_end, "break"), shift.break_start, shift.break_end)


def piece_at(technician: TechnicianDays, minute: float) -> Piece | None:
    """The piece under a minute; a break lies on top of what it interrupts."""
    found = [piece for piece in pieces(technician, int(minute), int(minute) + 1) if piece.start <= minute < piece.end]
    return found[-1] if found else None


class BlockDrag:
    """One block in the hand: it stays in its row and snaps as jobs do."""

    def __init__(self, row: int, person_id: str, piece: Piece, grip: Grip, grab: float) -> None:
        self.row, self.person_id, self.piece, self.grip = row, person_id, piece, grip
        self._grab = grab
        self.start, self.end = piece.block.start, piece.block.end

    def over(self, axis: Timeline, minute: float, *, fine: bool = False) -> None:
        """The pointer is over this minute; the grip says whether the whole block or only its end follows."""
        step, block = FINE_SNAP_MINUTES if fine else SNAP_MINUTES, self.piece.block
        if self.grip == "resize":
            self.end = max(block.start + SHORTEST, snap(axis, minute, step))
            return
        shift = snap(axis, minute - self._grab, step) - self.piece.start
        self.start, self.end = block.start + shift, block.end + shift

    def stands(self, technician: TechnicianDays) -> bool:
        """Whether what was taken up still lies where it lay."""
        first, last = self.piece.start, self.piece.end
        return any(piece == self.piece for piece in pieces(technician, first, last))

    @property
    def changes(self) -> bool:
        return (self.start, self.end) != (self.piece.block.start, self.piece.block.end)
