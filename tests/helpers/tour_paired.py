"""What a paired tablet shows of its sync at all moments: each state, each way to the office, pairing, and the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select

from core.bootstrap import Core
from core.model.history import CommandLog
from core.sync.folder_state import FolderState
from core.sync.sql import ConnectionSql, set_state
from core.sync.status import SyncStatus
from field_app.device.drives import Drive
from tests.helpers.cores import STORY_TIME
from tests.helpers.standing_sync import SENT, STATES, Standing
from tests.helpers.tablet_screen import Screen
from tests.helpers.tour import Stop

DRIVES = (Drive("/media/alex/TULPAN", "TULPAN", 14_800_000_000), Drive("/media/alex/SD", "SD-kort", 61_200_000_000))
STICK, CARD = (drive.path for drive in DRIVES)
ALOUD = {"fingerprint": "38105 77214 90023 46618 05527 81940", "fileOffice": "Espressoteknik"}
PAIRING: dict[str, dict[str, Any]] = {
    "ask": {"step": "ask"}, "compare": {"step": "compare", "digits": "384 061"},
    "waiting": {"step": "waiting", "digits": "384 061"}, "aloud": {"step": "aloud", **ALOUD},
    "away": {"step": "away", **ALOUD},
}


@dataclass(frozen=True, kw_only=True)
class Paired(Stop):
    """A stop on a tablet whose sync is in this state; `prepare` sets its folders."""

    standing: Standing
    status: SyncStatus
    prepare: Callable[[Standing], None] = lambda _standing: None

    def open(self, navigation: Any) -> None:
        self.standing.relay = self.standing.journal = ""
        self.standing.relay_state = self.standing.journal_state = FolderState()
        self.prepare(self.standing)
        self.standing.has_sent_all_but(self.status.waiting)
        self.standing.becomes(self.status)
        super().open(navigation)


@contextmanager
def two_drives() -> Iterator[None]:
    """A stick and a card are plugged in, whatever the computer has."""
    with ExitStack() as stack:
        for page in ("care", "pairing", "relay"):
            stack.enter_context(patch(f"field_app.view_models.{page}.drives", lambda: DRIVES))
        yield


def paired_stops(screen: Screen, standing: Standing) -> Iterator[Stop]:
    standing.has_sent_all_but = partial(_sent_all_but, screen.application.core)
    for name, status in STATES.items():
        yield Paired(f"sync-{name}", "sync", standing=standing, status=status)
    yield Paired("sync-put_back", "sync", standing=standing, status=replace(SENT, restored_at=STORY_TIME))
    tablet = screen.application.context.tablet
    tablet.setNetwork(False)
    yield Paired("sync-off", "sync", standing=standing, status=STATES["offline"])
    tablet.setNetwork(True)
    yield from _ways(screen, standing)
    yield from _pairing(screen, standing)
    yield from _revoked(screen, standing)


def _sent_all_but(core: Core, waiting: int) -> None:
    """The office has all but the last of what was done on this tablet."""
    with core.database.write() as session:
        last = session.scalar(select(func.max(CommandLog.seq)).where(CommandLog.device_id == core.device_id)) or 0
        set_state(ConnectionSql(session.connection()), acked=last - waiting)


def _ways(screen: Screen, standing: Standing) -> Iterator[Stop]:
    status = STATES["waiting_long"]
    states = {
        "none": FolderState(), "safe": FolderState(STICK, STORY_TIME, safe=True),
        "files": FolderState(STICK, STORY_TIME, files_left=3),
        "missing": FolderState(STICK, STORY_TIME, error="sync.relay_unusable"),
    }
    for name, state in states.items():
        yield Paired(f"relay-{name}", "relay", standing=standing, status=status, prepare=_has(relay=state))
    yield Paired("office_way-known", "office_way", standing=standing, status=status)
    card = _has(journal=FolderState(CARD, STORY_TIME, safe=True))
    yield Paired("care-card", "care", standing=standing, status=status, prepare=card)

    def asks(model: Any) -> None:
        model.ask_reset()
        screen.rest()

    yield Paired("care-reset_refused", "care", standing=standing, status=status, prepare=card, act=asks)


def _has(**states: FolderState) -> Callable[[Standing], None]:
    def prepare(standing: Standing) -> None:
        for name, state in states.items():
            setattr(standing, name, state.location)
            setattr(standing, f"{name}_state", state)

    return prepare


def _pairing(screen: Screen, standing: Standing) -> Iterator[Stop]:
    for name, parts in PAIRING.items():
        yield Paired(
            f"pairing-{name}", "pairing", standing=standing, status=STATES["offline"], act=_shows(screen, parts)
        )


def _revoked(screen: Screen, standing: Standing) -> Iterator[Stop]:
    """Blocked with work that is not sent, with it in a file, and emptied."""
    texts = screen.application.context.texts
    file = f"{STICK}/tulpan-01a21b7c-20261124-084312.tlpj"

    def in_a_file() -> dict[str, Any]:
        return {"safe": texts("field.revoked_file", file=file), "todo": texts("field.revoked_do_clear"),
                "tone": "good", "mayClear": True}

    def over() -> dict[str, Any]:
        return {"safe": texts("field.revoked_over"), "todo": texts("field.revoked_do_over"), "tone": "good",
                "isOver": True, "mayClear": False, "canExport": False}

    blocked = replace(STATES["needs_person"], dismissed=True)
    for name, parts in (("sending", dict), ("file", in_a_file), ("over", over)):
        yield Paired(f"revoked-{name}", "revoked", standing=standing, status=blocked, act=_shows(screen, parts))


def _shows(screen: Screen, parts: dict[str, Any] | Callable[[], dict[str, Any]]) -> Callable[[Any], None]:
    """The page as it stands then, once it has its own answer."""

    def act(model: Any) -> None:
        screen.rest()
        model.show(**(parts() if callable(parts) else parts))

    return act
