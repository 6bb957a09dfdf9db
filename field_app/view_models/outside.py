"""Ways out of the program: telephone, text message, map; what nothing opens is said, to be done by hand."""

from collections.abc import Sequence
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import TulpanError
from core.rules.phone import shown
from field_app.device import openers
from field_app.view_models.page_model import PageModel


def ring(page: PageModel, name: str, number: str) -> None:
    """The number is said all the same: the tablet may have no telephone, but he has one in his pocket."""
    _open(page, [f"tel:{quote(number, safe='+')}"], _number(page, name, number), "field.cannot_call")


def write_to(page: PageModel, name: str, number: str) -> None:
    _open(page, [f"sms:{quote(number, safe='+')}"], _number(page, name, number), "field.cannot_text")


def show_on_map(page: PageModel, latitude: float | None, longitude: float | None, street: str, city: str) -> None:
    where = ", ".join(part for part in (street, city) if part)
    _open(page, map_addresses(latitude, longitude, where), where, "field.cannot_map")


def map_addresses(latitude: float | None, longitude: float | None, words: str) -> list[str]:
    """A geo: address, which the tablet's own map or navigator opens; else a map in the browser."""
    if latitude is None or longitude is None:
        return [f"geo:0,0?q={quote(words)}", f"https://www.openstreetmap.org/search?query={quote(words)}"]
    place = f"{latitude:.6f},{longitude:.6f}"
    return [
        f"geo:{place}" + (f"?q={quote(words)}" if words else ""),
        f"https://www.openstreetmap.org/directions?to={quote(place)}",
    ]


def _number(page: PageModel, name: str, number: str) -> str:
    return page.texts("field.phone_is", name=name, phone=shown(number).replace(" ", "\u00a0"))


def _open(page: PageModel, addresses: Sequence[str], what: str, cannot: str) -> None:
    """Opens the first that anything opens; says what it is about, and when nothing does, that too."""
    say = page._context.messages.say  # type: ignore[attr-defined]

    def usable() -> list[str]:
        return [one for one in addresses if openers.has_opener(one.partition(":")[0])]

    def opens(found: list[str]) -> None:
        if any(QDesktopServices.openUrl(QUrl(one)) for one in found):
            say(what, "info")
        else:
            say(page.texts(cannot, what=what), "warn")

    def failed(_error: TulpanError) -> None:
        opens(list(addresses))

    page.tasks.work(usable, opens, failed, page)
