"""Photos that are kept small and upright, files that are none, and what a scanned code means on the tablet."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.commands.firm import EditFirm
from core.errors import UserError
from core.integrations.photos import LONGEST_SIDE, photo_from_bytes, photo_from_file
from core.model.attachment import Attachment
from core.model.item import Item
from core.model.visit import Material
from core.rules.scan_code import label_payload
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.filming import FILMS, Lamp, filming
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def with_position(width: int, height: int) -> bytes:
    """A picture from a telephone held upright, with the place it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def as_at_quality(quality: int) -> dict[int, list[int]]:
    """The tables that tell a JPEG's quality."""
    stream = io.BytesIO()
    Image.new("RGB", (16, 16)).save(stream, "JPEG", quality=quality)
    with Image.open(stream) as saved:
        return saved.quantization  # type: ignore[attr-defined,no-any-return]


def test_a_photo_is_kept_small_upright_and_without_its_place() -> None:
    photo = photo_from_bytes(with_position(4000, 3000))
    with Image.open(io.BytesIO(photo.jpeg)) as kept:
        assert kept.size == (1536, LONGEST_SIDE)
        assert not kept.getexif()
        assert kept.quantization == as_at_quality(80), "some 400 kB a photo"
    assert len(photo.thumbnail) < 60_000


def test_what_is_transparent_lies_on_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(stream, "PNG")
    with Image.open(io.BytesIO(photo_from_bytes(stream.getvalue()).jpeg)) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"not a picture", "error_no_photo"), (picture()[:600], "error_photo_damaged"), (b"", "error_no_photo")],
)
def test_a_file_that_is_no_photo_is_refused_in_words(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "bild.jpg"
    path.write_bytes(content)
    with pytest.raises(UserError, match=key):
        photo_from_file(path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="error_photo_unreadable"):
        photo_from_file(tmp_path / "borta.jpg")


def test_a_huge_picture_is_refused_before_it_fills_the_memory() -> None:
    stream = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(stream, "PNG")
    with pytest.raises(UserError, match=r"error_photo_too_many_pixels"):
        photo_from_bytes(stream.getvalue())


def photos(core: Core) -> int:
    with core.database.read() as session:
        kept = select(func.count()).select_from(Attachment).where(Attachment.object_kind == "activity")
        return session.scalar(kept) or 0


def test_a_dropped_picture_is_kept_and_a_broken_one_is_told(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path
) -> None:
    good, bad = tmp_path / "bra.jpg", tmp_path / "trasig.jpg"
    good.write_bytes(picture())
    bad.write_bytes(b"nothing")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_files([QUrl.fromLocalFile(str(bad)), QUrl.fromLocalFile(str(good))])
        screen.sees("usePhotos", "1 sparade på plattan")
        screen.sees("toastText", "Filen är ingen bild.")
        with tablet.database.read() as session:
            photo = session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")).one()
        screen.touch(f"removePhoto-{photo}")
        assert not screen.sees("usePhotos", "0 sparade på plattan").isEnabled()
        screen.settle()
    assert photos(tablet) == 0


def test_a_picture_touched_twice_is_kept_once_and_can_come_back(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path
) -> None:
    good = tmp_path / "bra.jpg"
    good.write_bytes(picture())
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_files([QUrl.fromLocalFile(str(good))] * 2)
        screen.sees("usePhotos", "1 sparade på plattan")
        screen.settle()
        assert photos(tablet) == 1
        with tablet.database.read() as session:
            photo = session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")).one()
        screen.touch(f"removePhoto-{photo}")
        screen.sees("usePhotos", "0 sparade på plattan")
        model.add_file(QUrl.fromLocalFile(str(good)))
        screen.sees("usePhotos", "1 sparade på plattan")
        screen.settle()
    assert photos(tablet) == 1


def open_scan(screen: TabletScreen, **arguments: str) -> None:
    screen.application.navigation.open("scan", **arguments)
    screen.sees("scanCode")


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


def connects(screen: TabletScreen, code: str, target: str) -> None:
    open_scan(screen, activityId=STORY.visit)
    screen.scan(code)
    screen.sees("scanUnknown", f"Okänd kod {code}")
    screen.touch(f"connect-{target}")


def test_an_unknown_code_is_the_articles_from_then_on(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet.database.write() as session:
        session.get_one(Item, STORY.pressure_switch).barcode = ""
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.pressure_switch)
        screen.sees("scanTitle", "Tryckvakt 0,5–1,4 bar")
        screen.settle()
        open_scan(screen, activityId=STORY.visit)
        screen.scan("7310999")
        screen.sees("scanTitle", "Tryckvakt 0,5–1,4 bar")
        screen.settle()


def test_an_unknown_code_is_the_machines_label_until_that_is_undone(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "QR-4711", STORY.machine)
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.sees("scanOpenJob")
        screen.touch("toastAct")
        screen.sees("toastText", "Ångrat")
        screen.settle()
        open_scan(screen, activityId=STORY.visit)
        screen.scan("QR-4711")
        screen.sees("scanUnknown", "Okänd kod QR-4711")
        screen.settle()


def test_an_article_that_has_a_bar_code_keeps_it(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.gasket)
        screen.sees("scanTitle", "Packning E61")  # chosen, for this time
        screen.settle()
    with tablet.database.read() as session:
        assert session.get_one(Item, STORY.gasket).barcode == "7310000532017"


def test_a_shelfs_label_shows_what_lies_there(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen, activityId=STORY.visit)
        screen.type("scanCode", "c1")
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "C1")
        screen.sees("scanDetail", "I bilen · 1 artikel")
        screen.type("scanCode", "Huvudlager H12", clear=True)
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "H12")
        screen.sees("scanDetail", "Huvudlager · 1 artikel")
        screen.touch(f"connect-{STORY.gasket}", "60 st i Huvudlager")
        screen.sees("scanDetail", "fack A2 · 4 st kvar")  # used, it is taken from the van
        screen.touch("scanUse")
        screen.sees("scanUsed", "Packning E61 använd")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


