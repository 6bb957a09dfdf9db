"""Deviations that call for another visit by themselves, gathered in its draft when this one is finished."""

from sqlalchemy import select

from core.commands.findings import ProposeReturn
from core.ids import derived_id
from core.model.attachment import Attachment
from core.model.firm import FIRM_ID, Firm
from core.model.visit import Activity
from core.queries.checklist_run import answer_text
from core.queries.checklist_state import INSTANCE_KIND, ChecklistState, checklist_states, shown_verdict
from core.rules.checklist import NO_ANSWER, calls_for_return, words
from core.rules.checklist_course import visible
from core.rules.finishing import ABORTED_OUTCOMES
from core.services.findings import propose_return
from core.storage.unit_of_work import UnitOfWork
from core.texts import Texts


def propose_deviations(work: UnitOfWork, activity: Activity) -> None:
    """At the office only, where the next visit is made; the technician's own proposals stand beside these."""
    if not work.is_office or activity.outcome in ABORTED_OUTCOMES:
        return
    work.session.flush()
    firm = work.find(Firm, FIRM_ID)
    texts = Texts(firm.language if firm is not None else "sv")
    for state in checklist_states(work.session, activity.id):
        for element_id, text in _deviating(state, texts):
            photos = work.session.scalars(
                select(Attachment.id).where(
                    Attachment.object_kind == INSTANCE_KIND, Attachment.object_id == state.instance_id,
                    Attachment.element_id == element_id,
                )
            )
            note_id = derived_id(f"{state.instance_id}:{element_id}", "follow_up")
            propose_return(
                ProposeReturn(activity_id=activity.id, note_id=note_id, text=text, photo_ids=tuple(photos)), work
            )


def _deviating(state: ChecklistState, texts: Texts) -> list[tuple[str, str]]:
    """(step, words) of the steps that ask for a follow-up and came out as a deviation."""
    answers = state.answers
    shown = visible(state.elements, answers)
    found = []
    for element in state.elements:
        given = state.given.get(element.id)
        answer = answers.get(element.id, NO_ANSWER)
        if calls_for_return(element, shown_verdict(element, given, answer, element.id in shown)):
            said = answer_text(element, answer.value, texts, answer.reason)
            title = words(element.title, texts.language)
            found.append((element.id, f"{title}: {said}" if said else title))
    return found
