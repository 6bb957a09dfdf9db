"""Times on the wire: ISO 8601 in UTC."""

from datetime import UTC, datetime

from core.clock import Clock, local


def to_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def stamp_at(seconds: float) -> str:
    """A file's time (Unix seconds) as it is written down."""
    return to_text(datetime.fromtimestamp(seconds, UTC))


def from_text(text: str) -> datetime:
    """An aware datetime; raises ValueError for anything that is not one."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time on the wire must know its zone")
    return moment.astimezone(UTC)


def from_state(text: str) -> datetime | None:
    """A kept time, or None when there was none yet."""
    return from_text(text) if text else None


class SyncClock:
    """The clock as the office's engine writes it down; its days are the firm's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def stamp(self) -> str:
        return to_text(self._clock.now())

    def day(self) -> str:
        return local(self._clock.now()).date().isoformat()
