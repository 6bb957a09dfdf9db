"""The service report of a visit: its words on the sheet, the PDF and its version. Slow: never on the GUI thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from core.documents.paper import Letterhead
from core.documents.service_report import (
    ChargeLine,
    ChecklistLine,
    ReportPhoto,
    ReportSheet,
    ReportSignature,
    is_readable,
    service_report,
)
from core.errors import UserError
from core.integrations.photo_marks import drawn
from core.presenters.checkout import confirmations, debited_words
from core.queries.billing import line_words
from core.queries.call_visits import Photo
from core.queries.checklist_run import ChecklistRun, RunStep
from core.queries.checkout import CheckoutLine
from core.queries.report_facts import ReportFacts, report_facts
from core.rules import phone
from core.rules.photo_marks import read_marks
from core.storage.blobs import BlobStore
from core.storage.engine import Database
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report as PDF. `is_new` when these bytes are not kept as a version yet; `draft` when they must not be.

    `missing_photos` are still on their way from the tablet, `newer` tells that the visit has changed since `version`.
    """

    activity_id: str
    content: bytes
    sha256: str
    file_name: str
    language: str
    version: int
    draft: bool
    is_new: bool
    newer: bool
    missing_photos: int


def report_paper(
    database: Database, blobs: BlobStore, activity_id: str, *, renew: bool = False, final: bool = False
) -> ReportPaper:
    """The report as it stands: a marked draft before approval, then the latest version kept, or the first one made.

    `renew` makes the next version out of what the visit is now. `final` makes no draft of it before approval either:
    what the customer signed is his at once. New bytes are put in the blob store.
    """
    facts = database.ask(report_facts, activity_id)
    if facts is None:
        raise UserError("errors.row_gone", kind="activity")
    draft = facts.card.approval != "approved" and not final
    pictures = {one.sha256: blobs.get(one.sha256) or b"" for one in facts.photos}
    photos = {name: content for name, content in pictures.items() if is_readable(content)}
    missing = sum(one.sha256 not in photos for one in facts.photos)

    def made(version: int) -> bytes:
        return service_report(report_sheet(facts, photos, version, draft), Texts(facts.language))

    def paper(content: bytes, version: int, sha256: str, newer: bool = False) -> ReportPaper:
        is_new = not draft and not newer and (facts.latest is None or version > facts.latest[0])
        return ReportPaper(
            activity_id, content, sha256, _file_name(facts, version), facts.language, version, draft, is_new, newer,
            missing,
        )

    if draft:
        return paper(made((facts.latest[0] if facts.latest else 0) + 1), 0, "")
    kept = blobs.get(facts.latest[1]) if facts.latest else None
    if facts.latest is not None and kept is not None:
        version, sha256 = facts.latest
        same = made(version) == kept
        if same or not renew:
            return paper(kept, version, sha256, newer=not same)
    content = made((facts.latest[0] if facts.latest else 0) + 1)
    return paper(content, (facts.latest[0] if facts.latest else 0) + 1, blobs.put(content))


def report_sheet(facts: ReportFacts, photos: Mapping[str, bytes], version: int, draft: bool) -> ReportSheet:
    """The facts in the customer's words."""
    texts, card = Texts(facts.language), facts.card
    return ReportSheet(
        head=letterhead(facts.firm, texts), number=f"SR-{facts.call_number.removeprefix('S-')}",
        day=long_date(facts.day, texts), version=version, customer=(facts.customer, _customer(facts)),
        equipment=(facts.machine or "–", _machine(facts, texts)), technician=_technician(facts, texts),
        problem=facts.problem, work_done=card.work_done,
        notes=(*facts.notes.outside, *facts.notes.remarks), advice=facts.notes.advice,
        outcome=texts(f"visit.outcome_{card.outcome}") if card.outcome else "",
        checklists=[_checklist(run, texts) for run in facts.checklists],
        lines=[charge_line(line, texts) for line in facts.lines],
        vat=[(row.rate, row.amount) for row in facts.sums.vat_rows], rounding=facts.sums.rounding,
        to_pay=facts.sums.to_pay,
        payment_note=texts("documents.invoice_follows", days=facts.payment_days) if facts.sums.to_pay else "",
        signature=_signature(facts, texts), photos=_photos(facts, photos, texts),
        qr_text=f"SMSTO:{facts.firm.get('phone') or ''}:{facts.serial or facts.call_number}", draft=draft,
    )


def letterhead(firm: Mapping[str, object], texts: Texts) -> Letterhead:
    """The firm's head and foot, the same on every document."""
    name = str(firm.get("name") or "–")
    line = (texts("documents.org_number", number=firm.get("org_number")), phone.shown(str(firm.get("phone") or "")))
    foot = [name]
    if firm.get("bankgiro"):
        foot.append(texts("documents.bankgiro", account=firm["bankgiro"]))
    if firm.get("f_tax"):
        foot.append(texts("documents.f_tax"))
    return Letterhead(name, " · ".join(part for part in line if part), " · ".join(foot), name[:1].upper())


def long_date(day: date | None, texts: Texts) -> str:
    return f"{day.day} {texts(f'calendar.month_{day.month}')} {day.year}" if day is not None else "–"


