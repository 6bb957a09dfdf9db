"""What a tablet does without while its battery runs out."""

from dataclasses import dataclass
from typing import Literal

LOW, EMPTY = 15, 5
"""Percent: photos wait from the first on, everything half done is stored at the second."""
Stage = Literal["fine", "low", "empty"]


@dataclass(frozen=True, slots=True)
class Battery:
    """How full it is, in percent, and whether it is being charged."""

    percent: int
    charging: bool


def stage(battery: Battery | None) -> Stage:
    """A computer without a battery, or with one that is being charged, does everything."""
    if battery is None or battery.charging or battery.percent > LOW:
        return "fine"
    return "low" if battery.percent > EMPTY else "empty"
