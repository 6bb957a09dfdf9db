"""What a scanned code means on the tablet: a part, a machine, typed, scanned or from a picture."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.model.visit import Material
from core.rules.scan_code import label_payload
from tests.helpers.field_day import FieldDay
from tests.helpers.scan_page import open_scan
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import tablet_screen


def test_a_part_is_used_by_its_code(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen, activityId=STORY.visit)
        screen.type("scanCode", "7310000532017")
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "Packning E61")
        screen.sees("scanDetail", "fack A2 · 4 st kvar")
        screen.touch("scanUse")
        screen.sees("scanUsed", "Packning E61 använd")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


def test_a_machines_label_leads_to_its_job(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen)
        screen.scan(label_payload("TLP-M-1001"))
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.touch("scanOpenJob")
        screen.sees("pageTitle", "Kafé Tulpan")
        screen.settle()


def test_a_machines_serial_is_known_from_time_and_material_too(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.touch("scanPart")
        screen.type("scanCode", "E61-20417")
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.sees("scanOpenJob")
        screen.type("scanCode", "7310000532017", clear=True)
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "Packning E61")
        screen.touch("scanUse")
        screen.settle()


def test_a_code_is_read_from_a_picture(alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path) -> None:
    import zxingcpp

    path = tmp_path / "etikett.png"
    code = zxingcpp.create_barcode(label_payload("TLP-M-1001"), zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8)).save(path)
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        model.read_file(QUrl.fromLocalFile(str(path)))
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.settle()
