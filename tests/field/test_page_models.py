"""What QML is given keeps the shape of its class: the engine remembers methods by that shape's address in memory."""

from functools import cache

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.changes import Changes, Touched
from field_app.view_models.page_model import PageModel
from tests.helpers.tablet_screen import tablet_screen
from tests.helpers.tour import build_tour, stops


def added(model: QObject) -> list[str]:
    """Methods that this object has beyond its class: signals connected to methods that are no slots add them.

    Such an object has a meta-object of its own, and when another one is born where it died, QML finds methods of the
    dead one: a touch then says «is not a function» and does nothing.
    """
    return [
        bytes(model.metaObject().method(number).methodSignature().data()).decode()
        for number in range(methods_of(type(model)), model.metaObject().methodCount())
    ]


@cache
def methods_of(kind: type[QObject]) -> int:
    """Asked once: the wrapper of a class's meta-object dies with the first object that was asked for its own."""
    return kind.staticMetaObject.methodCount()


def test_nothing_that_qml_calls_has_methods_beyond_its_class(tablet: Core, qtbot: QtBot) -> None:
    build_tour(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        faults: dict[str, list[str]] = {}
        for stop in {one.page: one for one in stops()}.values():
            stop.open(screen.application.navigation)
            screen.settle()
            model = screen.application.navigation.page_model
            assert model is not None
            faults |= {f"{stop.page}: {type(one).__name__}": added(one) for one in (model, *parts(model)) if added(one)}
        faults |= {name: added(one) for name, one in screen.application.engine.singletons.items() if added(one)}
    assert not faults


def parts(model: QObject) -> list[QObject]:
    """What else the page is given by this model: lists, the camera."""
    return [one for one in model.children() if type(one).__module__.startswith("field_app")]


def test_a_page_that_was_left_hears_nothing_more(tablet: Core, qtbot: QtBot) -> None:
    """Qt's half goes at once, Python's when it is collected; until then its slots are called (PySide 6.11)."""
    build_tour(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        left: list[PageModel] = []
        for stop in {one.page: one for one in stops()}.values():
            stop.open(screen.application.navigation)
            screen.settle()
            model = screen.application.navigation.page_model
            assert model is not None
            left.append(model)
        screen.application.navigation.open("today")
        screen.settle()
        context = screen.application.context
        context.texts.set_language("en")
        context.tablet.statusChanged.emit()
        tablet.changes.publish(Changes(tuple(Touched(kind, "any", "updated") for one in left for kind in one.KINDS)))
        screen.settle()
        assert all(one.is_left for one in left if one is not screen.application.navigation.page_model)
