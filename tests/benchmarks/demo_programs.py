"""The demo firm for benchmarks: its office and Alex's tablet in two folders, and the real programs started on them."""

import os
import subprocess
import sys
import time
from pathlib import Path

from core.bootstrap import open_core
from core.clock import FixedClock, local
from core.demo import build_demo
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.hub import Hub
from core.sync.joining import join_unattended
from tests.helpers.cores import STORY_TIME
from tests.helpers.source import ROOT

PATIENCE = 120.0


def filled(office_folder: Path, tablet_folder: Path) -> str:
    """A tablet that has received Alex's scope from the demo firm's office; his id."""
    clock = FixedClock(STORY_TIME)
    settings = Settings(role="office", folder=office_folder, hub_host="127.0.0.1", announce=False)
    office = open_core(settings, clock)
    tablet = open_core(Settings(role="tablet", folder=tablet_folder), clock)
    firm = build_demo(office, today=local(STORY_TIME).date(), now=STORY_TIME)
    hub = Hub(office)
    hub.start()
    sync = None
    try:
        join_unattended(tablet, hub.pairing.open(firm.alex, confirm_as=firm.mara).qr_text)
        sync = TabletSync(tablet, discover=False)
        sync.start()
        until = time.monotonic() + PATIENCE
        while sync.status.receiving_first or sync.status.arriving or sync.status.state != "sent":
            if time.monotonic() > until:
                raise TimeoutError(f"the tablet did not get its day: {sync.status}")
            time.sleep(0.05)
    finally:
        if sync is not None:
            sync.stop()
        hub.stop()
        tablet.close()
        office.close()
    return firm.alex


def cold_start(program: str, folder: Path, *more: str) -> float:
    """Seconds from the command until the first page is painted with its rows, as the program itself marks it."""
    mark = folder / "start-mark"
    mark.unlink(missing_ok=True)
    now = local(STORY_TIME).replace(tzinfo=None).isoformat()
    command = [sys.executable, "-m", program, "--folder", str(folder), "--language", "sv", "--now", now, *more]
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"} | os.environ
    started = time.time()
    process = subprocess.Popen(command, cwd=ROOT, env=environment | {"TULPAN_START_MARK": str(mark)})
    try:
        until = time.monotonic() + PATIENCE
        while not (mark.exists() and mark.read_text("utf-8")):
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError(f"{program} did not become usable")
            time.sleep(0.01)
        return float(mark.read_text("utf-8")) - started
    finally:
        process.terminate()
        process.wait(20)
