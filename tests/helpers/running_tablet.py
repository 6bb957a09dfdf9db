"""The tablet program as its own process on a folder without a pairing: driven through its input, and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.helpers.source import ROOT
from tests.helpers.story import STORY

PATIENCE = 40


class RunningTablet:
    """Alex's tablet at this time of the story's day; an order that is refused raises AssertionError.

    `home` is the folder of the person who sits at it, where pictures are.
    """

    def __init__(self, folder: Path, clock_time: str = "08:43", home: Path | None = None) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        if home is not None:
            environment["HOME"] = str(home)
        script = (
            "import sys; from pathlib import Path; from core.settings import Settings; from datetime import datetime;"
            "from field_app import application;"
            "original = application.FieldApplication;"
            f"application.FieldApplication = lambda *a, **k: original(*a, **k, person_id={STORY.alex!r});"
            "sys.exit(application.run(Settings(role='tablet', folder=Path(sys.argv[1]), language='sv'),"
            f" datetime.fromisoformat('2026-11-24T{clock_time}'), driven=True))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "RunningTablet":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def order(self, **order: object) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            line = self._process.stdout.readline()
            assert line, "the program ended"
            if line.startswith("@driver "):
                answer = json.loads(line.removeprefix("@driver "))
                assert answer["ok"], answer
                return answer.get("value")
        raise AssertionError("no answer")

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait(20)
