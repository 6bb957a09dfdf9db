"""The checkout's content as the page shows it, to the technician or to the customer."""

from typing import Any

from core.clock import local
from core.presenters.call_rows import short_number
from core.presenters.checkout import CheckoutPage, LineRow, MissingRow, confirmations
from core.queries.checkout import Checkout, SignatureRow
from core.texts import Texts

EMPTY: dict[str, Any] = {
    "loaded": False, "subtitle": "", "text": "", "notes": "", "advice": "", "confirms": [],
    "asksOutcome": False, "isDraft": False, "outcome": "",
    "outcomeText": "", "outcomeReason": "", "outcomeNote": "", "steps": "", "stepsDone": False, "photos": "",
    "warranty": False,
    "toPay": "", "toPayDetail": "", "canFinish": False, "finish": "", "canTurn": False, "nextPlace": "", "blocking": 0,
    "facing": False, "language": "sv", "contact": "", "email": "", "signed": "", "signedText": "", "strokes": [],
    "signatureOutdated": False, "words": {}, "saved": "", "missing": 0, "blocked": False,
    "shown": "",
}
MENDED_ELSEWHERE = ("arrival", "checklist", "checklist_not_started", "time", "overlap", "quote_limit")
"""What is missing and listed with a way there; words, result and signature have their own buttons on the page."""
CUSTOMER_WORDS = (
    "customer_title", "customer_work", "customer_lines", "customer_sign_here", "customer_name", "customer_clear",
    "customer_more", "customer_approve", "customer_approve_detail", "customer_sign_first", "customer_name_first",
    "customer_back", "customer_changed", "to_pay",
)
"""Keys of the page that is turned to the customer: they follow his language, not the tablet's."""


def checkout_view(
    found: Checkout, page: CheckoutPage, texts: Texts, *, text: str, email: str, facing: bool, language: str
) -> dict[str, Any]:
    signature = found.signature
    blocking = [row for row in page.missing if row.blocking]
    # Turning the tablet commits the words on the page, so they do not hold it up.
    holding = [row for row in blocking if row.place not in ("signature", "report")]
    chosen = not any(row.place == "outcome" for row in blocking)
    return {
        "loaded": True,
        "subtitle": f"{found.customer} · {texts('field_work.call', number=short_number(found.call_number))}",
        "text": text, "isDraft": not found.work_done and bool(text), "outcome": found.outcome,
        "outcomeText": texts(f"visit.outcome_{found.outcome}") if found.outcome else "",
        "outcomeReason": found.outcome_reason, "outcomeNote": found.outcome_note,
        "steps": texts("field_work.steps_of", done=found.checklist_done, total=found.checklist_total)
        if found.checklist_total else "",
        "stepsDone": found.checklist_done == found.checklist_total,
        "photos": texts.count("field_work.photos", found.photos) if found.photos else "",
        "notes": "\n".join((*found.notes.outside, *found.notes.remarks)), "advice": "\n".join(found.notes.advice),
        "confirms": list(confirmations(found.confirms, texts)),
        "warranty": found.in_warranty, "toPay": page.to_pay,
        "toPayDetail": texts("field_work.to_pay_detail", days=found.payment_days), "canFinish": page.can_finish,
        "finish": texts("field_work.finish" if found.leads else "field_work.finish_part"),
        "canTurn": not holding and bool(text.strip()), "asksOutcome": not chosen,
        "nextPlace": page.next_place,
        "blocking": len(blocking),
        "missing": sum(row.code in MENDED_ELSEWHERE for row in page.missing),
        "blocked": any(row.blocking and row.code in MENDED_ELSEWHERE for row in page.missing), "facing": facing,
        "language": language, "contact": found.contact_name,
        "email": email, "signed": signature.state if signature else "",
        "signedText": _signed(signature, texts) if signature else texts("field_work.not_signed_yet"),
        "strokes": signature.strokes if signature else [],
        "signatureOutdated": signature is not None and not signature.current,
        "shown": found.shown_sha256,
        "words": {key: texts(f"field_work.{key}") for key in CUSTOMER_WORDS},
    }


def line_row(line: LineRow) -> dict[str, Any]:
    return {
        "id": line.source_id, "icon": line.icon, "title": line.title, "detail": line.detail, "amount": line.amount,
        "reason": line.reason, "free": line.free,
    }


def missing_row(place: int, row: MissingRow) -> dict[str, Any]:
    return {"id": f"{row.code}/{place}", "code": row.code, "text": row.text, "place": row.place,
            "blocking": row.blocking, "shown": row.code in MENDED_ELSEWHERE, "name": row.name}


def _signed(signature: SignatureRow, texts: Texts) -> str:
    """Who signed and when, or why nobody did; and that something was changed since."""
    if not signature.current:
        is_signed = signature.state == "signed"
        return texts("field_work.signature_outdated" if is_signed else f"field_work.outdated_{signature.state}")
    if signature.state != "signed":
        words = texts(f"field_work.signed_{signature.state}")
        return f"{words}: {signature.reason}" if signature.reason else words
    moment = local(signature.signed_at)
    day = f"{moment.day} {texts(f'calendar.month_{moment.month}')} {moment.year}"
    return f"{signature.name} · {day} {texts.time(signature.signed_at)}"
