"""Drives and folders as pages offer them: one touch for a stick, a typed path for everything else."""

from collections.abc import Iterable
from typing import Any

from core.texts import Texts
from field_app.device.drives import Drive

_GIGABYTE = 1_000_000_000


def drive_rows(texts: Texts, found: Iterable[Drive], chosen: str = "") -> list[dict[str, Any]]:
    return [
        {
            "path": one.path, "name": one.name, "chosen": one.path == chosen,
            "detail": texts("field.drive_free", path=one.path, size=texts.number(round(one.free_bytes / _GIGABYTE, 1))),
        }
        for one in found
    ]
