"""Small painted controls: chips, avatars, key hints and empty states."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from office_app.theme import Theme
from office_app.widgets.basics import Button, IconLabel, column, label

_TONES = {
    "neutral": ("sunken", "text2"), "accent": ("accentSoft", "accentInk"), "good": ("goodSoft", "goodInk"),
    "warn": ("warnSoft", "warnInk"), "bad": ("badSoft", "badInk"), "info": ("infoSoft", "infoInk"),
    "solid": ("accent", "accentFg"), "count": ("text", "surface"), "surface": ("surface", "accentInk"),
}

_SENTENCE = 420
_NARROWEST, _EDGE = 160, 24


class Chip(QWidget):
    """A pill with an optional icon in one of the tones neutral, accent, good, warn, bad, info, solid, or a status."""

    def __init__(self, theme: Theme, text: str = "", tone: str = "neutral", icon: str = "") -> None:
        super().__init__()
        self._theme, self._text, self._tone, self._icon = theme, text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._resize()

    @property
    def text(self) -> str:
        return self._text

    def set(self, text: str, tone: str | None = None, icon: str | None = None) -> None:
        self._text = text
        self._tone = tone if tone is not None else self._tone
        self._icon = icon if icon is not None else self._icon
        self._resize()
        self.update()

    def set_status(self, status: str, text: str) -> None:
        """One of the seven statuses, by colour and icon."""
        self.set(text, f"status:{status}", self._theme.status(status).icon)

    def sizeHint(self) -> QSize:
        # The style sheet gives a widget another font once it is shown; the text is measured in the one it is drawn in.
        words = QFontMetrics(self._theme.font("dense", 600)).horizontalAdvance(self._text)
        return QSize(words + 20 + (18 if self._icon else 0), 24)

    def _resize(self) -> None:
        self.setAccessibleName(self._text)
        self.setFixedSize(self.sizeHint())
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._tone.startswith("status:"):
            look = self._theme.status(self._tone[7:])
            back, ink = QColor(look.soft), QColor(look.ink)
        else:
            back_name, ink_name = _TONES[self._tone]
            back, ink = self._theme.colour(back_name), self._theme.colour(ink_name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        left = 10
        if self._icon:
            painter.drawPixmap(left, (self.height() - 14) // 2, self._theme.pixmap(self._icon, ink.name(), 14))
            left += 18
        painter.setPen(ink)
        painter.setFont(self._theme.font("dense", 600))
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, self._text)


class Avatar(QWidget):
    """A person's initials on one of the fixed dark hues."""

    def __init__(self, theme: Theme, initials: str, colour: int = 0, size: int = 32) -> None:
        super().__init__()
        self._theme, self._initials, self._colour = theme, initials, colour
        self.setFixedSize(size, size)

    def set(self, initials: str, colour: int) -> None:
        self._initials, self._colour = initials, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_avatar(painter, self._theme, QRectF(self.rect()), self._initials, self._colour)


def draw_avatar(painter: QPainter, theme: Theme, box: QRectF, initials: str, colour: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.avatar(colour))
    painter.drawEllipse(box)
    font = theme.font("dense", 700)
    font.setPixelSize(max(9, round(box.height() * 0.36)))
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens.theme("light")["accentFg"]))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials)


class KeyHint(QWidget):
    """A key cap, so that every action shows its key."""

    def __init__(self, theme: Theme, keys: str) -> None:
        super().__init__()
        self._theme, self._keys = theme, keys
        self.setFont(theme.font("meta", 600))
        self.setFixedSize(self.fontMetrics().horizontalAdvance(keys) + 12, 20)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("border"), 1))
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(self._theme.colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._keys)


class EmptyState(QWidget):
    """What a list shows when there is nothing: an icon, a sentence, and perhaps the one thing to do."""

    def __init__(
        self, theme: Theme, icon: str, title: str, sentence: str = "", button: Button | None = None,
        width: int = _SENTENCE,
    ) -> None:
        super().__init__()
        self._width = width
        self._title, self._sentence = label(title, "section"), label(sentence, "second", wrap=True)
        for widget in (self._title, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture = IconLabel(theme, icon, "text3", 40)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(None, picture, self._title, self._sentence, spacing=10)
        layout.setAlignment(self._sentence, Qt.AlignmentFlag.AlignHCenter)
        if button is not None:
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.setLayout(layout)
        self._fit()

    def set_texts(self, title: str, sentence: str = "") -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._fit()

    def _fit(self) -> None:
        """A wrapped text that is centred in a layout is given the height of an unwrapped one: it gets its own."""
        width = min(_SENTENCE, max(_NARROWEST, self.width() - 2 * _EDGE))
        self._sentence.ensurePolished()
        self._sentence.setFixedSize(width, max(0, self._sentence.heightForWidth(width)))
        self._sentence.setVisible(bool(self._sentence.text()))

    def minimumSizeHint(self) -> QSize:
        """The sentence takes what a narrow pane has; it never widens the pane."""
        return QSize(_NARROWEST + 2 * _EDGE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