def test_a_shelfs_label_on_time_and_material_offers_what_lies_there(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees(f"use-{STORY.detergent}")
        screen.type("searchVan", "c1")
        screen.is_gone(f"use-{STORY.detergent}")
        screen.sees(f"use-{STORY.pressure_switch}", "fack C1")
        screen.find("timeMaterialPage").forceActiveFocus()
        screen.scan("D3")
        screen.sees("shelfShown", "Det här ligger i fack D3")
        screen.is_gone(f"use-{STORY.pressure_switch}")
        screen.touch(f"use-{STORY.detergent}", "fack D3")
        screen.settle()
        assert screen.items(f"use-{STORY.detergent}") and not screen.items(f"use-{STORY.pressure_switch}")
        screen.type("searchVan", "E9", clear=True)
        QTest.keyClick(screen.window, Qt.Key.Key_Return)
        screen.sees("unknownCode", "Okänd kod E9")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.detergent]


def test_a_place_is_searched_among_the_parts(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("parts")
        screen.sees(f"van_{STORY.pressure_switch}")
        assert not screen.items(f"van_Huvudlager{STORY.gasket}"), "without words only the van"
        screen.type("vanSearch", "fack h12")
        screen.sees(f"van_Huvudlager{STORY.gasket}", "Huvudlager · fack H12")
        screen.sees(f"van_Huvudlager{STORY.gasket}", "60 st")
        assert not screen.items(f"van_{STORY.gasket}")
        screen.type("vanSearch", "packning", clear=True)
        screen.sees(f"van_{STORY.gasket}", "fack A2")
        screen.sees(f"van_Huvudlager{STORY.gasket}")
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


@FILMS
def test_a_code_is_read_from_camera_frames(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    import zxingcpp
    from PySide6.QtGui import QImage
    from PySide6.QtMultimedia import QVideoFrame, QVideoSink

    code = zxingcpp.create_barcode(label_payload("TLP-M-1001"), zxingcpp.BarcodeFormat.QRCode)
    picture_of_code = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8))
    frame = Image.new("L", (1280, 720), 200)
    frame.paste(picture_of_code, (400, 150))
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        sink = QVideoSink(screen.application)
        model.camera.watch(sink)
        pixels = frame.convert("RGBA").tobytes()
        image = QImage(pixels, 1280, 720, 4 * 1280, QImage.Format.Format_RGBA8888).copy()
        sink.setVideoFrame(QVideoFrame(image))
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.settle()


