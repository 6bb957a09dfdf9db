"""Search among 50,000 records: the query of each key press, and in intake from the key to the painted answer.

`search_query`: what a text, letter by letter, costs the database; `search_first`: its first two letters, which find
most; `search_key_to_paint`: what a person waits for. Beside the demo firm itself as the small size.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from core.bootstrap import Core, open_core
from core.clock import FixedClock, local
from core.demo import DemoFirm, build_demo
from core.queries.customer_search import customer_search
from core.settings import Settings
from tests.benchmarks.harness import Bench
from tests.benchmarks.search_crowd import RECORDS, add_crowd
from tests.helpers.cores import STORY_TIME

ROUNDS = 3


def run(bench: Bench) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        core = open_core(Settings(role="office", folder=Path(folder)), FixedClock(STORY_TIME))
        try:
            firm = build_demo(core, today=local(STORY_TIME).date(), now=STORY_TIME)
            _queries(bench, core, firm, "demo")
            _keys(bench, core, firm, "demo")
            add_crowd(core, STORY_TIME)
            _queries(bench, core, firm, str(RECORDS))
            _keys(bench, core, firm, str(RECORDS))
        finally:
            core.close()


def said(firm: DemoFirm) -> tuple[str, ...]:
    """What callers say: a phone number, part of a name, a street, a serial, a label, and something nobody has."""
    return (firm.tulpan_phone, "kafe tul", "Tulpangatan", firm.e61_serial.replace("-", ""), firm.e61_label, "xyzzy")


def _queries(bench: Bench, core: Core, firm: DemoFirm, size: str) -> None:
    samples, first = [], []
    for _round in range(ROUNDS):
        for text in said(firm):
            for length in range(1, len(text) + 1):
                started = time.perf_counter()
                core.database.ask(customer_search, text[:length], 6)
                (first if length == 2 else samples).append((time.perf_counter() - started) * 1_000)
    bench.record(f"search_query.{size}", "ms", samples + first)
    bench.record(f"search_first.{size}", "ms", first)


def _keys(bench: Bench, core: Core, firm: DemoFirm, size: str) -> None:
    """Each key from its press until what it found has been painted, while draft and offers are kept up beside it."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from office_app.application import OfficeApplication, qt_application
    from office_app.calls.intake_page import IntakePage
    from office_app.driver import type_text

    application = qt_application()
    office = OfficeApplication(core, application)
    office.context.tasks.author_id = firm.mara
    page = IntakePage(office.context)
    page.resize(1370, 900)
    page.show()
    samples: list[float] = []
    answered: list[Any] = []
    page.flow.matched.connect(lambda *_found: answered.append(True))
    page.flow.changed.connect(lambda: answered.append(True) if page.flow.presenter.customer is not None else None)
    for _round in range(ROUNDS):
        for text in said(firm):
            page.flow.begin()
            QTest.qWait(150)
            for letter in text:
                answered.clear()
                started = time.perf_counter()
                type_text(page.who.box, letter)
                while not answered:
                    QApplication.processEvents()
                page.repaint()
                samples.append((time.perf_counter() - started) * 1_000)
                QTest.qWait(60)
            page.flow.discard()
            QTest.qWait(150)
    bench.record(f"search_key_to_paint.{size}", "ms", samples)
    page.close()
    page.deleteLater()
    office.context.tasks.close()
    QApplication.processEvents()
