"""The bundled fonts for tests, loaded once into whatever application runs."""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from core.settings import RESOURCES
from core.tokens import load_tokens


def use_bundled_fonts(application: QGuiApplication) -> None:
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise AssertionError(f"{path.name} could not be loaded")
    scale = load_tokens().type
    font = QFont(scale.family)
    font.setPixelSize(int(scale.office["body"]))
    application.setFont(font)
