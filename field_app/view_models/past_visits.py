"""Rows of earlier visits as `PastVisit.qml` shows them: what was done and measured, and a strip of small pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.presenters.job_page import history_detail
from core.queries.machine_history import HistoryRow
from core.queries.past_photos import PastPhoto
from core.texts import Texts

ROLES = ("id", "date", "subject", "detail", "work", "readings", "photos")


def past_rows(
    history: Sequence[HistoryRow], photos: Mapping[str, tuple[PastPhoto, ...]], texts: Texts
) -> list[dict[str, Any]]:
    return [
        {
            "id": one.activity_id, "date": texts.full_date(one.date), "subject": one.subject,
            "detail": history_detail(one, texts), "work": one.work_done, "readings": list(one.readings),
            "photos": [
                {"id": photo.id, "source": small(photo), "text": texts.date_time(photo.taken_at)}
                for photo in photos.get(one.activity_id, ())
            ],
        }
        for one in history
    ]


def small(photo: PastPhoto) -> str:
    """One without a small picture shows itself, if it lies here."""
    return f"data:image/jpeg;base64,{photo.thumbnail}" if photo.thumbnail else f"blob/{photo.sha256}"
