"""Many tablets at once, as the office's hub sees them: each with its own keys, its own line and its own books.

usage: python -m tests.benchmarks.sync_crowd FILE SECONDS
"""

import json
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from core.bootstrap import Core
from core.ids import new_id
from core.sync.faults import ProtocolFault
from core.sync.identity import Pairing, new_mark, read_pairing
from core.sync.keys import KeyPair, PublicKeys
from core.sync.lan import Line
from core.sync.letters import Ask, Waiting
from core.sync.mail import Mail
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor

EVERY_SECONDS = 10.0
_BOOKS = "kind, id, seq, shape, page, gone"
_STREAM = "have_through, have_hash, done_through, feed, page, confirmed, issued, scanned_feed, scanned_day"


def enrol(office: Core, model: Core, count: int, path: Path) -> Path:
    """Pairs so many tablets that stand exactly where `model` stands, and writes down what they need to speak."""
    pairing = read_pairing(model.database)
    assert pairing is not None
    with model.database.read() as session:
        cursor = read_cursor(ConnectionSql(session.connection()))
    tablets = []
    with office.database.write() as session:
        for number in range(count):
            keys, device, epoch = KeyPair.made(), new_id(), new_mark()
            values = {
                "device": device, "epoch": epoch, "model": model.device_id, "was": cursor.epoch,
                "sign": keys.public.sign, "seal": keys.public.seal, "person": pairing.person_id,
                "name": f"tablet {number}",
            }
            session.execute(
                text(
                    "INSERT INTO device (id, person_id, name, sign_key, seal_key, paired_at, program_version) "
                    "SELECT :device, :person, :name, :sign, :seal, paired_at, '' FROM device WHERE id = :model"
                ),
                values,
            )
            session.execute(
                text(
                    "INSERT INTO sync_stream (device_id, epoch, first_contact_at, last_contact_at, last_work_at, "
                    f"waiting, oldest_waiting_at, {_STREAM}) SELECT :device, :epoch, '', '', '', 0, '', {_STREAM} "
                    "FROM sync_stream WHERE device_id = :model AND epoch = :was"
                ),
                values,
            )
            session.execute(
                text(
                    f"INSERT INTO sync_sent (stream_id, {_BOOKS}) SELECT n.id, {_prefixed(_BOOKS)} FROM sync_sent s "
                    "JOIN sync_stream m ON m.id = s.stream_id AND m.device_id = :model AND m.epoch = :was "
                    "JOIN sync_stream n ON n.device_id = :device"
                ),
                values,
            )
            tablets.append({"device": device, "epoch": epoch, "keys": keys.to_bytes().hex()})
    plain = {
        "office_id": pairing.office_id, "sign": pairing.office_keys.sign.hex(), "address": pairing.last_address,
        "seal": pairing.office_keys.seal.hex(), "pin": pairing.certificate_pin.hex(), "person": pairing.person_id,
        "generation": cursor.generation, "feed": cursor.feed, "page": cursor.have_page, "tablets": tablets,
    }
    path.write_text(json.dumps(plain), "utf-8")
    return path


def _prefixed(columns: str) -> str:
    return ", ".join(f"s.{name}" for name in columns.split(", "))


class _Crowd:
    def __init__(self, plain: dict[str, Any], seconds: float) -> None:
        self.plain = plain
        self.until = time.monotonic() + seconds
        self.milliseconds: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        threads = [threading.Thread(target=self._live, args=(tablet,)) for tablet in self.plain["tablets"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _live(self, tablet: dict[str, str]) -> None:
        pause = threading.Event()
        chance = random.Random(tablet["device"])
        pause.wait(chance.uniform(0, EVERY_SECONDS))
        mail = self._mail(tablet)
        ask = Ask(
            nonce=1, epoch=tablet["epoch"], generation=self.plain["generation"], feed=self.plain["feed"],
            have_page=self.plain["page"],
        )
        try:
            mail.hello(tablet["epoch"], Waiting())
            while time.monotonic() < self.until:
                ask = _next(ask)
                started = time.perf_counter()
                page = mail.pull(ask)
                self.milliseconds.append((time.perf_counter() - started) * 1_000)
                if page.page != page.base:
                    self.failures.append(f"{tablet['device']} got {len(page.rows)} groups of rows")
                    return
                pause.wait(EVERY_SECONDS * chance.uniform(0.5, 1.5))
        except ProtocolFault as fault:
            self.failures.append(f"{tablet['device']}: {fault!r}")
        finally:
            mail.hang_up()

    def _mail(self, tablet: dict[str, str]) -> Mail:
        plain = self.plain
        pairing = Pairing(
            office_id=plain["office_id"], office_name="", certificate_pin=bytes.fromhex(plain["pin"]),
            office_keys=PublicKeys(bytes.fromhex(plain["sign"]), bytes.fromhex(plain["seal"])),
            addresses=(plain["address"],), person_id=plain["person"], person_name="",
        )
        line = Line(plain["address"], pairing.certificate_pin)
        keys = KeyPair.from_bytes(bytes.fromhex(tablet["keys"]))
        return Mail(line, device_id=tablet["device"], keys=keys, pairing=pairing)


def _next(ask: Ask) -> Ask:
    return Ask(
        nonce=ask.nonce + 1, epoch=ask.epoch, generation=ask.generation, feed=ask.feed, have_page=ask.have_page
    )


if __name__ == "__main__":
    crowd = _Crowd(json.loads(Path(sys.argv[1]).read_text("utf-8")), float(sys.argv[2]))
    crowd.run()
    print(json.dumps({"milliseconds": crowd.milliseconds, "failures": crowd.failures}))
