"""The technician's own choices of look and language, and the ways to the tablet's rarer pages."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.settings import VERSION
from core.tokens import THEMES
from field_app.look import TEXT_SCALES
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext

_LANGUAGES = (("sv", "Svenska"), ("en", "English"))
_ICONS = {"light": "lightbulb", "dark": "moon", "sun": "sun"}


@for_qml
class MoreModel(PageModel):
    """Every choice holds at once and is remembered on this tablet."""

    EMPTY = {
        "themes": [], "languages": [], "scales": [], "leftHanded": False, "hasLight": False, "followsLight": False,
        "version": "", "owner": "", "office": "", "encryption": "",
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._look, self._tablet = context.look, context.tablet  # type: ignore[attr-defined]
        self._look.changed.connect(self.refresh)
        self._tablet.ownerChanged.connect(self.refresh)
        self._kept = self.core.vault.kept

    @Slot()
    def refresh(self) -> None:
        texts, look, owner = self.texts, self._look, self._tablet.owner
        self.show(
            themes=[
                _choice(one, texts(f"field.theme_{one}"), one == look.theme, _ICONS[one]) for one in THEMES
            ],
            languages=[_choice(one, name, one == texts.language) for one, name in _LANGUAGES],
            scales=[
                _choice(str(one), texts(f"field.text_size_{place}"), one == look.textScale)
                for place, one in enumerate(TEXT_SCALES)
            ],
            leftHanded=look.leftHanded, hasLight=look.light.present, followsLight=look.followsLight,
            version=texts("field.version", version=VERSION), owner=owner.name,
            office=owner.office_name, encryption=texts(f"encryption.is_{self._kept or 'off'}"),
        )

    @Slot(str)
    def choose_theme(self, theme: str) -> None:
        self._look.setTheme(theme)

    @Slot(str)
    def choose_language(self, language: str) -> None:
        self._context.texts.set_language(language)  # type: ignore[attr-defined]

    @Slot(str)
    def choose_scale(self, scale: str) -> None:
        self._look.setTextScale(float(scale))

    @Slot(bool)
    def follow_light(self, follows: bool) -> None:
        self._look.setFollowsLight(follows)

    @Slot(bool)
    def choose_hand(self, is_left: bool) -> None:
        self._look.setLeftHanded(is_left)

    @Slot(str)
    def open_page(self, page: str) -> None:
        self.go(page)


def _choice(name: str, text: str, is_chosen: bool, icon: str = "") -> dict[str, Any]:
    return {"id": name, "text": text, "chosen": is_chosen, "icon": icon}
