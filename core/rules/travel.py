"""How long a drive takes when nobody has asked a road map: straight line, detour, speed by distance, parking."""

from functools import lru_cache
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0
PARKING_MINUTES = 5
UNKNOWN_MINUTES = 20
"""Between places without coordinates: long enough that a plan made from it still holds."""

_TOWN_KM, _TOWN_DETOUR, _ROAD_DETOUR = 10.0, 1.35, 1.2
# Road kilometres and the minutes for them: 5 km at 25 km/h, 20 km at 45, 60 km at 70; between them a straight line, so
# that a longer way never takes less time (whole bands would: 5.1 km at 45 km/h beats 5.0 km at 25).
_BENDS = ((0.0, 0.0), (5.0, 12.0), (20.0, 80 / 3), (60.0, 360 / 7))
_MINUTES_PER_KM_BEYOND = 60 / 85


class Place(NamedTuple):
    """A point in WGS 84 degrees; a tuple, as drives are remembered by their two ends and asked for often."""

    latitude: float
    longitude: float


def crow_km(a: Place, b: Place) -> float:
    """The great-circle distance (haversine)."""
    half = sin(radians(b.latitude - a.latitude) / 2) ** 2 + (
        cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def road_km(a: Place, b: Place) -> float:
    """The estimated driving distance: towns bend a way more than the open road."""
    crow = crow_km(a, b)
    return min(crow, _TOWN_KM) * _TOWN_DETOUR + max(0.0, crow - _TOWN_KM) * _ROAD_DETOUR


def driving_minutes(kilometres: float) -> float:
    """Minutes at the wheel for road kilometres."""
    for (km_a, minutes_a), (km_b, minutes_b) in pairwise(_BENDS):
        if kilometres <= km_b:
            return minutes_a + (minutes_b - minutes_a) * (kilometres - km_a) / (km_b - km_a)
    km_last, minutes_last = _BENDS[-1]
    return minutes_last + (kilometres - km_last) * _MINUTES_PER_KM_BEYOND


@lru_cache(maxsize=65_536)
def travel_minutes(a: Place | None, b: Place | None) -> int:
    """Whole minutes from door to door; 0 when it is the same door, an estimate when one place is unknown."""
    if a is None or b is None:
        return UNKNOWN_MINUTES
    if a == b:
        return 0
    return ceil(driving_minutes(road_km(a, b))) + PARKING_MINUTES
