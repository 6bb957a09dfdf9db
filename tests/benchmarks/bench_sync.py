"""Sync over real TLS on the loopback, with the real domain services: the hub in a process of its own, a tablet here.

Every figure ends only when the right number of rows, commands or bytes has arrived. The soak runs for
TULPAN_SOAK_SECONDS (60; 0 leaves it out).
"""

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.dispatch import PlanVisit
from core.commands.records import RecordTime
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.ids import new_id
from core.model.history import CommandLog
from core.model.visit import Activity, Note, TimeEffort
from core.settings import Settings
from core.storage.file_forms import CHUNK
from core.storage.row_bulk import add_rows
from core.sync.assembly import tablet_engine
from core.sync.blob_transfer import read_piece
from core.sync.hub import Hub
from core.sync.identity import prepare_tablet, read_pairing, tablet_keys
from core.sync.lan import Line
from core.sync.letters import Waiting
from core.sync.mail import Mail
from core.sync.sql import ConnectionSql, get_state
from tests.benchmarks.harness import Bench
from tests.benchmarks.sync_crowd import enrol
from tests.helpers.cores import STORY_TIME
from tests.helpers.source import ROOT
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import Watch, free_port, office_settings, pair

ROWS = 10_000
CHANGES = 1_000
FILE_BYTES = 5 * 1024 * 1024
ROUNDS = 5
RELEASES = 15
LOOKS = 24
"""Looks at what the hub holds, spread over the soak."""
TABLETS = 200
_chance = random.Random(1)


def run(bench: Bench) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tablets = _prepare(folder)
        gc.freeze()  # as the tablet's program does with what it has loaded (`core.qt.collector`)
        with _hub_process(folder / "office"):
            _first_sync(bench, tablets)
            _upload(bench, tablets[0])
            _no_change(bench, tablets[0])
            _attachment(bench, tablets[0])
        seconds = float(os.environ.get("TULPAN_SOAK_SECONDS", "60"))
        if seconds:
            _soak(bench, folder, tablets[0], seconds)
        for tablet in tablets:
            tablet.core.close()
    with tempfile.TemporaryDirectory() as name:
        _release(bench, Path(name))


class _Tablet:
    """A paired tablet whose letters are posted one after the other, without the pauses of its program."""

    def __init__(self, core: Core) -> None:
        self.core = core
        prepare_tablet(core.database, core.settings.folder, core.device_id)
        self.engine = tablet_engine(core)
        self.mail: Mail | None = None

    def connect(self) -> Mail:
        pairing = read_pairing(self.core.database)
        assert pairing is not None
        line = Line(pairing.last_address, pairing.certificate_pin)
        mail = Mail(line, device_id=self.core.device_id, keys=tablet_keys(self.core.database), pairing=pairing)
        with self.core.database.read() as session:
            epoch = get_state(ConnectionSql(session.connection()), "epoch")
        mail.hello(epoch, Waiting())
        self.mail = mail
        return mail

    def receive(self, wait: int = 0) -> None:
        """Fetches until nothing more waits; `wait` seconds for something, when there is nothing."""
        mail = self.mail or self.connect()
        while True:
            page = mail.pull(self.engine.ask(wait))
            self.engine.on_page(page)
            if not page.more:
                return

    def send(self) -> None:
        mail = self.mail or self.connect()
        while (bundle := self.engine.bundle()) is not None:
            assert self.engine.on_ack(mail.push(bundle)) == "applied"

    def count(self, kind: type[Note] | type[TimeEffort] | type[CommandLog]) -> int:
        return int(self.core.database.ask(lambda session: session.scalar(select(func.count()).select_from(kind)) or 0))


def _text(length: int) -> str:
    """Poorly compressible, so that a kilobyte is one."""
    return _chance.randbytes(length).hex()[:length]


