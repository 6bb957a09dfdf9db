"""Finding the office on the local network by zeroconf; it tells nothing but an opaque id, its port and its protocol."""

import contextlib
import ipaddress
import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ifaddr
from zeroconf import ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from core.sync.letters import PROTOCOL

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
    """Keeps the office announced until it is closed; a network that does not allow it is no reason to stop.

    Asking the network whether the name is free takes more than a second: that happens in the background.
    """

    def __init__(self, office_id: str, port: int) -> None:
        self._mark = office_mark(office_id)
        self._port = port
        self._zeroconf: Zeroconf | None = None
        self._is_closed = False
        self._lock = threading.Lock()
        threading.Thread(target=self._announce, name="announce", daemon=True).start()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            announced, self._zeroconf = self._zeroconf, None
        if announced is not None:
            with contextlib.suppress(OSError, RuntimeError):
                announced.close()

    def _announce(self) -> None:
        info = ServiceInfo(
            SERVICE, f"{self._mark}.{SERVICE}", port=self._port, server=f"tulpan-{self._mark}.local.",
            addresses=[socket.inet_aton(address) for address in own_addresses()],
            properties={"id": self._mark, "port": str(self._port), "protocol": f"{PROTOCOL}-{PROTOCOL}"},
        )
        try:
            announced = Zeroconf()
            announced.register_service(info, allow_name_change=True)
        except Exception as error:
            log.info("the office is not announced on the network: %r", error)
            return
        with self._lock:
            if not self._is_closed:
                self._zeroconf = announced
                return
        announced.close()


class _Listener(ServiceListener):
    """Collects names; `found` is set when the wanted one is among them."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.names: set[str] = set()
        self.found = threading.Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.add(name)
        if self.wanted and name.startswith(self.wanted):
            self.found.set()

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.discard(name)


def look_around(seconds: float = 2.0, office_id: str = "") -> tuple[Nearby, ...]:
    """Offices that answer within the time; with an id only that one, and then as soon as it answers."""
    try:
        looking = Zeroconf()
    except OSError as error:
        log.info("no network to look for the office on: %s", error)
        return ()
    wanted = office_mark(office_id) if office_id else ""
    listener = _Listener(wanted)
    try:
        browser = ServiceBrowser(looking, SERVICE, listener)
        listener.found.wait(seconds)
        found = [near for name in sorted(listener.names) if (near := _resolved(looking, name, seconds))]
        browser.cancel()
    finally:
        looking.close()
    return tuple(near for near in found if not wanted or near.office_mark == wanted)


def _resolved(looking: Zeroconf, name: str, seconds: float) -> Nearby | None:
    info = looking.get_service_info(SERVICE, name, timeout=int(seconds * 1000))
    if info is None or info.port is None:
        return None
    mark = (info.properties.get(b"id") or b"").decode("ascii", "replace")
    return Nearby(mark, tuple(f"{address}:{info.port}" for address in info.parsed_addresses() if ":" not in address))


def ways_to(office_id: str, known: Iterable[str], *, discover: bool) -> Iterator[str]:
    """The known addresses in their order, each once, then those that the network tells."""
    tried = dict.fromkeys(address for address in known if address)
    yield from tried
    if discover:
        for near in look_around(office_id=office_id):
            yield from (address for address in near.addresses if address not in tried)


def known_ways(typed: Iterable[str], last: str, of_code: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The addresses that need no search, in their order, each once, with where it is from: typed, last, code."""
    known = [*(("typed", one) for one in typed), ("last", last), *(("code", one) for one in of_code)]
    first = {address: kind for kind, address in reversed(known) if address}
    return tuple((first[one], one) for one in dict.fromkeys(address for _, address in known if address))