def test_a_camera_picture_becomes_a_photo(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    from PySide6.QtGui import QImage

    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        model = screen.application.navigation.page_model
        assert model is not None
        image = QImage(1921, 1080, QImage.Format.Format_RGB32)
        image.fill(0xFF336699)
        model.camera.still.emit(image)
        screen.sees("usePhotos", "1 sparade på plattan")
        screen.settle()
    assert photos(tablet) == 1


def opens_camera(screen: TabletScreen) -> QQuickItem:
    """From the job, as a person comes there."""
    screen.application.navigation.open("job", activityId=STORY.visit)
    with filming("photo"):
        screen.application.navigation.open("photo", activityId=STORY.visit)
    layer = screen.sees("cameraLayer")
    screen.settle()
    return layer


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


@FILMS
@pytest.mark.parametrize("left_handed", [False, True], ids=["right", "left"])
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_the_camera_fills_the_window_and_its_shutter_lies_at_the_thumb(
    alex: FieldDay, tablet: Core, qtbot: QtBot, size: tuple[int, int], left_handed: bool
) -> None:
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.application.context.look.setLeftHanded(left_handed)
        window = QRectF(0, 0, *size)
        layer = opens_camera(screen)
        assert place(layer) == window
        (picture_of_camera,) = [one for one in screen.items() if one.inherits("QQuickVideoOutput")]
        assert place(picture_of_camera) == window
        shutter = place(screen.find("shoot"))
        assert min(shutter.width(), shutter.height()) >= 64
        assert shutter.bottom() > size[1] - 40
        assert shutter.left() < 40 if left_handed else shutter.right() > size[0] - 40
        rail = screen.find("rail_parts")
        screen.press(screen.point(rail))
        screen.settle()
        assert screen.sees("cameraLayer") is layer, "nothing under the camera is touched"
        screen.application.context.look.setLeftHanded(False)


@FILMS
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
def test_what_the_camera_takes_stands_in_its_strip_and_done_leads_back(
    alex: FieldDay, tablet: Core, qtbot: QtBot, size: tuple[int, int]
) -> None:
    with tablet_screen(tablet, qtbot, size=size) as screen:
        opens_camera(screen)
        before: set[str] = set()
        newest = ""
        for taken in (1, 2, 3):
            tablet.clock.advance(timedelta(minutes=1))
            screen.touch("shoot")
            screen.holds(lambda count=taken: shown_in_strip(screen) == count)
            screen.settle()
            (newest,) = photo_ids(tablet) - before
            before.add(newest)
        screen.holds(lambda: place(screen.find("takenPhotos")).contains(place(screen.find(f"removePhoto-{newest}"))))
        screen.touch(f"removePhoto-{newest}")
        screen.holds(lambda: shown_in_strip(screen) == 2)
        screen.settle()
        screen.touch("cameraDone")
        screen.sees("jobPage")
        screen.is_gone("cameraLayer")
        screen.settle()
    assert photos(tablet) == 2


def photo_ids(core: Core) -> set[str]:
    with core.database.read() as session:
        return set(session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")))


def shown_in_strip(screen: TabletScreen) -> int:
    return int(screen.find("takenPhotos").property("count"))


@FILMS
def test_escape_leads_back_from_the_camera_and_a_file_can_be_chosen_instead(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.touch("cameraFile")
        screen.is_gone("cameraLayer")
        screen.settle()
        QTest.keyClick(screen.window, Qt.Key.Key_Escape)
        screen.sees("cameraLayer")
        screen.settle()
        QTest.keyClick(screen.window, Qt.Key.Key_Escape)
        screen.sees("jobPage")
        screen.is_gone("cameraLayer")
        screen.settle()


@FILMS
def test_a_camera_that_fails_gives_the_page_back_and_says_so(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        model.camera._fail()
        screen.sees("toastText", "Kameran svarar inte.")
        screen.is_gone("cameraLayer")
        screen.sees("usePhotos")
        screen.settle()


@FILMS
def test_the_camera_stands_again_after_a_sudden_end(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        before = opens_camera(screen)
        screen.touch("shoot")
        screen.holds(lambda: shown_in_strip(screen) == 1)
        screen.settle()
        ended = screen.application.navigation.page_model
        assert ended is not None
        ended.blockSignals(True)
        with filming("photo"):
            screen.application.navigation.start(screen.application.context)
        screen.holds(lambda: screen.find("cameraLayer") is not before and shown_in_strip(screen) == 1)
        screen.settle()


@FILMS
def test_what_is_said_lies_over_the_camera_and_beside_its_buttons(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "trasig.jpg"
    bad.write_bytes(b"nothing")

    def is_painted(toast: QQuickItem) -> bool:
        here, pixels = place(toast), screen.window.grabWindow()
        at_edge = QPointF(here.left() + 8, here.center().y()).toPoint()
        return toast.opacity() == 1 and pixels.pixelColor(at_edge) == toast.property("color")

    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_files([QUrl.fromLocalFile(str(bad))])
        screen.holds(lambda: is_painted(screen.find("toast")))
        said = place(screen.find("toast"))
        assert not [name for name in ("cameraFile", "torch", "shoot") if said.intersects(place(screen.find(name)))]
        screen.settle()


@FILMS
def test_a_scanner_is_understood_over_the_camera(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opens_camera(screen)
        screen.scan("7310000532017")
        screen.sees("scanPage")
        screen.is_gone("cameraLayer")
        screen.settle()


@FILMS
@pytest.mark.parametrize("page", ["photo", "scan"])
def test_the_cameras_lamp_is_lit_and_put_out(alex: FieldDay, tablet: Core, qtbot: QtBot, page: str) -> None:
    from PySide6.QtMultimedia import QCamera

    with tablet_screen(tablet, qtbot) as screen:
        with filming(page):
            screen.application.navigation.open(page, activityId=STORY.visit)
        screen.settle()
        model = screen.application.navigation.page_model
        assert model is not None
        model.camera.stop()
        screen.is_gone("torch")
        lamp = Lamp(has_lamp=True)
        model.camera.begin(lamp)
        screen.touch("torch")
        screen.until(lambda: _lit(model, True))
        screen.touch("torch")
        screen.until(lambda: _lit(model, False))
        assert lamp.modes == [QCamera.TorchMode.TorchOn, QCamera.TorchMode.TorchOff]
        model.camera.stop()
        model.camera.begin(Lamp(has_lamp=False))
        screen.is_gone("torch")
        screen.settle()


def _lit(model: Any, is_on: bool) -> None:
    assert model.camera.property("torch") is is_on


@pytest.mark.parametrize(("keeps", "place"), [(True, (57.5, 11.25)), (False, (None, None))])
def test_the_firms_setting_decides_whether_a_photo_keeps_its_place(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path, keeps: bool, place: tuple[float | None, float | None]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 30.0, 0.0), 3: "E", 4: (11.0, 15.0, 0.0)})
    path = tmp_path / "plats.jpg"
    Image.new("RGB", (64, 48), (90, 120, 60)).save(path, "JPEG", exif=exif)
    alex.does(EditFirm(fields={}, settings={"photo_position": keeps}))
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        screen.settle()
        model = screen.application.navigation.page_model
        assert model is not None
        model.add_file(QUrl.fromLocalFile(str(path)))
        screen.sees("usePhotos", "1 sparade på plattan")
        screen.settle()
    with tablet.database.read() as session:
        photo = session.scalars(select(Attachment).where(Attachment.object_kind == "activity")).one()
        assert (photo.latitude, photo.longitude) == place


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["lying", "standing"])
@pytest.mark.parametrize("has_pictures", [True, False])
def test_the_photo_page_offers_the_folder_or_says_what_to_do(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int], has_pictures: bool,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Pictures").mkdir()
    if has_pictures:
        (tmp_path / "Pictures" / "kanna.jpg").write_bytes(picture())
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        if has_pictures:
            screen.sees("photoNote", "Välj en av bilderna i listan")
            screen.touch("file-kanna.jpg")
            screen.sees("usePhotos", "1 sparade på plattan")
        else:
            screen.sees("noFiles", "Inga bilder i Pictures")
            screen.sees("noFiles", "Lägg bilden i den mappen")
            assert "Välj en av bilderna" not in screen.words(screen.window.contentItem())
        screen.settle()
