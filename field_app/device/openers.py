"""Whether this computer has a program for an address (tel:, sms:, geo:), as far as it can be known beforehand."""

import shutil
import subprocess
import sys

_PATIENCE = 3.0
"""Seconds; it is asked off the screen's thread."""


def has_opener(scheme: str) -> bool:
    """Slow. Linux is asked, since it claims to have opened whatever it was given; elsewhere it is tried.

    Windows has had no program of its own for geo: since its maps were taken out, and offers a shop instead.
    """
    if scheme == "https":
        return True
    if sys.platform == "win32":
        return scheme != "geo"
    asks = shutil.which("xdg-mime")
    if asks is None:
        return True
    command = [asks, "query", "default", f"x-scheme-handler/{scheme}"]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(answer.stdout.strip())
