"""The QML engine: the Tulpan module's path, its Python singletons (one set per engine) and its picture providers."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtQml import QQmlEngine, qmlRegisterSingletonType, qmlRegisterType
from PySide6.QtQuick import QQuickImageProvider

from field_app.browsing import Browsing
from field_app.context import FieldContext, Messages
from field_app.device.mark_field import MarkField
from field_app.device.signature import SignatureField
from field_app.device.viewfinder import Viewfinder
from field_app.language import Language
from field_app.lock import Lock
from field_app.look import Look
from field_app.navigation import Navigation
from field_app.notices import Notices
from field_app.opening import Opening
from field_app.pictures import IconPictures, ShadowPictures
from field_app.qml_module import QML_IMPORT_MAJOR_VERSION, QML_IMPORT_NAME
from field_app.ready_pictures import ReadyPictures, ReadyProvider
from field_app.tablet import Tablet

QML = Path(__file__).parent / "qml"
MODULE = QML / "Tulpan"
SINGLETONS: dict[str, type[QObject]] = {
    "Look": Look, "Language": Language, "Navigation": Navigation, "Tablet": Tablet, "Lock": Lock, "Messages": Messages,
    "Notices": Notices, "Opening": Opening, "Browsing": Browsing, "Pictures": ReadyPictures,
}
"""By the name that pages use. Each engine has its own set, so they are not QmlSingletons of the whole process."""
MADE_BY_PAGES: dict[str, type[QObject]] = {
    "SignatureField": SignatureField, "MarkField": MarkField, "Viewfinder": Viewfinder,
}

# The stubs want bytes where the binding itself takes text.
_register_singleton: Any = qmlRegisterSingletonType
_register: Any = qmlRegisterType


class FieldEngine(QQmlEngine):
    """One engine: what stands in `singletons` is what its pages can name."""

    def __init__(self, singletons: Mapping[str, QObject]) -> None:
        super().__init__()
        self.singletons = dict(singletons)
        for one in self.singletons.values():
            QQmlEngine.setObjectOwnership(one, QQmlEngine.ObjectOwnership.CppOwnership)
        self.addImportPath(str(QML))
        # The engine owns its providers; a reference is kept so that Python does not drop their slots.
        self._providers: dict[str, QQuickImageProvider] = {"icon": IconPictures(), "shadow": ShadowPictures()}
        pictures = self.singletons.get("Pictures")
        if isinstance(pictures, ReadyPictures):
            self._providers["ready"] = ReadyProvider(pictures)
        for name, provider in self._providers.items():
            self.addImageProvider(name, provider)


def let_go(singletons: Mapping[str, QObject]) -> None:
    """Nothing looks at them any more: what they hold goes. The binding keeps each one that it was given for QML until
    the process ends, and with it a whole tablet's pages and rows, were they not emptied."""
    for one in singletons.values():
        vars(one).clear()


def context_engine(context: FieldContext, notices: Notices, browsing: Browsing) -> FieldEngine:
    """The engine of a whole tablet."""
    return FieldEngine(
        {
            "Look": context.look, "Language": context.texts, "Navigation": context.navigation,
            "Tablet": context.tablet, "Lock": context.lock, "Messages": context.messages, "Notices": notices,
            "Browsing": browsing, "Pictures": ReadyPictures(context.tasks, context.core.blobs, browsing),
        }
    )


def _of_engine(name: str) -> Callable[[Any], QObject]:
    return lambda engine: engine.singletons[name]


def register_types() -> None:
    """Makes the singletons known to every engine of this process; once is enough."""
    if register_types.done:  # type: ignore[attr-defined]
        return
    for name, kind in SINGLETONS.items():
        _register_singleton(kind, QML_IMPORT_NAME, QML_IMPORT_MAJOR_VERSION, 0, name, _of_engine(name))
    for name, kind in MADE_BY_PAGES.items():
        _register(kind, QML_IMPORT_NAME, QML_IMPORT_MAJOR_VERSION, 0, name)
    register_types.done = True  # type: ignore[attr-defined]


register_types.done = False  # type: ignore[attr-defined]