def _prepare(folder: Path) -> list[_Tablet]:
    """The story's office with 10,000 notes of about 1 kB on Alex's call, and his tablets, paired and still empty."""
    office = open_core(office_settings(folder / "office", free_port()), FixedClock(STORY_TIME))
    build_story(office)
    with office.database.write() as session:
        add_rows(
            session, "note",
            [
                {"id": new_id(), "call_id": STORY.call, "activity_id": STORY.visit, "person_id": STORY.alex,
                 "text": _text(850), "at": STORY_TIME + timedelta(seconds=number), "visible_to_customer": False}
                for number in range(ROWS)
            ],
        )  # fmt: skip
    hub = Hub(office)
    hub.start()
    tablets = []
    for number in range(ROUNDS):
        core = open_core(Settings(role="tablet", folder=folder / f"tablet-{number}"), FixedClock(STORY_TIME))
        pair(hub, core, STORY.alex)
        tablets.append(_Tablet(core))
    hub.stop()
    office.close()
    return tablets


@contextmanager
def _hub_process(folder: Path) -> Iterator[None]:
    """The port of last time is asked for again."""
    program = _program("tests.sync.programs", "hub", str(folder), "0")
    try:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("open")
        yield
    finally:
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(10)


def _program(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def _timed(work: "object") -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - started) * 1_000


def _first_sync(bench: Bench, tablets: list[_Tablet]) -> None:
    samples = [_timed(tablet.receive) for tablet in tablets]
    assert all(tablet.count(Note) == ROWS for tablet in tablets)
    bench.record(f"first_sync.{ROWS}", "ms", samples)


def _upload(bench: Bench, tablet: _Tablet) -> None:
    """1,000 records of time with notes of about a kilobyte: until the office has them, and has carried them out."""
    samples, done = [], []
    for _round in range(3):
        for _number in range(CHANGES):
            tablet.core.commands.execute(
                RecordTime(
                    activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.start,
                    end=STORY.start + timedelta(minutes=1), minutes=1, note=_text(850),
                ),
                STORY.alex,
            )
        started = time.perf_counter()
        tablet.send()
        samples.append((time.perf_counter() - started) * 1_000)
        while tablet.core.database.ask(_undone):
            tablet.receive(wait=25)  # as the tablet's program does: the office answers when there is news
        done.append((time.perf_counter() - started) * 1_000)
    bench.record(f"upload.{CHANGES}", "ms", samples)
    bench.record(f"upload_carried_out.{CHANGES}", "ms", done)


def _undone(session: object) -> bool:
    sql = ConnectionSql(session.connection())  # type: ignore[attr-defined]
    last = sql.one("SELECT MAX(seq) FROM command_log")
    return int(get_state(sql, "settled", "0")) < int(last[0] if last and last[0] else 0)


def _no_change(bench: Bench, tablet: _Tablet) -> None:
    """Five contacts after another, as PouchDB's benchmark takes its own, and single ones after a rest.

    The rests keep within twenty contacts a second, above which the hub refuses a tablet.
    """
    in_a_row, alone = [], []
    for _round in range(20):
        time.sleep(0.3)
        tablet.receive()
        in_a_row += [_timed(tablet.receive) for _time in range(5)]
    for _round in range(100):
        time.sleep(0.06)
        alone.append(_timed(tablet.receive))
    bench.record("no_change.1", "ms", in_a_row)
    bench.record("no_change_after_rest.1", "ms", alone)


def _attachment(bench: Bench, tablet: _Tablet) -> None:
    mail = tablet.mail or tablet.connect()

    def send(sha256: str) -> None:
        have = mail.put_piece(sha256, 0, FILE_BYTES, b"")
        while have < FILE_BYTES:
            piece = read_piece(tablet.core.blobs, sha256, have, CHUNK)
            assert piece is not None
            have = mail.put_piece(sha256, have, FILE_BYTES, piece[0])

    names = [tablet.core.blobs.put(_chance.randbytes(FILE_BYTES)) for _round in range(ROUNDS)]
    bench.record("attachment.5mb", "ms", [_timed(lambda name=name: send(name)) for name in names])


