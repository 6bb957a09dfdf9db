"""Where things are on the board: rows and minutes to pixels of the viewport and back, without any painting."""

from dataclasses import dataclass
from functools import cache
from math import floor

from PySide6.QtCore import QRectF

from core.rules.facts import Minute
from core.rules.timeline import Timeline
from office_app.board.model.arrange import Bar

HEADER = 44
COLUMN = 172
MARGIN = 24
"""So far the board can be scrolled beyond its last hour."""
DENSITIES = {"airy": 58, "normal": 46, "compact": 34}
STACKS = {"airy": 4, "normal": 3, "compact": 2}
"""How many jobs stand one under the other where a day is a column."""
LOAD_LINE = 12
_LINE, _MOST_LINES = 18, 6
_STACKED_BELOW, _ONE_LINE_BELOW = 24.0, 48.0
"""Pixels per hour: closer than the first a bar lies at its time, closer than the second it has room for its words."""
Box = tuple[int, int, int, int]
"""Left, top, width and height in whole pixels."""
EDGE = 6  # so near its right edge a bar is resized instead of moved
_NIGHT = 12 * 60
START_PIXELS = 4  # so far a pressed pointer moves before anything is lifted


@dataclass
class Geometry:
    """The board's scroll, zoom and size. Pixels are those of the viewport; the column and the header stay in place."""

    axis: Timeline
    row_height: int = DENSITIES["airy"]
    scroll_x: float = 0.0
    scroll_y: float = 0.0
    width: int = 0
    height: int = 0
    rows: int = 0

    def x_of(self, minute: float) -> float:
        return COLUMN + self.axis.x_of(minute) - self.scroll_x

    def pixel_of(self, minute: float) -> int:
        """The whole pixel nearest to a minute; it moves with the scroll, also from the middle between two."""
        return floor(COLUMN + self.axis.x_of(minute) - self.scroll_x + 0.5)

    def minute_at(self, x: float) -> float:
        return self.axis.minute_at(x - COLUMN + self.scroll_x)

    def y_of(self, row: int) -> float:
        return HEADER + row * self.row_height - self.scroll_y

    def row_at(self, y: float) -> int | None:
        """The row under a y, None over the header or below the last row."""
        if y < HEADER:
            return None
        row = int((y - HEADER + self.scroll_y) // self.row_height)
        return row if 0 <= row < self.rows else None

    def visible_rows(self) -> range:
        first = max(0, int(self.scroll_y // self.row_height))
        last = int((self.scroll_y + max(0, self.height - HEADER)) // self.row_height) + 1
        return range(first, min(self.rows, last))

    def visible_minutes(self) -> tuple[Minute, Minute]:
        return int(self.minute_at(COLUMN)), int(self.minute_at(self.width)) + 1

    def bar_box(self, row: int, bar: Bar) -> Box:
        return Boxes(self).bar(row, bar)

    def words_until(self, bar: Bar, right: int) -> int:
        """How far a bar's name may go: to its end, or behind it as far as its line is free."""
        if not self.one_line:
            return right
        return max(right, self.pixel_of(bar.room) - 6 if bar.room < self.axis.last else right + _LINE * 8)

    def bar_rect(self, row: int, bar: Bar) -> QRectF:
        return QRectF(*self.bar_box(row, bar))

    def span_rect(self, row: int, start: Minute, end: Minute, lane: int = 0, lanes: int = 1) -> QRectF:
        return QRectF(*self.span_box(row, start, end, lane, lanes))

    def span_box(self, row: int, start: Minute, end: Minute, lane: int = 0, lanes: int = 1) -> Box:
        """Where a stretch of time lies in a row."""
        return Boxes(self).of(row, start, end, lane, lanes)

    def place_box(self, row: int, start: Minute, number: int, count: int) -> Box:
        """A place in the column of a day: a line each, and where there are too many the last line is shared."""
        span = self.axis.span_at(start)
        left, right = self.pixel_of(span.start) + 3, self.pixel_of(span.end) - 3
        lines = max(1, (self.row_height - 6 - (LOAD_LINE if self.shows_day_loads else 0)) // _LINE)
        top = floor(self.y_of(row)) + 4 + min(number, lines - 1) * _LINE
        share = count - lines + 1
        if share > 1 and number >= lines - 1:
            part = number - lines + 1
            width = right - left + 2
            left, right = left + part * width // share, left + (part + 1) * width // share - 2
        return left, top, max(4, right - left), _LINE - 2

    def day_box(self, row: int, start: Minute) -> Box:
        """All places of a day's column."""
        span = self.axis.span_at(start)
        left, right = self.pixel_of(span.start) + 3, self.pixel_of(span.end) - 3
        return left, floor(self.y_of(row)) + 4, right - left, self.row_height - 8 - LOAD_LINE * self.shows_day_loads

    def minutes_between(self, left: float, right: float) -> tuple[Minute, Minute]:
        """Between which minutes something may begin or end that is drawn between two x."""
        first, last = int(self.minute_at(left)), int(self.minute_at(right)) + 1
        if self.stacked:  # whole days, with what is planned outside the hours that are shown
            return self.axis.span_at(first).start - _NIGHT, self.axis.span_at(last).end + _NIGHT
        if self.one_line:  # a name may come from far
            return first - 2 * _NIGHT, last
        return first, last

    @property
    def stacked(self) -> bool:
        """Many days so close together that each is a column without hours."""
        return self.many_days and self.axis.pixels_per_hour < _STACKED_BELOW

    @property
    def one_line(self) -> bool:
        """Some days so close together that a bar is one line high and its name goes on behind it."""
        return len(self.axis.spans) > 1 and not self.stacked and self.axis.pixels_per_hour < _ONE_LINE_BELOW

    @property
    def many_days(self) -> bool:
        return len(self.axis.spans) > 3

    def fit_rows(self, density: str, fullest: int = 0) -> None:
        """A chosen row height. Without one all technicians can be seen, within what is readable; where days are columns
        it is enough for the fullest day, which holds so many jobs."""
        if self.many_days:
            lines = STACKS.get(density, min(_MOST_LINES, max(STACKS["normal"], fullest)))
            self.row_height = 8 + lines * _LINE + LOAD_LINE
        elif density in DENSITIES:
            self.row_height = DENSITIES[density]
        elif self.rows and self.height > HEADER:
            fitting = (self.height - HEADER) // self.rows
            self.row_height = min(DENSITIES["airy"], max(DENSITIES["normal"], fitting))

    @property
    def shows_day_loads(self) -> bool:
        """Several days so close together that each says how full it is."""
        return self.many_days and self.row_height >= 42

    @property
    def shows_breaks(self) -> bool:
        """Closer than this a break has room to be seen and taken hold of."""
        return self.axis.pixels_per_hour >= 40

    @property
    def content_height(self) -> int:
        return self.rows * self.row_height


class Boxes:
    """Boxes of one picture: neither scroll nor zoom changes, and a minute that many share is worked out once."""

    def __init__(self, geometry: Geometry) -> None:
        self.pixel = cache(geometry.pixel_of)
        self._geometry = geometry
        self._room = geometry.row_height - (LOAD_LINE if geometry.shows_day_loads else 0)
        self._stacked, self._one_line = geometry.stacked, geometry.one_line

    def bar(self, row: int, bar: Bar) -> Box:
        if self._stacked:
            return self._geometry.place_box(row, bar.start, bar.number, bar.count)
        if self._one_line:
            return self.of(row, bar.start, bar.end, bar.line, bar.lines)
        return self.of(row, bar.start, bar.end, bar.lane, bar.lanes)

    def top(self, row: int) -> int:
        return floor(self._geometry.y_of(row))

    def of(self, row: int, start: Minute, end: Minute, lane: int = 0, lanes: int = 1) -> Box:
        """Where a stretch of time lies in a row, on whole pixels: its edges are sharp at every zoom."""
        left = self.pixel(start) + 1
        width = self.pixel(end) - 1 - left
        top, height = bar_band(self._room, lane, lanes)
        return left, self.top(row) + top, width if width > 4 else 4, height


@cache
def bar_band(row_height: int, lane: int = 0, lanes: int = 1) -> tuple[int, int]:
    """The y and height of a bar within its row; overlapping bars share the height."""
    inset = 7 if row_height >= 54 else 4
    share = (row_height - 2 * inset + 2) / lanes
    top = inset + int(lane * share)
    return top, max(1, inset + int((lane + 1) * share) - 2 - top)
