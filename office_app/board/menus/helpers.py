"""Who could help with a planned job: those who are there and free first, each with the reason in words."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.presenters.reasons import grade_text, reason_text
from core.queries.board import VisitRow
from core.rules.fit import fit
from core.rules.verdict import GRADES, Verdict

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_SHOWN = 12


def helpers_menu(page: "BoardPage", visit: VisitRow) -> QMenu:
    """Ticked are those who help now; choosing one adds or removes him."""
    texts = page.texts
    menu = QMenu(page)
    menu.setObjectName("helperMenu")
    for person_id, verdict in _candidates(page, visit)[:_SHOWN]:
        technician = page.view.scene.technician(person_id)
        assert technician is not None
        words = texts(
            "board.helper_pick", person=technician.name, grade=grade_text(texts, verdict),
            reason=reason_text(texts, verdict.reason),
        )
        entry = menu.addAction(words)
        entry.setCheckable(True)
        entry.setChecked(person_id in visit.helper_ids)
        entry.setData(person_id)
        entry.triggered.connect(
            lambda _checked=False, person_id=person_id: page.actions_.toggle_helper(visit.id, person_id)
        )
    if menu.isEmpty():
        menu.addAction(texts("board.helper_none")).setEnabled(False)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _candidates(page: "BoardPage", visit: VisitRow) -> list[tuple[str, Verdict]]:
    scene, now = page.view.scene, page.data.now
    assert visit.start is not None
    job = replace(visit.job(scene.skills), skills=(), promised_from=None, promised_to=None, due=None)
    found = []
    for row in scene.rows:
        person_id = row.technician.id
        facts = scene.facts(person_id)
        if person_id == visit.person_id or facts is None:
            continue
        verdict = fit(job, facts, visit.start, now if visit.movable else None)
        if verdict.allowed or person_id in visit.helper_ids:
            found.append((person_id, verdict))
    found.sort(key=lambda one: (one[0] not in visit.helper_ids, GRADES.index(one[1].grade), one[1].extra_travel))
    return found
