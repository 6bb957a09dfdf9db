"""The QML engine: the Tulpan module's path, its Python singletons (one set per engine) and its picture providers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtQml import QQmlEngine, qmlRegisterSingletonType, qmlRegisterType, qmlRegisterUncreatableType

from field_app.context import Messages
from field_app.device.signature import SignatureField
from field_app.language import Language
from field_app.look import Look
from field_app.navigation import Navigation
from field_app.pictures import BlobPictures, IconPictures, ShadowPictures
from field_app.tablet import Tablet
from field_app.view_models.page_model import PageModel
from field_app.view_models.row_model import RowModel

if TYPE_CHECKING:
    from field_app.context import FieldContext as Context

QML = Path(__file__).parent / "qml"
MODULE = QML / "Tulpan"
URI = "Tulpan.Field"


class FieldEngine(QQmlEngine):
    """One engine around one context: `Look`, `Language`, `Navigation`, `Tablet` and `Messages` are its singletons."""

    def __init__(self, context: "Context") -> None:
        super().__init__()
        self.singletons: dict[str, QObject] = {
            "Look": context.look, "Language": context.texts, "Navigation": context.navigation,
            "Tablet": context.tablet, "Messages": context.messages,
        }
        for one in self.singletons.values():
            QQmlEngine.setObjectOwnership(one, QQmlEngine.ObjectOwnership.CppOwnership)
        self.addImportPath(str(QML))
        # The engine owns its providers; a reference is kept so that Python does not drop their slots.
        self._providers = {"icon": IconPictures(), "shadow": ShadowPictures(), "blob": BlobPictures(context.core.blobs)}
        for name, provider in self._providers.items():
            self.addImageProvider(name, provider)


def _of_engine(name: str) -> Callable[[Any], QObject]:
    return lambda engine: engine.singletons[name]


def register_types() -> None:
    """Makes the singletons known to every engine of this process; once is enough."""
    if register_types.done:  # type: ignore[attr-defined]
        return
    for kind in (Look, Language, Navigation, Tablet, Messages):
        qmlRegisterSingletonType(kind, URI, 1, 0, kind.__name__, _of_engine(kind.__name__))
    reason = "Pages are given their models."
    qmlRegisterUncreatableType(PageModel, URI, 1, 0, "PageModel", reason)
    qmlRegisterUncreatableType(RowModel, URI, 1, 0, "RowModel", reason)
    qmlRegisterType(SignatureField, URI, 1, 0, "SignatureField")
    register_types.done = True  # type: ignore[attr-defined]


register_types.done = False  # type: ignore[attr-defined]
