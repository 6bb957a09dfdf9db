"""Starts the office and the tablet as processes of their own, and gives orders to the screens of a driven one."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from core.qt.driving import ANSWER

START_SECONDS = 60.0
_LONGER_THAN_PATIENCE = 10.0
_USUAL_PATIENCE = 20.0


class SceneFailed(Exception):
    """A screen did not show or do what the story needs."""


class Program:
    """One running program. `order` asks its driver to do something and returns what it answered."""

    def __init__(
        self, module: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = module
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._lines: queue.Queue[str] = queue.Queue()
        self._log: BinaryIO = log.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log, text=True, encoding="utf-8", env={**os.environ, **(environment or {})},
        )
        self.log = log
        threading.Thread(target=self._read, name=f"{module} output", daemon=True).start()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def order(self, do: str, **words: Any) -> Any:
        """Raises SceneFailed when the screen does not come to what the order needs, or the program has ended."""
        patience = float(words.setdefault("seconds", _USUAL_PATIENCE))
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **words}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
            answer = self._answers.get(timeout=patience + _LONGER_THAN_PATIENCE)
        except (OSError, queue.Empty) as error:
            state = "does not answer" if self.running else f"has ended; see {self.log.name}"
            raise SceneFailed(f"{self.name} {state} ({do} {words})") from error
        if not answer["ok"]:
            raise SceneFailed(f"{self.name}: {do} {words}: {answer['error']}")
        return answer.get("value")

    def line(self, beginning: str, seconds: float = START_SECONDS) -> str:
        """Waits for a line of ordinary output and returns what follows its beginning."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and (self.running or not self._lines.empty()):
            try:
                found = self._lines.get(timeout=0.2)
            except queue.Empty:
                continue
            if found.startswith(beginning):
                return found.removeprefix(beginning)
        raise SceneFailed(f"{self.name} did not say {beginning!r}; see {self.log.name}")

    def wait(self) -> int:
        return self._process.wait()

    def kill(self) -> None:
        """As when the battery is pulled."""
        self._process.kill()
        self._process.wait()
        self._log.close()

    def close(self) -> None:
        """Asks the program to end, and ends it when it does not."""
        if self.running and self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def terminate(self) -> None:
        if self.running:
            self._process.terminate()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(ANSWER):
                self._answers.put(json.loads(line.removeprefix(ANSWER)))
            else:
                self._lines.put(line.rstrip("\n"))
