"""How a checklist's steps are shown: their words, verdicts, gauges and pictures."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from core.clock import local
from core.presenters.checklist_entry import COUNTED, PADDED, RECORDED, offered_text
from core.presenters.number_pad import NumberPad, decimal_sign, gauge, typed_number
from core.presenters.option_search import SEARCHED_FROM
from core.queries.checklist_run import ConditionRow, PhotoRow, RunStep, moment_text
from core.rules.checklist import Element, calls_for_return, deviates, may_be_negative, measured
from core.rules.checklist_values import read_moment
from core.storage.blobs import BlobStore
from core.texts import Texts

_WORDED = ("lt", "le", "gt", "ge", "eq", "ne")
BADGES = {
    "ok": ("good", "check", "field_work.verdict_ok"), "warn": ("warn", "triangle-alert", "field_work.verdict_warn"),
    "fail": ("bad", "triangle-alert", "field_work.verdict_fail"),
    "skipped": ("quiet", "circle-dashed", "field_work.verdict_skipped"),
}
"""How a verdict looks: meaning, icon, words."""
REMARKED = ("yes_no", "choice")
"""Kinds whose deviation needs words to be understood; a value outside its limits says itself how far."""
SHOWN_PLAIN = ("number", "counter")
"""Kinds that say nothing of their verdict unless they have limits."""
_STATES = {"warn": "warn", "fail": "fail", "skipped": "passed"}

EMPTY_STEP: dict[str, Any] = {
    "id": "", "number": 0, "kind": "", "title": "", "help": "", "required": False, "decimals": 0,
    "decimalSign": ",", "value": "", "unit": "",
    "answer": "", "badge": "", "badgeIcon": "", "badgeText": "", "gauge": {}, "last": "", "opens": "", "options": [],
    "searched": False, "multiple": False, "photos": [], "photoMin": 0, "phrases": [], "text": "", "reason": "",
    "cannot": False, "deviation": False, "asksRemark": False, "remark": "",
    "picture": "", "signed": False, "padded": False, "moment": {}, "withTime": False,
    "code": "", "found": "", "expects": "", "scanHint": "", "name": "", "strokes": [], "role": "", "unkept": False,
    "offered": False, "article": "", "articleDetail": "", "asksArticle": False, "keeps": "", "noneUsed": "",
    "followUp": False, "offer": "", "offers": "", "limit": "", "held": False, "remarkLabel": "", "photoMax": 0,
    "photoAsk": "", "photosFull": False, "example": False, "exhibit": {}, "answeredBy": "",
    "initials": "",
}


def step_row(step: RunStep, is_current: bool, texts: Texts) -> dict[str, Any]:
    """One row of the list; state: skipped (not called for), unkept (what was answered is not stored), held (stops the
    checkout), todo, done, warn, fail, passed (left with a reason)."""
    return {
        "id": step.element_id, "number": step.number, "title": step.title, "detail": step_detail(step, texts),
        "state": _state(step), "current": is_current, "by": step.answerer.initials if step.answerer else "",
    }


def _state(step: RunStep) -> str:
    if not step.visible:
        return "skipped"
    if step.unkept:
        return "unkept"
    if step.held:
        return "held"
    done = step.answered and (step.kind != "calculated" or step.answer is not None)
    return _STATES.get(step.verdict, "done") if done else "todo"


def step_view(
    step: RunStep, pad: NumberPad, text: str, remark: str, texts: Texts, blobs: BlobStore, now: datetime
) -> dict[str, Any]:
    """The open step; `pad` holds the number, `text` and `remark` the words that are being typed; `now` is the
    technician's own time."""
    given = step.answer or {}
    measures, padded = step.kind in ("measure", "calculated"), step.kind in PADDED
    number = measured(given) if step.kind == "calculated" else pad.value
    verdict: str = step.verdict
    if padded and given.get("cannot") is not True:
        verdict = pad.verdict(limited(step))
    is_deviation = deviates(verdict) and deviates(step.verdict) and not step.unkept  # it says that it is stored
    judged = step.kind not in SHOWN_PLAIN or has_limits(step)
    badge, icon, words = BADGES.get(verdict if judged else "none", ("", "", ""))
    chosen = given.get("choice", ())
    return {
        "id": step.element_id, "number": step.number, "kind": step.kind, "title": step.title, "help": step.help,
        "required": step.required, "decimals": step.decimals, "decimalSign": decimal_sign(texts.language),
        "value": pad.shown if padded and pad.shown else _shown_value(step, number, text, texts),
        "unit": _unit(step, text, texts),
        "answer": str(given.get("answer", "read" if given.get("read") else "")),
        "badge": badge, "badgeIcon": icon, "badgeText": texts(words) if words else "",
        "gauge": _gauge(step, number, texts) if measures else {}, "last": last_value(step, texts),
        "opens": opens(step, texts),
        "options": [
            {"id": one, "text": name, "chosen": one in chosen} for one, name in zip(step.option_ids, step.options)
        ],
        "searched": step.kind == "choice" and len(step.options) >= SEARCHED_FROM,
        "multiple": step.multiple, "photos": thumbnails(step.photos), "photoMin": step.photo_min,
        "phrases": list(step.phrases), "text": text, "reason": step.reason, "cannot": given.get("cannot") is True,
        "deviation": is_deviation, "asksRemark": is_deviation and (step.kind in REMARKED or step.blocks),
        "remark": remark, "held": step.held and is_deviation,
        "remarkLabel": texts("field_work.remark_why" if step.blocks else "field_work.remark_label"),
        "picture": _picture(step, blobs), "signed": may_be_negative(limited(step)),
        "padded": padded, "withTime": step.with_time,
        "moment": _moment(offered_text(step, text, now), texts) if step.kind == "date" else {},
        "code": str(given.get("code", "")), "found": str(given.get("found", "")), "expects": step.expects,
        "scanHint": scan_hint(step, given, texts), "name": str(given.get("name", "")),
        "strokes": given.get("strokes", []), "role": step.role, "unkept": step.unkept,
        "followUp": calls_for_return(limited(step), verdict),
        "limit": limits(step, texts) if step.kind in SHOWN_PLAIN and has_limits(step) else "",
        "photoMax": step.photo_max, "photosFull": 0 < step.photo_max <= len(step.photos),
        "photoAsk": photos_asked(step.photo_min, step.photo_max, texts),
        "example": step.kind == "photo", "exhibit": _exhibit(step, texts, blobs),
        "answeredBy": answered_by(step, now, texts), "initials": step.answerer.initials if step.answerer else "",
        **_offer(step, text, now, texts), **_amount(step, text, texts),
    }


