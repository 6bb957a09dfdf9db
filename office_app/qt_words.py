"""Qt's own words, in its file dialogs and the menus of its fields, in the language in force."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_NAME = "qtWords"


def speak(application: QCoreApplication, language: str) -> None:
    """One catalogue holds for the whole program; what Qt has not translated stays in English.

    Qt asks it in any of its threads, and the first question takes Python's lock to look for an override. A thread that
    asks while this one waits for it would stand still for good: so the first question is asked here.
    """
    before = application.findChild(QTranslator, _NAME)
    if before is not None:
        QCoreApplication.removeTranslator(before)
        before.setParent(None)
    translator = QTranslator(application)
    translator.setObjectName(_NAME)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(translator)
        QCoreApplication.translate("QFileDialog", "&Choose")
