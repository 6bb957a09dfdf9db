"""The design tokens (colours, type, space, motion) that both programs and the documents draw with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.settings import RESOURCES

THEMES = ("light", "dark", "sun")
STATUSES = ("planned", "released", "travelling", "on_site", "paused", "done", "deviation")
MEANINGS = ("good", "warn", "bad", "info")


@dataclass(frozen=True)
class StatusLook:
    """How one status is shown: colours as "#RRGGBB", an icon name in resources/icons, and a bar pattern."""

    strong: str
    soft: str
    ink: str
    icon: str
    pattern: str


@dataclass(frozen=True)
class TypeScale:
    """Inter in its two cuts, the weights that exist as files, and sizes in pixels by use."""

    family: str
    display_family: str
    weights: Mapping[str, int]
    office: Mapping[str, float]
    tablet: Mapping[str, float]
    line_height: Mapping[str, float]


@dataclass(frozen=True)
class Tokens:
    """Everything in resources/tokens.json, read once and never changed."""

    themes: Mapping[str, Mapping[str, str]]
    statuses: Mapping[str, Mapping[str, StatusLook]]
    meanings: Mapping[str, str]
    type: TypeScale
    space: tuple[int, ...]
    radii: Mapping[str, Mapping[str, int]]
    elevation: Mapping[str, Mapping[str, float]]
    motion: Mapping[str, int]
    touch: Mapping[str, int]
    icon: Mapping[str, Mapping[str, float]]
    focus: Mapping[str, int]
    avatars: tuple[str, ...]

    def theme(self, name: str) -> Mapping[str, str]:
        """Colours by name: surface, text, accent…, and each meaning as goodStrong, goodSoft, goodInk."""
        return self.themes[name]

    def status(self, theme: str, status: str) -> StatusLook:
        return self.statuses[theme][status]

    def meaning(self, theme: str, meaning: str) -> StatusLook:
        """good, warn, bad or info, each looking like the status it borrows from."""
        return self.statuses[theme][self.meanings[meaning]]

    def avatar(self, name: str) -> str:
        """A person's colour: the same for the same name on every machine and every start."""
        return self.avatars[sum(ord(letter) * place for place, letter in enumerate(name, 1)) % len(self.avatars)]


def parse_tokens(data: Mapping[str, Any]) -> Tokens:
    """The tokens from decoded JSON; a name that is missing raises KeyError here and not on a screen."""
    statuses = {
        theme: {
            name: StatusLook(icon=entry["icon"], pattern=entry["pattern"], **entry[theme])
            for name, entry in data["statuses"].items()
        }
        for theme in THEMES
    }
    themes: dict[str, dict[str, str]] = {}
    for theme in THEMES:
        colours = dict(data["themes"][theme])
        for meaning, status in data["meanings"].items():
            look = statuses[theme][status]
            colours |= {f"{meaning}Strong": look.strong, f"{meaning}Soft": look.soft, f"{meaning}Ink": look.ink}
        themes[theme] = colours
    type_scale = data["type"]
    return Tokens(
        themes=_frozen(themes),
        statuses=_frozen(statuses),
        meanings=_frozen(data["meanings"]),
        type=TypeScale(
            family=type_scale["family"],
            display_family=type_scale["displayFamily"],
            weights=_frozen(type_scale["weights"]),
            office=_frozen(type_scale["office"]),
            tablet=_frozen(type_scale["tablet"]),
            line_height=_frozen(type_scale["lineHeight"]),
        ),
        space=tuple(data["space"]),
        radii=_frozen(data["radii"]),
        elevation=_frozen(data["elevation"]),
        motion=_frozen(data["motion"]),
        touch=_frozen(data["touch"]),
        icon=_frozen(data["icon"]),
        focus=_frozen(data["focus"]),
        avatars=tuple(data["avatars"]),
    )


@cache
def load_tokens(path: Path = RESOURCES / "tokens.json") -> Tokens:
    return parse_tokens(json.loads(path.read_text("utf-8")))


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(
        {key: _frozen(value) if isinstance(value, Mapping) else value for key, value in mapping.items()}
    )