def has_limits(step: RunStep) -> bool:
    return step.ok_low is not None or step.ok_high is not None


def photos_asked(least: int, most: int, texts: Texts) -> str:
    """«Minst 1, högst 3 foton»; empty when any number will do."""
    if not most:
        return texts.count("field_work.photos_least", least) if least > 1 else ""
    if least == most:
        return texts.count("field_work.photos_exactly", most)
    return texts("field_work.photos_between", least=least, most=most) if least else texts.count(
        "field_work.photos_most", most)


def answered_by(step: RunStep, now: datetime, texts: Texts) -> str:
    """«Svarat av Sara 10:42», with the day when that was another one; empty where one person works alone."""
    if step.answerer is None:
        return ""
    at = local(step.answerer.at)
    when = f"{at:%H:%M}" if at.date() == now.date() else f"{texts.month_day(at.date())} {at:%H:%M}"
    return texts("field_work.answered_by", name=step.answerer.name, time=when)


def scan_hint(step: RunStep, given: dict[str, Any], texts: Texts) -> str:
    """What is to be scanned, or why what was scanned is not it."""
    if step.kind != "scan" or not step.expects:
        return ""
    if given.get("matches") is False:
        if step.expects == "article" and given.get("found"):
            return texts("field_work.step_scan_wrong_article", name=given["found"])
        return texts({"own": "field_work.step_scan_other", "machine": "field_work.step_scan_no_machine",
                      "article": "field_work.step_scan_no_article"}[step.expects])
    if step.expects == "article" and step.item is not None:
        return texts("field_work.step_scan_this_article", name=step.item.name, code=step.item.code)
    return texts({"own": "field_work.step_scan_machine", "machine": "field_work.step_scan_any_machine",
                  "article": "field_work.step_scan_article"}[step.expects])


