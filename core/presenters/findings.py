"""The first words of a proposal, from the checklist step that called for it."""

from core.queries.checklist_run import RunStep


def step_words(step: RunStep) -> str:
    """«Mät panntryck: 0,3 bar», with the reason where one was given."""
    what = f"{step.title}: {step.answer_text}" if step.answer_text else step.title
    return f"{what}. {step.reason}" if step.reason and step.reason not in what else what
