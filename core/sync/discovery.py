"""Finding the office on the local network by zeroconf; it tells nothing but an opaque id, its port and its protocol."""

import contextlib
import ipaddress
import logging
import socket
import threading
from dataclasses import dataclass

import ifaddr
from zeroconf import ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from core.sync.desk import PROTOCOL

log = logging.getLogger(__name__)
SERVICE = "_tulpan._tcp.local."


@dataclass(frozen=True, slots=True)
class Nearby:
    """An office that announces itself."""

    office_mark: str
    addresses: tuple[str, ...]


def office_mark(office_id: str) -> str:
    """The part of the office's id that may be seen by everybody on the network."""
    return office_id.replace("-", "")[:12]


def own_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses that others can reach; loopback is not among them."""
    found: list[str] = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str):
                address = ipaddress.ip_address(ip.ip)
                if not address.is_loopback and not address.is_link_local:
                    found.append(ip.ip)
    return tuple(dict.fromkeys(found))


class Announcement:
    """Keeps the office announced until it is closed; a network that does not allow it is no reason to stop."""

    def __init__(self, office_id: str, port: int) -> None:
        self._zeroconf: Zeroconf | None = None
        mark = office_mark(office_id)
        try:
            self._zeroconf = Zeroconf()
            self._zeroconf.register_service(
                ServiceInfo(
                    SERVICE, f"{mark}.{SERVICE}", port=port, server=f"tulpan-{mark}.local.",
                    addresses=[socket.inet_aton(address) for address in own_addresses()],
                    properties={"id": mark, "port": str(port), "protocol": f"{PROTOCOL}-{PROTOCOL}"},
                )
            )
        except Exception as error:
            log.info("the office is not announced on the network: %r", error)
            self.close()

    def close(self) -> None:
        if self._zeroconf is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self._zeroconf.close()
            self._zeroconf = None


class _Listener(ServiceListener):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.heard = threading.Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.add(name)
        self.heard.set()

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.add(name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.discard(name)


def look_around(seconds: float = 2.0, office_id: str = "") -> tuple[Nearby, ...]:
    """Offices that answer within the time; with an id only that one, and then as soon as it answers."""
    try:
        browser_of = Zeroconf()
    except OSError as error:
        log.info("no network to look for the office on: %s", error)
        return ()
    listener = _Listener()
    wanted = office_mark(office_id) if office_id else ""
    try:
        browser = ServiceBrowser(browser_of, SERVICE, listener)
        listener.heard.wait(seconds)
        found = [near for name in sorted(listener.names) if (near := _resolved(browser_of, name, seconds))]
        browser.cancel()
    finally:
        browser_of.close()
    return tuple(near for near in found if not wanted or near.office_mark == wanted)


def _resolved(browser_of: Zeroconf, name: str, seconds: float) -> Nearby | None:
    info = browser_of.get_service_info(SERVICE, name, timeout=int(seconds * 1000))
    if info is None or info.port is None:
        return None
    mark = (info.properties.get(b"id") or b"").decode("ascii", "replace")
    return Nearby(mark, tuple(f"{address}:{info.port}" for address in info.parsed_addresses() if ":" not in address))