def _offer(step: RunStep, text: str, now: datetime, texts: Texts) -> dict[str, Any]:
    """What a step offers before it is answered, and the words of the button that keeps it."""
    offered = "" if step.answer or (step.kind in COUNTED and step.kind != "counter") else offered_text(step, text, now)
    if text or not offered:
        return {"offer": "", "offers": "", "offered": False}
    if step.kind == "text":
        return {"offer": offered, "offers": texts("field_work.keep_text"), "offered": True}
    shown = moment_text(offered, step.with_time, texts) if step.kind == "date" else texts.amount(
        measured({"value": offered}) or 0, step.unit)
    return {"offer": "", "offers": texts("field_work.keep_offer", value=shown), "offered": True}


def _exhibit(step: RunStep, texts: Texts, blobs: BlobStore) -> dict[str, Any]:
    """The page or the diagram that the step shows; `here` is false while its file has not come."""
    shown = step.exhibit
    if shown is None:
        return {}
    is_pdf = shown.kind == "paper" and shown.mime == "application/pdf"
    label = texts("field_work.exhibit_page", title=shown.title, page=shown.page) if is_pdf else shown.title
    if shown.position:
        label = texts("field_work.exhibit_spot", title=shown.title, position=shown.position, article=shown.article)
    return {
        "kind": shown.kind, "label": label, "here": bool(shown.sha256) and blobs.has(shown.sha256),
        "address": f"blob/{shown.sha256}/{shown.page - 1}" if is_pdf else f"blob/{shown.sha256}",
        "position": shown.position, "x": shown.x, "y": shown.y,
    }


def thumbnails(rows: tuple[PhotoRow, ...]) -> list[dict[str, str]]:
    """Photos as pictures that QML can show without a file."""
    return [
        {"id": row.id, "source": f"data:image/jpeg;base64,{row.thumbnail}" if row.thumbnail else ""} for row in rows
    ]


def limited(step: RunStep) -> Element:
    """The step as the rules know it: its kind, its limits, and whether it asks for another visit."""
    return Element(
        id=step.element_id, kind=step.kind, low=step.low, ok_low=step.ok_low, ok_high=step.ok_high, high=step.high,
        follow_up=step.follow_up,
    )


def _gauge(step: RunStep, value: Decimal | None, texts: Texts) -> dict[str, Any]:
    found = gauge(value, step.low, step.ok_low, step.ok_high, step.high)
    if found is None:
        return {}
    marks = (step.low, step.ok_low, step.ok_high, step.high)
    shown = [texts.number(mark) if mark is not None else "" for mark in marks]
    return {
        "okFrom": found.ok_from, "okTo": found.ok_to, "needle": -1.0 if found.needle is None else found.needle,
        "low": shown[0], "okLow": shown[1], "okHigh": shown[2], "high": shown[3],
    }


def _shown_value(step: RunStep, number: Decimal | None, text: str, texts: Texts) -> str:
    if step.kind == "calculated" and number is not None:
        return texts.number(number, step.decimals)
    if step.kind not in (*COUNTED, "number"):
        return ""
    shown = offered_text(step, text)
    return shown.replace(".", ",") if texts.language == "sv" else shown


def _unit(step: RunStep, text: str, texts: Texts) -> str:
    if step.kind == "time":
        return texts("field_work.minutes_label")
    shown = typed_number(offered_text(step, text)) if step.kind in COUNTED else None
    return texts.unit(step.unit or (step.item.unit if step.item is not None else ""), 2 if shown is None else shown)


def _amount(step: RunStep, text: str, texts: Texts) -> dict[str, Any]:
    """What a step that is a record of the visit offers before it is answered."""
    if step.kind not in COUNTED:
        return {}
    shown: dict[str, Any] = {"offered": not text and bool(offered_text(step, text))}
    if step.kind not in RECORDED:
        return shown
    offered = f"{_shown_value(step, None, text, texts)} {_unit(step, text, texts)}".strip()
    asks = step.kind == "material" and step.item is None
    key = "field_work.keep_time" if step.kind == "time" else "field_work.keep_material"
    return {
        **shown, "keeps": texts(key, amount=offered) if shown["offered"] and not asks else "",
        "noneUsed": texts(f"field_work.none_{step.kind}"), "asksArticle": asks,
        "article": step.item.name if step.item is not None else "",
        "articleDetail": texts("visit.article", code=step.item.code) if step.item is not None else "",
    }


