"""What commands leave behind beside their effect: journal of fields, feed of changed rows, command log, guesses."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, TextClause, text
from sqlalchemy.orm import Session

_BUMP_FEED = text(
    "INSERT INTO counter (name, value) VALUES ('feed', :n) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + :n RETURNING value"
)
_PUT_CHANGE = text(
    "INSERT INTO row_change (kind, id, seq, deleted) VALUES (:kind, :id, :seq, :deleted) "
    "ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted"
)
_PUT_JOURNAL = text(
    "INSERT INTO journal (command_id, person_id, device_id, at, kind, row_id, action, field, old, new) "
    "VALUES (:command_id, :person_id, :device_id, :at, :kind, :row_id, :action, :field, :old, :new)"
)
_PUT_COMMAND = text(
    "INSERT INTO command_log (id, type, payload, person_id, device_id, at, activity_id, verdict) "
    "VALUES (:id, :type, :payload, :person_id, :device_id, :at, :activity_id, :verdict)"
)

_PUT_GUESS = text(
    "INSERT INTO sync_guess (kind, id, seq) SELECT :kind, :id, seq FROM command_log WHERE id = :command_id "
    "ON CONFLICT (kind, id, seq) DO NOTHING"
)


def feed_numbers(session: Session, count: int) -> int:
    """Takes `count` new change numbers of the feed and returns the first."""
    return int(session.connection().execute(_BUMP_FEED, {"n": count}).scalar_one()) - count + 1


def stored_time(moment: datetime) -> str:
    """As the database keeps it: UTC, without its zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Traces:
    """Gathered row by row, written together: `touched` says of each row whether it is gone now.

    On a tablet the rows are `guesses`: what the command wrote until the office has said its word on them.
    """

    def __init__(self) -> None:
        self.touched: dict[tuple[str, str], bool] = {}
        self.journal: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.guesses: list[dict[str, str]] = []

    def write(self, session: Session) -> None:
        """Into the open transaction; afterwards nothing is gathered."""
        touched, self.touched = self.touched, {}
        journal, self.journal = self.journal, []
        commands, self.commands = self.commands, []
        guesses, self.guesses = self.guesses, []
        connection = session.connection()
        if touched:
            first = feed_numbers(session, len(touched))
            _run_many(
                connection, _PUT_CHANGE,
                [
                    {"kind": kind, "id": row_id, "seq": first + n, "deleted": is_gone}
                    for n, ((kind, row_id), is_gone) in enumerate(touched.items())
                ],
            )
        if journal:
            _run_many(connection, _PUT_JOURNAL, journal)
        if commands:
            _run_many(connection, _PUT_COMMAND, commands)
        if guesses:
            _run_many(connection, _PUT_GUESS, guesses)


def _run_many(connection: Connection, statement: TextClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """One statement for each row in the driver's own words: to work them out for every row doubles the cost."""
    words, order = _in_drivers_words(statement, connection.dialect)
    connection.exec_driver_sql(words, [tuple(row[name] for name in order) for row in rows] if order else list(rows))


@cache
def _in_drivers_words(statement: TextClause, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """The statement, and the order in which the driver takes its values; none when it takes them by name."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())
