"""What makes a class known to the pages: they name it in `Tulpan.Field`, and qmllint holds them to its shape."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

# QmlElement reads both from the module that calls it: this one, for all.
QML_IMPORT_NAME = "Tulpan.Field"
QML_IMPORT_MAJOR_VERSION = 1
Kind = TypeVar("Kind", bound=type[QObject])
GIVEN: list[type[QObject]] = []
"""Whose modules were loaded so far."""


def for_qml(kind: Kind) -> Kind:
    """Pages may name the class but not make one: they are given theirs."""
    GIVEN.append(kind)
    return QmlElement(QmlUncreatable("Pages are given their models.")(kind))  # type: ignore[operator,no-any-return]