def _moment(text: str, texts: Texts) -> dict[str, str]:
    """The parts of a moment; empty before the first touch."""
    moment = read_moment(text)
    if moment is None:
        return {}
    return {
        "day": str(moment.day), "month": texts(f"calendar.month_{moment.month}"), "year": str(moment.year),
        "hour": f"{moment.hour:02}", "minute": f"{moment.minute:02}",
        "weekday": texts(f"calendar.weekday_{moment.isoweekday()}"),
    }


def _picture(step: RunStep, blobs: BlobStore) -> str:
    known = bool(step.image_sha256) and blobs.has(step.image_sha256)
    return f"blob/{step.image_sha256}" if known else ""


def step_detail(step: RunStep, texts: Texts) -> str:
    """The second line of a step in the list."""
    if not step.visible:
        return _why_not(step, texts)
    if step.unkept:
        return texts("field_work.unkept")
    if step.held:
        return f"{_said(step, texts)} · {texts('field_work.held_short')}"
    if step.answered and step.kind == "photo" and not step.answer_text:
        return texts.count("field_work.photos", len(step.photos))
    if step.answer_text:
        photos = texts.count("field_work.photos", len(step.photos)) if step.photos else ""
        owed = "" if step.answered else texts("field_work.photo_needed")
        return " · ".join(part for part in (_said(step, texts), photos, owed) if part)
    measures = step.kind in ("measure", *SHOWN_PLAIN) and has_limits(step)
    return " · ".join(part for part in (_required(step, texts), limits(step, texts) if measures else "") if part)


def _said(step: RunStep, texts: Texts) -> str:
    """The answer; how many of a part, in the article's own unit."""
    number = measured(step.answer or {}) if step.kind == "material" and step.item is not None else None
    return step.answer_text if number is None or step.item is None else texts.amount(number, step.item.unit)


def _required(step: RunStep, texts: Texts) -> str:
    """Whether the checkout waits for this step, and for its photos."""
    if step.required and not step.answered:
        return texts("field_work.photo_needed" if step.photo_min else "field_work.required")
    if not step.photo_min or step.answered:
        return ""
    return texts("field_work.photo_optional" if step.kind == "photo" else "field_work.photo_if_answered")


def _why_not(step: RunStep, texts: Texts) -> str:
    """«Hoppas över på grund av steg 4»: the step whose answer decided it."""
    because = step.skipped_because
    if because is None or not because.number:
        return texts("field_work.passed_over")
    return texts("field_work.passed_over_for", number=because.number, title=because.title)


def limits(step: RunStep, texts: Texts) -> str:
    """«0,8–1,2 bar», «minst 0,8 bar», «högst 1,2 bar»."""
    low = texts.number(step.ok_low) if step.ok_low is not None else ""
    high = texts.number(step.ok_high) if step.ok_high is not None else ""
    if low and high:
        return f"{low}–{high} {texts.unit(step.unit)}".strip()
    key = "field_work.at_least" if low else "field_work.at_most"
    return texts(key, value=f"{low or high} {texts.unit(step.unit)}".strip())


def last_value(step: RunStep, texts: Texts) -> str:
    """«Förra besöket 14 augusti: 0,92 bar»; empty when the machine has none."""
    if step.last_value is None or step.last_value_on is None:
        return ""
    day = texts.month_day(step.last_value_on)
    value = texts.amount(step.last_value, step.unit)
    return texts("field_work.last_visit", day=day, value=value)


def opens(step: RunStep, texts: Texts) -> str:
    """«Under 0,8 öppnas steg 6 Ställ tryckvakt»: what this answer decides about."""
    said = [
        texts(f"field_work.opens_{row.op if row.op in _WORDED else 'other'}", value=_value(step, row, texts),
              number=row.number, title=row.title)
        for row in step.opens
    ]
    if step.jump is not None:
        target = texts("field_work.jump_target", number=step.jump.number, title=step.jump.title)
        said.append(texts("field_work.jumps", target=target if step.jump.number else texts("field_work.jump_end")))
    return " · ".join(said)


def _value(step: RunStep, row: ConditionRow, texts: Texts) -> str:
    if step.kind == "yes_no" and row.value in ("yes", "no", "na"):
        return texts(f"visit.answer_{row.value}")
    names = dict(zip(step.option_ids, step.options))
    if row.value in names:
        return names[row.value]
    return row.value.replace(".", ",") if texts.language == "sv" and step.kind == "measure" else row.value
