"""Which of the jobs that are about to be sent stand in each other's way, or with somebody who is not there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.presenters.board import clock_text
from core.presenters.reasons import reason_text
from core.queries.board import VisitRow
from core.rules.facts import Minute, local_day
from core.rules.verdict import Conflict, Verdict
from core.texts import Texts

_DOUBLE = frozenset({"overlap", "overlap_locked"})
_SAID = 2


@dataclass(frozen=True, slots=True)
class Clash:
    """A visit with what makes it impossible; `other` is the visit that lies over it, None when it is no visit."""

    visit: VisitRow
    person: str
    conflict: Conflict
    other: VisitRow | None
    start: Minute
    end: Minute


def clashes(
    visits: Iterable[VisitRow], judge: Callable[[VisitRow], Verdict | None], find: Callable[[str], VisitRow | None],
    person: Callable[[str | None], str],
) -> tuple[Clash, ...]:
    """Double bookings (each pair once, also one that was accepted when it was planned) and what law or absence forbids,
    in the order of time."""
    found: dict[frozenset[str], Clash] = {}
    for visit in visits:
        for clash in _of(visit, judge(visit), find, person(visit.person_id)):
            found.setdefault(frozenset({visit.id, clash.other.id if clash.other is not None else visit.id}), clash)
    return tuple(sorted(found.values(), key=lambda clash: (clash.start, clash.visit.id)))


def _of(
    visit: VisitRow, verdict: Verdict | None, find: Callable[[str], VisitRow | None], person: str
) -> Iterator[Clash]:
    assert visit.start is not None and visit.end is not None
    for conflict in verdict.conflicts if verdict is not None else ():
        if conflict.code in _DOUBLE:
            other = find(conflict.subject)
            start = max(visit.start, other.start) if other is not None and other.start is not None else visit.start
            yield Clash(visit, person, conflict, other, start, start + int(conflict.params["minutes"]))
        elif conflict.severity == "hard":
            yield Clash(visit, person, conflict, None, visit.start, visit.end)


def clashes_text(texts: Texts, found: tuple[Clash, ...], today: Minute) -> str:
    """«2 krockar: Petra 13:55–14:30 Vasa Konditori och Kafé Sjömannen · …»."""
    said = [_said(texts, clash, today) for clash in found[:_SAID]]
    if len(found) > _SAID:
        said.append(texts("board.clashes_more", n=len(found) - _SAID))
    return texts.count("board.clashes", len(found), what=" · ".join(said))


def _said(texts: Texts, clash: Clash, today: Minute) -> str:
    day = local_day(clash.start)
    span = f"{clock_text(texts, clash.start)}–{clock_text(texts, clash.end)}"
    when = span if day == local_day(today) else f"{texts.day(day)} {span}"
    key = "board.clash_alone" if clash.other is None else "board.clash_pair"
    return texts(
        key, person=clash.person, when=when, customer=clash.visit.customer,
        other=clash.other.customer if clash.other is not None else "", reason=reason_text(texts, clash.conflict.reason),
    )