def _soak(bench: Bench, folder: Path, tablet: _Tablet, seconds: float) -> None:
    """200 tablets, each on its own line, look in every ten seconds; nothing is new to any of them."""
    office = open_core(office_settings(folder / "office"), FixedClock(STORY_TIME))
    crowd = enrol(office, tablet.core, TABLETS, folder / "crowd.json")
    office.close()
    hub = _program("tests.sync.programs", "hub", str(folder / "office"), "0")
    try:
        assert hub.stdout is not None
        hub.stdout.readline()
        held = {"before": [_held(hub.pid)], "early": [], "late": []}
        tablets = _program("tests.benchmarks.sync_crowd", str(crowd), str(seconds))
        for look in range(LOOKS):
            with suppress(subprocess.TimeoutExpired):
                tablets.wait(seconds / LOOKS)
            if look >= LOOKS // 4:  # all have come by then, and what grows from here on is a leak
                held["early" if look < LOOKS * 5 // 8 else "late"].append(_held(hub.pid))
        result = json.loads(tablets.communicate()[0])
        held["after"] = [_held(hub.pid)]
    finally:
        hub.terminate()
        hub.wait(10)
    assert not result["failures"], result["failures"]
    bench.record(f"soak_no_change.{TABLETS}", "ms", result["milliseconds"])
    for name, looks in held.items():
        bench.record(f"soak_memory_{name}.{TABLETS}", "MB", [memory for memory, _files in looks])
        bench.record(f"soak_open_files_{name}.{TABLETS}", "n", [files for _memory, files in looks])


def _held(process: int) -> tuple[float, int]:
    """Memory in MB and open files of another process."""
    folder = Path("/proc") / str(process)
    if not folder.exists():
        return 0.0, 0
    pages = int((folder / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(list((folder / "fd").iterdir()))


def _release(bench: Bench, folder: Path) -> None:
    """From the planner's command to the visit in the tablet's database, with both whole programs' cores and threads."""
    from core.clock import local
    from core.demo import build_demo
    from core.sync.client import TabletSync

    clock = FixedClock(STORY_TIME)
    office = open_core(office_settings(folder / "office", free_port()), clock)
    firm = build_demo(office, today=local(STORY_TIME).date(), now=STORY_TIME)
    hub = Hub(office)
    hub.start()
    tablet = open_core(Settings(role="tablet", folder=folder / "alex"), clock)
    offer = hub.pairing.open(firm.alex, confirm_as=firm.mara)
    from core.sync.joining import join_unattended

    join_unattended(tablet, offer.qr_text)
    sync = TabletSync(tablet, discover=False)
    watch = Watch()
    tablet.changes.subscribe(watch.stir)
    sync.subscribe(watch.stir)
    sync.start()
    samples = []
    try:
        watch.until(lambda: sync.status.state == "sent" and not sync.status.receiving_first)
        for number in range(RELEASES):
            visit = _planned(office, firm.alex, firm.mara, firm.unplanned[number % len(firm.unplanned)])
            _rest(watch, 0.4)
            started = time.perf_counter()
            office.commands.execute(
                ReleaseVisit(activity_id=visit, assignment_ids=(new_id(),), message_id=new_id()), firm.mara
            )
            watch.until(lambda visit=visit: tablet.database.ask(_has_visit, visit))
            samples.append((time.perf_counter() - started) * 1_000)
            office.commands.execute(WithdrawRelease(activity_id=visit, even_if_told=True), firm.mara)
            watch.until(lambda visit=visit: not tablet.database.ask(_has_visit, visit))
    finally:
        sync.stop()
        hub.stop()
        tablet.close()
        office.close()
    bench.record("release_to_tablet.demo", "ms", samples)


def _planned(office: Core, technician: str, planner: str, call: str) -> str:
    waiting = select(Activity.id).where(Activity.call_id == call, Activity.state != "done")
    visit = office.database.ask(lambda s: s.scalar(waiting))
    assert visit is not None
    office.commands.execute(
        PlanVisit(activity_id=visit, person_id=technician, start=STORY_TIME + timedelta(hours=30)), planner
    )
    return str(visit)


def _rest(watch: Watch, seconds: float) -> None:
    until = time.monotonic() + seconds
    watch.until(lambda: time.monotonic() >= until)


def _has_visit(session: object, visit: str) -> bool:
    return session.get(Activity, visit) is not None  # type: ignore[attr-defined]
