"""How full the tablet's battery is, as the system tells: Linux in files, Windows by a question."""

import ctypes
import sys
from pathlib import Path

from core.rules.battery import Battery

SUPPLIES = Path("/sys/class/power_supply")
_UNKNOWN = 255
_NO_BATTERY = 128


def read_battery(supplies: Path | None = None) -> Battery | None:
    """None where there is none, or where it cannot be read. Reads a file or two."""
    return _of_windows() if sys.platform == "win32" else _of_linux(supplies or SUPPLIES)


def _of_linux(supplies: Path) -> Battery | None:
    """The emptiest of the tablet's own; a mouse or a pen that lies beside it has a battery, too, but powers nothing."""
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return None
    charged = any(_says(one, "type") in ("Mains", "USB") and _says(one, "online") == "1" for one in folders)
    found = []
    for folder in folders:
        if _says(folder, "type") == "Battery" and _says(folder, "scope") != "Device":
            percent = _says(folder, "capacity")
            if percent.isdecimal():
                charging = charged or _says(folder, "status") in ("Charging", "Full")
                found.append(Battery(min(100, int(percent)), charging))
    return min(found, key=lambda one: one.percent, default=None)


def _says(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8").strip()[:40]
    except (OSError, UnicodeDecodeError):
        return ""


class _PowerStatus(ctypes.Structure):
    _fields_ = (
        ("ac", ctypes.c_ubyte), ("flags", ctypes.c_ubyte), ("percent", ctypes.c_ubyte), ("saver", ctypes.c_ubyte),
        ("life", ctypes.c_ulong), ("full_life", ctypes.c_ulong),
    )  # fmt: skip


def _of_windows() -> Battery | None:
    status = _PowerStatus()
    if not ctypes.WinDLL("kernel32").GetSystemPowerStatus(ctypes.byref(status)):  # type: ignore[attr-defined]
        return None
    if status.percent == _UNKNOWN or status.flags & _NO_BATTERY:
        return None
    return Battery(min(100, int(status.percent)), status.ac == 1)
