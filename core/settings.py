"""Where this program keeps its things and how it was asked to start."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
VERSION = "0.1.0"
"""The program's version, as tablets tell it to the office; the same as in pyproject.toml."""
Role = Literal["office", "tablet"]


@dataclass(frozen=True)
class Settings:
    """One program's start: its role, its folder, and the few switches given on the command line.

    `encrypt` asks for a tablet whose database and photos are encrypted; one that is so already stays so without it,
    until `decrypt` asks for readable ones.
    """

    role: Role
    folder: Path
    database_url: str | None = None
    language: str = "sv"
    theme: str = "light"
    hub_host: str = "0.0.0.0"
    hub_port: int = 0
    announce: bool = True
    encrypt: bool = False
    decrypt: bool = False
    sms_gateway: Literal["loopback", "46elks", "off"] = "loopback"
    extras: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Addresses of pictures are made from it, and a relative one would be looked for at the root of the disk.
        object.__setattr__(self, "folder", self.folder.absolute())

    @property
    def database_path(self) -> Path:
        return self.folder / f"{self.role}.db"

    @property
    def attachments(self) -> Path:
        return self.folder / "attachments"
