"""Intake's search on the demo firm: the query of each key press, and from the key to the painted answer."""

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
from tests.helpers.cores import STORY_TIME

ROUNDS = 3


def run(bench: Bench) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        core = open_core(Settings(role="office", folder=Path(folder)), FixedClock(STORY_TIME))
        try:
            firm = build_demo(core, today=local(STORY_TIME).date(), now=STORY_TIME)
            size = str(len(firm.customers))
            _queries(bench, core, firm, size)
            _keys(bench, core, firm, size)
        finally:
            core.close()


def said(firm: DemoFirm) -> tuple[str, ...]:
    """What callers say: a phone number, part of a name, a street, a serial, a label, and something nobody has."""
    return (firm.tulpan_phone, "kafe tul", "Tulpangatan", firm.e61_serial.replace("-", ""), firm.e61_label, "xyzzy")


def _queries(bench: Bench, core: Core, firm: DemoFirm, size: str) -> None:
    samples = []
    for _round in range(ROUNDS):
        for text in said(firm):
            for length in range(1, len(text) + 1):
                started = time.perf_counter()
                core.database.ask(customer_search, text[:length], 6)
                samples.append((time.perf_counter() - started) * 1_000)
    bench.record(f"search_query.{size}", "ms", samples)


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
