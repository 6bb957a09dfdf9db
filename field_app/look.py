"""The design tokens in force for QML: colours of the theme, sizes, and the technician's own choices of look."""

from typing import Any

from PySide6.QtCore import Property, QObject, QSettings, Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from core.rules.daylight import in_the_sun
from core.settings import RESOURCES
from core.tokens import STATUSES, THEMES, load_tokens
from field_app.device.light import LightSensor

TEXT_SCALES = (1.0, 1.15, 1.3)


class Look(QObject):
    """`Theme.qml` reads everything from here; `changed` repaints what shows it."""

    changed = Signal()

    def __init__(self, theme: str, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = load_tokens()
        self._settings = settings
        self._theme = theme if theme in THEMES else THEMES[0]
        self._text_scale = _number(settings.value("look/text_scale"), 1.0)
        self._is_left_handed = settings.value("look/left_handed") == "yes"
        self._colours: dict[str, str] = {}
        self._statuses: dict[str, Any] = {}
        self._chosen_theme = self._theme
        self._follows_light = settings.value("look/follows_light") == "yes"
        self.light = LightSensor(self)
        self.light.read.connect(self._on_light)
        self._take_colours()
        if self._follows_light:
            self.light.start()

    @Slot(str)
    def setTheme(self, theme: str) -> None:
        """Chosen by hand: it holds, whatever the light does."""
        if theme not in THEMES:
            return
        self.setFollowsLight(False)
        self._chosen_theme = theme
        self._settings.setValue("look/theme", theme)
        self._show(theme)

    @Slot(bool)
    def setFollowsLight(self, follows: bool) -> None:
        if follows == self._follows_light:
            return
        self._follows_light = follows
        self._settings.setValue("look/follows_light", "yes" if follows else "no")
        if follows:
            self.light.start()
        else:
            self.light.stop()
            self._show(self._chosen_theme)
        self.changed.emit()

    @Slot(float)
    def _on_light(self, lux: float) -> None:
        """In the sun the sun's look, else the one that was chosen (light where that was the sun's itself)."""
        if self._follows_light:
            indoors = self._chosen_theme if self._chosen_theme != "sun" else THEMES[0]
            self._show("sun" if in_the_sun(lux, self._theme == "sun") else indoors)

    def _show(self, theme: str) -> None:
        if theme != self._theme:
            self._theme = theme
            self._take_colours()
            self.changed.emit()

    @Slot(float)
    def setTextScale(self, scale: float) -> None:
        if scale in TEXT_SCALES and scale != self._text_scale:
            self._text_scale = scale
            self._settings.setValue("look/text_scale", str(scale))
            self.changed.emit()

    @Slot(bool)
    def setLeftHanded(self, is_left_handed: bool) -> None:
        if is_left_handed != self._is_left_handed:
            self._is_left_handed = is_left_handed
            self._settings.setValue("look/left_handed", "yes" if is_left_handed else "no")
            self.changed.emit()

    @Slot(str, result=str)
    def avatar(self, name: str) -> str:
        return self._tokens.avatar(name)

    def _take_colours(self) -> None:
        self._colours = dict(self._tokens.theme(self._theme))
        self._statuses = {}
        for name in STATUSES:
            look = self._tokens.status(self._theme, name)
            self._statuses[name] = {"strong": look.strong, "soft": look.soft, "ink": look.ink, "icon": look.icon}

    def _get_sizes(self) -> dict[str, Any]:
        tokens = self._tokens
        return {
            "text": dict(tokens.type.tablet), "weights": dict(tokens.type.weights), "family": tokens.type.family,
            "displayFamily": tokens.type.display_family, "radii": dict(tokens.radii["tablet"]),
            "touch": dict(tokens.touch), "motion": dict(tokens.motion), "icon": dict(tokens.icon["tablet"]),
            "focus": dict(tokens.focus), "space": list(tokens.space),
        }

    theme = Property(str, lambda self: self._theme, notify=changed)
    colours = Property("QVariantMap", lambda self: self._colours, notify=changed)  # type: ignore[arg-type]
    statuses = Property("QVariantMap", lambda self: self._statuses, notify=changed)  # type: ignore[arg-type]
    sizes = Property("QVariantMap", _get_sizes, constant=True)  # type: ignore[arg-type]
    textScale = Property(float, lambda self: self._text_scale, notify=changed)
    followsLight = Property(bool, lambda self: self._follows_light, notify=changed)
    leftHanded = Property(bool, lambda self: self._is_left_handed, notify=changed)


def install_fonts(application: QGuiApplication) -> None:
    """Registers the bundled Inter and makes it the program's font."""
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    scale = load_tokens().type
    font = QFont(scale.family)
    font.setPixelSize(round(scale.tablet["body"]))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)


def _number(value: object, otherwise: float) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return otherwise
    return number if number in TEXT_SCALES else otherwise
