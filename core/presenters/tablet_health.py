"""The tablet's own warnings in words: what is the matter, what is safe, what to do."""

from collections.abc import Callable
from dataclasses import dataclass

from core.queries.tablet_health import TabletHealth
from core.rules.battery import Battery, stage
from core.texts import Texts

LEAST_FREE = 500 * 1024 * 1024
"""Bytes of free disk below which there is soon no room for photos."""


@dataclass(frozen=True, slots=True)
class HealthWarning:
    """One warning; `is_bad` when something cannot be done any more, `is_now` when it is so already.

    `code` is what it is about: the same however its words change.
    """

    code: str
    icon: str
    text: str
    is_bad: bool
    is_now: bool = True


def disk_warning(free_bytes: int, texts: Callable[..., str]) -> HealthWarning | None:
    if free_bytes >= LEAST_FREE:
        return None
    return HealthWarning("disk", "triangle-alert", texts("health.disk", megabytes=free_bytes // 1024 // 1024), True)


def battery_warning(battery: Battery | None, photos: int, texts: Texts) -> HealthWarning | None:
    """`photos` are those that wait until there is power again."""
    now = stage(battery)
    if battery is None or now == "fine":
        return None
    if now == "empty":
        return HealthWarning("battery", "battery-warning", texts("health.battery_empty", percent=battery.percent), True)
    if photos:
        waits = texts.count("health.battery_low_photos", photos, percent=battery.percent)
        return HealthWarning("battery", "battery-low", waits, False)
    return HealthWarning("battery", "battery-low", texts("health.battery_low", percent=battery.percent), False)


def warnings(
    health: TabletHealth, free_bytes: int, texts: Texts, battery: Battery | None = None, photos: int = 0
) -> tuple[HealthWarning, ...]:
    """The worst first: the battery, the disk, the clock, then certificates. That the battery is as good as empty stands
    over every page, and is not said a second time.
    """
    found = []
    power = battery_warning(battery, photos, texts)
    if power is not None and not power.is_bad:
        found.append(power)
    disk = disk_warning(free_bytes, texts)
    if disk is not None:
        found.append(disk)
    if health.clock_behind is not None:
        minutes = texts.minutes(max(1, round(health.clock_behind.total_seconds() / 60)))
        found.append(HealthWarning("clock", "timer", texts("health.clock", minutes=minutes), True))
    if health.clock_ahead is not None:
        minutes = texts.minutes(round(health.clock_ahead.total_seconds() / 60))
        found.append(HealthWarning("clock", "timer", texts("health.clock_ahead", minutes=minutes), True))
    for one in health.certificates:
        key = ("health.expired_law" if one.required_by_law else "health.expired") if one.expired else "health.expires"
        found.append(HealthWarning(
            f"certificate {one.name}", "shield-alert",
            texts(key, name=one.name, day=texts.full_date(one.valid_to)),
            one.expired and one.required_by_law, one.expired,
        ))
    return tuple(found)
