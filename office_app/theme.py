"""Turns the design tokens into Qt: fonts, palette, style sheet, colours and recoloured icons, light and dark, live."""

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from core.settings import RESOURCES
from core.tokens import StatusLook, load_tokens

MODES = ("light", "dark")
_TOKEN = re.compile(r"@([A-Za-z0-9]+)")
_TINTED = re.compile(r"@@([a-z0-9-]+)\.([A-Za-z0-9]+)")


class Theme(QObject):
    """The look in force. `changed` is emitted when the mode changes; painters ask `colour(name)` each time."""

    changed = Signal()

    def __init__(self, mode: str = "light", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens = load_tokens()
        self.mode = mode if mode in MODES else "light"
        self._pixmaps: dict[tuple[str, str, int, float, float], QPixmap] = {}
        self._colours: dict[str, QColor] = {}
        self._folder = QTemporaryDir()

    def install(self, application: QApplication) -> None:
        """Registers the fonts and puts palette and style sheet in force."""
        for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        application.setStyle("Fusion")
        application.setFont(self.font("body"))
        self._apply(application)

    def set_mode(self, mode: str) -> None:
        if mode == self.mode or mode not in MODES:
            return
        self.mode = mode
        self._colours.clear()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self._apply(application)
        self.changed.emit()

    def hex(self, name: str) -> str:
        """A colour of the current mode as #RRGGBB: a token («accent») or a meaning («goodSoft»)."""
        return self.tokens.theme(self.mode)[name]

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        colour = self._colours.get(name)
        if colour is None:
            colour = self._colours[name] = QColor(self.hex(name))
        if alpha < 1:
            colour = QColor(colour)
            colour.setAlphaF(alpha)
        return colour

    def status(self, status: str) -> StatusLook:
        return self.tokens.status(self.mode, status)

    def avatar(self, index: int) -> QColor:
        return QColor(self.tokens.avatars[index % len(self.tokens.avatars)])

    def font(self, use: str = "body", weight: int = 400) -> QFont:
        """A font by its use in the tokens (`meta`, `dense`, `body`, `section`, `title`…), with tabular figures."""
        size = self.tokens.type.office[use]
        family = self.tokens.type.display_family if size >= 19 and weight >= 600 else self.tokens.type.family
        font = QFont(family)
        font.setPixelSize(round(size))
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def pixmap(self, icon: str, colour: str = "text2", size: int = 18, ratio: float | None = None,
               stroke: float = 1.75) -> QPixmap:
        """An icon in a token colour (or #RRGGBB from a status), sharp at the screen's scale."""
        application = QApplication.instance()
        if ratio is None:
            ratio = application.devicePixelRatio() if isinstance(application, QApplication) else 1.0
        value = colour if colour.startswith("#") else self.hex(colour)
        key = (icon, value, size, ratio, stroke)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = _draw_icon(RESOURCES / "icons" / f"{icon}.svg", value, size, ratio, stroke)
        return found

    def icon(self, name: str, colour: str = "text2", size: int = 18, gap: int = 0) -> QIcon:
        """An icon for a button or list; `gap` is empty room at its right, in pixels."""
        drawn = self.pixmap(name, colour, size)
        if not gap:
            return QIcon(drawn)
        ratio = drawn.devicePixelRatio()
        wider = QPixmap(round((size + gap) * ratio), round(size * ratio))
        wider.setDevicePixelRatio(ratio)
        wider.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wider)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return QIcon(wider)

    def style_sheet(self) -> str:
        template = (Path(__file__).parent / "style.qss").read_text("utf-8")
        template = _TINTED.sub(lambda found: self._tinted(found[1], found[2]), template)
        return _TOKEN.sub(lambda found: self.hex(found[1]), template)

    def _tinted(self, icon: str, colour: str) -> str:
        """Where an icon lies as a file in a token's colour: style sheets can only name files."""
        value = self.hex(colour)
        target = Path(self._folder.path()) / f"{icon}-{value[1:]}.svg"
        if not target.exists():
            svg = (RESOURCES / "icons" / f"{icon}.svg").read_text("utf-8").replace("currentColor", value)
            target.write_text(svg, "utf-8")
        return target.as_posix()

    def _apply(self, application: QApplication) -> None:
        application.setPalette(self._palette())
        application.setStyleSheet(self.style_sheet())

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for target, name in (
            (role.Window, "canvas"), (role.WindowText, "text"), (role.Base, "surface"), (role.AlternateBase, "canvas"),
            (role.Text, "text"), (role.Button, "surface"), (role.ButtonText, "text"), (role.Highlight, "accentSoft"),
            (role.HighlightedText, "accentInk"), (role.PlaceholderText, "text3"), (role.ToolTipBase, "surface"),
            (role.ToolTipText, "text"), (role.Link, "accent"), (role.Mid, "border"), (role.Dark, "borderStrong"),
            (role.Light, "surface"), (role.Midlight, "sunken"), (role.Shadow, "shadow"), (role.Accent, "accent"),
        ):
            palette.setColor(target, self.colour(name))
        for target in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour("text3"))
        return palette


def _draw_icon(path: Path, colour: str, size: int, ratio: float, stroke: float) -> QPixmap:
    svg = path.read_text("utf-8").replace("currentColor", colour)
    svg = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{stroke}"', svg)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
