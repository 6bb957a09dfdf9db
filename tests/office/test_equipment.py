"""The machines' register and card: found by serial or scan, history with readings, changed in place, labels printed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from core.bootstrap import Core
from core.model.equipment import Equipment
from core.rules.scan_code import label_payload
from tests.helpers.kafe_tulpan import KafeTulpan, make_kafe_tulpan
from tests.office.windows import Desk, desk


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


@pytest.fixture
def mara(office: Core, firm: KafeTulpan, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    with desk(office, qapp, qtbot) as opened:
        yield opened


def sees(mara: Desk, *words: str) -> None:
    def said() -> str:
        return "\n".join(one.text() for one in mara.find("equipmentCard").findChildren(QLabel) if one.isVisible())

    mara.until(lambda: all(word in said() for word in words))


@pytest.mark.parametrize("text", ["E61-20417", "e61 20417", "faema", label_payload("TU-2001")])
def test_a_machine_is_found_by_serial_model_or_scanned_label_and_shown(
    mara: Desk, firm: KafeTulpan, text: str
) -> None:
    page = mara.go("equipment")
    mara.type("equipmentSearch", text)
    mara.until(lambda: page.list.rows.ids == (firm.espresso,))
    sees(mara, "Faema E61 Legend", "Garanti till 2027-05-31")


def test_the_card_shows_place_warranty_history_with_parts_and_readings(mara: Desk, firm: KafeTulpan) -> None:
    page = mara.go("equipment", equipment_id=firm.espresso)
    sees(mara, "Tulpangatan 7, Göteborg", "Bardisken, vänster", "Besök · 9 ärenden", "Delar: Tryckvakt", "TU-2001")
    assert page.list.view.current_id == firm.espresso
    plot = mara.find("readingPlot")
    assert plot.accessibleName().endswith("2026-08-14 9,1 bar")
    mara.go("equipment", equipment_id=firm.water)
    sees(mara, "BWT Bestmax", "Nästa service 2026-12-06", "Inga mätvärden än.")


def test_the_machine_is_changed_in_place_and_that_is_undone(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    mara.go("equipment", equipment_id=firm.grinder)
    sees(mara, "Mahlkönig E65S")
    mara.click("equipmentEdit")
    mara.type("equipmentForm_next_service_on", "snart")
    mara.click("equipmentFormSave")
    mara.until(lambda: mara.shown("equipmentFormError"))
    assert "ÅÅÅÅ-MM-DD" in mara.find("equipmentFormError").text()
    mara.find("equipmentForm_next_service_on").clear()
    mara.type("equipmentForm_next_service_on", "2026-11-01")
    mara.key("equipmentForm_next_service_on", Qt.Key.Key_Return)
    sees(mara, "Skulle haft service 2026-11-01")

    def next_service() -> date | None:
        with office.database.read() as session:
            found = session.get(Equipment, firm.grinder)
            return found.next_service_on if found else None

    assert next_service() == date(2026, 11, 1)
    mara.until(lambda: mara.find("equipmentFilter_service_due").text() == "Service nu 1")
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: next_service() is None)


def test_labels_are_printed_for_one_machine_and_for_the_whole_list(mara: Desk, firm: KafeTulpan) -> None:
    page = mara.go("equipment", equipment_id=firm.espresso)
    sees(mara, "TU-2001")
    mara.click("equipmentPrint")
    mara.until(lambda: page.printer.last is not None)
    assert "Faema E61 Legend" in PdfReader(page.printer.last).pages[0].extract_text()
    mara.until(lambda: mara.find("equipmentPrintList").text() == "Etiketter för listan (3)")
    mara.click("equipmentPrintList")
    mara.until(lambda: page.printer.last.name == "etiketter-3.pdf")
    text = PdfReader(page.printer.last).pages[0].extract_text()
    assert all(name in text for name in ("Faema E61 Legend", "BWT Bestmax"))


def test_owner_visit_and_new_call_lead_on(mara: Desk, firm: KafeTulpan) -> None:
    mara.go("equipment", equipment_id=firm.espresso)
    sees(mara, "Faema E61 Legend")
    mara.click("equipmentOwner")
    mara.until(lambda: mara.window.place == "customers")
    mara.go("equipment")
    mara.click("equipmentVisit")
    mara.until(lambda: mara.window.place == "calls")
    mara.until(lambda: mara.window.pages["calls"].card.card is not None)
    mara.go("equipment")
    mara.click("equipmentNewCall")
    flow = mara.window.pages["calls"].intake.flow
    mara.until(lambda: flow.presenter.equipment_ids == (firm.espresso,))


def test_both_languages_live(mara: Desk, firm: KafeTulpan) -> None:
    mara.go("equipment", equipment_id=firm.espresso)
    sees(mara, "Mätvärden över tid")
    mara.context.texts.set_language("en")
    sees(mara, "Readings over time", "Warranty until 2027-05-31")
    mara.click("equipmentEdit")
    assert mara.find("equipmentForm_category").currentText() == "Espresso machine"
    mara.context.texts.set_language("sv")
    sees(mara, "Mätvärden över tid")
    assert mara.find("equipmentForm_category").currentText() == "Espressomaskin"