def charge_line(line: CheckoutLine, texts: Texts) -> ChargeLine:
    """A line with its tag; unpaid time is told in hours and minutes, paid time as it is debited."""
    quantity = texts.amount(line.quantity, line.unit)
    if line.minutes and line.unit == "h" and not line.amount:
        quantity = texts.minutes(line.minutes)
    return ChargeLine(line_words(line, texts), charge_tag(line, texts), quantity, line.unit_price, line.amount)


def charge_tag(line: CheckoutLine, texts: Texts) -> str:
    """Why somebody else pays, what a person decided, or that work was rounded up; a plain line needs no words."""
    if line.charge_option == "chargeable" and line.reason_key != "charge.by_hand":
        return debited_words(line, texts)
    return texts(line.reason_key, **line.reason_params) if line.reason_key else ""


def _customer(facts: ReportFacts) -> list[str]:
    who = " · ".join(part for part in (facts.contact, phone.shown(facts.phone) if facts.phone else "") if part)
    return [part for part in (who, facts.address) if part]


def _machine(facts: ReportFacts, texts: Texts) -> list[str]:
    lines = [texts("documents.serial", serial=facts.serial)] if facts.serial else []
    if facts.warranty_end is not None and facts.day is not None and facts.day <= facts.warranty_end:
        lines.append(texts("documents.in_warranty_to", day=facts.warranty_end))
    return lines


def _technician(facts: ReportFacts, texts: Texts) -> tuple[str, list[str]]:
    card = facts.card
    arrived = next((one.at for one in card.timeline if one.step == "arrived"), None)
    done = next((one.at for one in reversed(card.timeline) if one.step == "done"), None)
    lines = []
    if arrived is not None and done is not None:
        lines.append(texts("documents.arrived_done", arrived=texts.time(arrived), done=texts.time(done)))
    if len(card.technicians) > 1:
        lines.append(", ".join(one.name for one in card.technicians[1:]))
    if facts.contract and facts.response_hours:
        lines.append(texts("documents.contract_response", name=facts.contract, hours=facts.response_hours))
    elif facts.contract:
        lines.append(facts.contract)
    return card.technicians[0].name if card.technicians else "–", lines


def _checklist(run: ChecklistRun, texts: Texts) -> tuple[str, str, list[ChecklistLine]]:
    name = texts("documents.checklist_name", name=run.name, version=run.version_number)
    steps = [_step(step, texts) for step in run.steps if step.kind != "heading"]
    return name, texts("documents.steps_of", done=run.done_count, total=run.total), steps


def _step(step: RunStep, texts: Texts) -> ChecklistLine:
    if not step.visible:
        return ChecklistLine(step.title, texts("documents.not_needed"), "", "skipped")
    count = len(step.photos)
    photos = texts("documents.photo_one") if count == 1 else texts("documents.photo_count", n=count) if count else ""
    answer = step.answer_text or (photos if step.kind == "photo" else "–")
    limited = step.kind in ("measure", "calculated", "number", "counter")
    shows_photos = step.kind not in ("photo", "measure", "calculated")
    parts = [_limit(step, texts) if limited else "", photos if shows_photos else ""]
    note = "" if step.reason in answer else step.reason
    return ChecklistLine(step.title, answer, " · ".join(part for part in parts if part), step.verdict, note)


def _limit(step: RunStep, texts: Texts) -> str:
    low, high = step.ok_low, step.ok_high

    def shown(value: Decimal) -> str:
        return texts.number(value)

    limit = ""
    if low is not None and high is not None:
        limit = texts("documents.limit", low=shown(low), high=shown(high))
    elif low is not None:
        limit = texts("documents.limit_low", low=shown(low))
    elif high is not None:
        limit = texts("documents.limit_high", high=shown(high))
    key = {"ok": "approved", "warn": "warned", "fail": "failed"}.get(step.verdict)
    return " · ".join(part for part in (limit, texts(f"documents.{key}") if key and limit else "") if part)


def _signature(facts: ReportFacts, texts: Texts) -> ReportSignature | None:
    one = facts.signature
    if one is None:
        return None
    confirms = confirmations(facts.confirmed, texts) if one.state == "signed" else ()
    return ReportSignature(one.state, one.name, one.signed_at, one.strokes, one.reason, one.shown_sha256, confirms)


def _photos(facts: ReportFacts, content: Mapping[str, bytes], texts: Texts) -> list[ReportPhoto]:
    steps = {photo.id: step for run in facts.checklists for step in run.steps for photo in step.photos}

    def caption(photo: Photo) -> str:
        step = steps.get(photo.id)
        number = texts("documents.step", number=step.number) if step is not None else ""
        pair = texts(f"documents.photo_{photo.pair}") if photo.pair else ""
        return " · ".join(part for part in (pair, number, photo.caption, texts.time(photo.taken_at)) if part)

    return [
        ReportPhoto(drawn(content[one.sha256], read_marks(one.marks) or ()), caption(one))
        for one in _side_by_side(facts.photos) if one.sha256 in content
    ]


def _side_by_side(photos: Sequence[Photo]) -> list[Photo]:
    """Before, after, before, after, and then those that stand alone."""
    before = [one for one in photos if one.pair == "before"]
    after = [one for one in photos if one.pair == "after"]
    paired = [one for pair in zip_longest(before, after) for one in pair if one is not None]
    return [*paired, *(one for one in photos if not one.pair)]


def _file_name(facts: ReportFacts, version: int) -> str:
    later = f"-v{version}" if version > 1 else ""
    return f"SR-{facts.call_number.removeprefix('S-')}{later}.pdf"
