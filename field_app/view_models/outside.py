"""Addresses that leave the program: the telephone, a text message, the map."""

from urllib.parse import quote


def telephone(number: str) -> str:
    return f"tel:{quote(number, safe='+')}"


def message(number: str) -> str:
    return f"sms:{quote(number, safe='+')}"


def map_address(latitude: float | None, longitude: float | None, street: str, city: str) -> str:
    """A geo: address, which maps and navigators on both systems open."""
    words = ", ".join(part for part in (street, city) if part)
    if latitude is None or longitude is None:
        return f"geo:0,0?q={quote(words)}"
    return f"geo:{latitude:.6f},{longitude:.6f}" + (f"?q={quote(words)}" if words else "")
