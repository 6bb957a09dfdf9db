"""The page of a tablet that cannot open its data: one sentence, and a button that closes it."""

from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QSettings, QSize, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from field_app.engine import MODULE, FieldEngine, register_types
from field_app.language import Language
from field_app.look import Look, install_fonts


def cannot_start_window(theme: str, language: str, sentence: str) -> tuple[FieldEngine, QQuickView]:
    """The window and the engine that it needs for as long as it is shown."""
    register_types()
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    install_fonts(application)
    # The tablet's own folder may be what cannot be used: nothing is remembered from this page.
    nowhere = QSettings(str(Path(gettempdir()) / "tulpan-cannot-start.ini"), QSettings.Format.IniFormat)
    engine = FieldEngine({"Look": Look(theme, nowhere), "Language": Language(language)})
    window: QQuickView = QQuickView(engine, None)  # type: ignore[call-overload]
    window.setTitle("Tulpan")
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.resize(QSize(900, 560))
    window.setInitialProperties({"sentence": sentence})
    window.setSource(QUrl.fromLocalFile(str(MODULE / "CannotStart.qml")))
    engine.quit.connect(application.quit)
    return engine, window


def show_cannot_start(theme: str, language: str, sentence: str) -> None:
    """Shows the sentence until the person closes it."""
    engine, window = cannot_start_window(theme, language, sentence)
    window.show()
    application = QGuiApplication.instance()
    assert application is not None
    application.exec()
    window.setSource(QUrl())
    del window, engine
