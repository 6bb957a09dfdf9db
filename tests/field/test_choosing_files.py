"""Pictures and folders are chosen with a finger: places, folders, and a sentence for what cannot be used."""

import os
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.errors import SurroundingsError, UserError
from core.model.attachment import Attachment
from core.rules.scan_code import label_payload
from field_app.device import files
from field_app.device.drives import Drive
from field_app.device.files import PURPOSES, Root, listed, make_folder, path_of, roots, shown_name, token_of
from tests.helpers.chosen_files import LONG_NAME, huge, jpeg, puts_files
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import call, sheets

PHOTOS, CODE, FOLDER = PURPOSES["photos"], PURPOSES["code"], PURPOSES["folder"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    puts_files(tmp_path)
    return tmp_path


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot, home: Path) -> Iterator[TabletScreen]:
    build_story(tablet)
    FieldDay(tablet).arrives()
    with tablet_screen(tablet, qtbot) as shown:
        yield shown


def browses(screen: TabletScreen, page: str = "photo", button: str = "browseFile", **arguments: str) -> None:
    screen.application.navigation.open(page, **arguments)
    screen.touch(button)
    screen.sees("browseSheet")
    screen.settle()


# ---- What lies there ------------------------------------------------------------------------------------------------


def test_folders_come_first_then_the_newest_files(home: Path) -> None:
    pictures = home / "Pictures"
    for number, name in enumerate(("tom.jpg", "grupp.jpg")):
        os.utime(pictures / name, (2_000_000_000 + number,) * 2)
    names = [one.name for one in listed(pictures, pictures, PHOTOS).entries]
    assert names[:3] == ["Kafé Tulpan", "grupp.jpg", "tom.jpg"] and len(names) == 7


def test_what_cannot_be_used_says_why(home: Path) -> None:
    (home / "Pictures" / "stor.bmp").write_bytes(b"BM" + bytes(20))
    found = {one.name: one.trouble for one in listed(home / "Pictures", home / "Pictures", PHOTOS).entries}
    assert found == {
        "Kafé Tulpan": "", "grupp.jpg": "", LONG_NAME: "", "tom.jpg": "files.empty_file",
        "inte en bild.jpg": "files.no_picture", "bomb.png": "files.too_many_pixels", "jättestor.jpg": "files.too_big",
        "stor.bmp": "files.damaged",
    }


def test_nothing_outside_the_place_is_shown(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere")
    (secret / "hemlig.jpg").write_bytes(jpeg())
    pictures = home / "Pictures"
    (pictures / "ut").symlink_to(secret)
    (pictures / "ut.jpg").symlink_to(secret / "hemlig.jpg")
    (pictures / "runt").symlink_to(pictures / "runt")
    names = {one.name for one in listed(pictures, pictures, PHOTOS).entries}
    assert not names & {"ut", "ut.jpg", "runt"}
    for away in (secret, pictures / ".." / "Downloads", pictures / "ut", Path("/")):
        assert listed(away, pictures, PHOTOS).trouble == "files.gone"


def test_pipes_hidden_files_and_names_that_are_no_text_do_no_harm(home: Path) -> None:
    pictures = home / "Pictures"
    os.mkfifo(pictures / "pipa.jpg")
    (pictures / ".dold.jpg").write_bytes(jpeg())
    (pictures / os.fsdecode(b"trasig\xff\n\xe2\x80\xaegpj.jpg")).write_bytes(jpeg())
    found = {one.name: one for one in listed(pictures, pictures, PHOTOS).entries}
    assert not {"pipa.jpg", ".dold.jpg"} & set(found)
    odd = next(one for name, one in found.items() if name.startswith("trasig"))
    assert odd.trouble == "files.bad_name" and odd.name.isprintable() and path_of(token_of(odd.path)) == odd.path


def test_a_folder_that_is_gone_or_full_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(home / "Pictures" / "borta", home / "Pictures", PHOTOS).trouble == "files.gone"
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    found = listed(home / "Pictures", home / "Pictures", PHOTOS)
    assert len(found.entries) == 3 and found.left_out == 4


def test_a_picture_of_a_code_may_be_smaller_than_a_photo(home: Path) -> None:
    huge(home / "Pictures" / "kod.jpg", 40)
    for purpose, trouble in ((PHOTOS, ""), (CODE, "files.too_big")):
        found = {one.name: one.trouble for one in listed(home / "Pictures", home, purpose).entries}
        assert found["kod.jpg"] == trouble


def test_drives_are_places_and_each_place_is_there_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = home / "stick"
    stick.mkdir()
    monkeypatch.setattr(files, "drives", lambda: (Drive(str(stick), "USB-MINNE", 10**9),))
    found = roots()
    assert [one.key or one.name for one in found] == [
        "files.pictures", "files.downloads", "files.documents", "files.home", "USB-MINNE"
    ]
    assert len({one.path for one in found}) == 5


# ---- On the pages ---------------------------------------------------------------------------------------------------


def test_several_pictures_are_chosen_and_kept_and_the_folder_is_remembered(screen: TabletScreen, tablet: Core) -> None:
    browses(screen, activityId=STORY.visit)
    screen.sees("folderName", "Bilder")
    screen.sees("entry-tom.jpg", "Tom fil")
    screen.sees("entry-jättestor.jpg", "Större än 60 MB")
    assert not screen.find("entry-inte en bild.jpg").isEnabled()
    assert not screen.find("takeChosen").isEnabled()
    screen.touch("entry-Kafé Tulpan")
    screen.sees("folderName", "Kafé Tulpan")
    screen.touch("entry-panna.png")
    screen.sees("takeChosen", "Använd 1 bild")
    screen.touch("takeChosen")
    screen.is_gone("browseSheet")
    screen.sees("usePhotos", "1 sparat på plattan")
    screen.touch("browseFile")
    screen.sees("folderName", "Kafé Tulpan")
    screen.touch("folderUp")
    screen.touch("entry-grupp.jpg")
    screen.touch(f"entry-{LONG_NAME}")
    screen.sees("takeChosen", "Använd 2 bilder")
    screen.touch("entry-grupp.jpg")
    screen.sees("takeChosen", "Använd 1 bild")
    screen.touch("entry-grupp.jpg")
    screen.touch("takeChosen")
    screen.sees("usePhotos", "3 sparade på plattan")
    screen.settle()
    with tablet.database.read() as session:
        kept = session.scalars(select(Attachment.sha256).where(Attachment.object_kind == "activity")).all()
    assert len(kept) == 3 and all(tablet.blobs.has(sha256) for sha256 in kept)


def test_there_is_no_way_above_a_place(screen: TabletScreen) -> None:
    browses(screen, activityId=STORY.visit)
    screen.is_gone("folderUp")
    screen.touch("root-Hämtade filer")
    screen.sees("nothingHere", "Inga filer här")
    screen.is_gone("folderUp")


def test_it_speaks_english_while_it_is_open(screen: TabletScreen) -> None:
    browses(screen, activityId=STORY.visit)
    screen.application.context.texts.set_language("en")
    screen.sees("root-Downloads")
    screen.sees("entry-tom.jpg", "Empty file")
    screen.sees("takeChosen", "Choose pictures in the list")


def test_a_stick_that_is_pulled_out_is_told(screen: TabletScreen, home: Path) -> None:
    browses(screen, activityId=STORY.visit)
    (home / "Pictures" / "Kafé Tulpan" / "panna.png").unlink()
    (home / "Pictures" / "Kafé Tulpan").rmdir()
    screen.touch("entry-Kafé Tulpan")
    screen.sees("nothingHere", "Mappen finns inte längre")
    screen.touch("folderUp")
    screen.sees("entry-grupp.jpg")


def test_a_code_is_read_from_the_picture_that_is_touched(screen: TabletScreen, home: Path) -> None:
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(label_payload("TLP-M-1001"), zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8)).save(home / "Downloads" / "etikett.png")
    browses(screen, "scan", "scanPicture")
    screen.touch("root-Hämtade filer")
    screen.touch("entry-etikett.png")
    screen.is_gone("browseSheet")
    screen.sees("scanTitle", "Faema E61 Legend")
    screen.settle()


def test_a_folder_is_chosen_as_it_is(screen: TabletScreen) -> None:
    screen.application.navigation.open("pairing")
    screen.touch("otherFolder")
    screen.sees("browseSheet")
    screen.settle()
    screen.touch("root-Dokument")
    screen.sees("nothingHere", "Den kan användas som den är")
    screen.touch("takeChosen", "Använd mappen")
    screen.sees("pairingError")  # that folder holds no offer of an office


def test_a_folder_nobody_may_write_in_is_not_offered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "access", lambda _path, _mode: False)  # this test may run as one who may everything
    assert listed(home, home, FOLDER).trouble == "files.read_only"


def test_a_new_folder_is_made_and_gone_into(screen: TabletScreen, home: Path) -> None:
    (home / "Documents" / "Vecka 48").mkdir()
    screen.application.navigation.open("relay")
    screen.settle()
    call(sheets(screen.window.contentItem())[0], "open")  # the page's own button waits for a pairing
    screen.touch("root-Dokument")
    screen.touch("newFolder", "Ny mapp")
    screen.type("newFolderName", "vecka/48")
    screen.touch("makeFolder")
    screen.sees("toastText", "Så kan en mapp inte heta")
    screen.type("newFolderName", "Vecka 48", clear=True)
    screen.touch("makeFolder")
    screen.sees("toastText", "Här finns redan något som heter Vecka 48")
    screen.type("newFolderName", "Journal på minnet", clear=True)
    screen.touch("makeFolder", "Skapa")
    screen.sees("folderName", "Journal på minnet")
    screen.is_gone("newFolderName")
    assert (home / "Documents" / "Journal på minnet").is_dir()
    assert screen.sees("takeChosen", "Använd mappen").isEnabled()


def test_no_new_folder_where_something_is_only_looked_for(screen: TabletScreen) -> None:
    browses(screen, activityId=STORY.visit)
    assert not screen.items("newFolder")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_a_new_folders_name_stands_on_any_disk(typed: str) -> None:
    name = files.folder_name(typed)
    assert name == files.folder_name(name)
    if name:
        assert Path(name).name == name and PureWindowsPath(name).name == name
        assert not PureWindowsPath(name).is_reserved() and name not in (".", "..")
        assert len(name.encode()) <= 80 and not shown_name(Path(name)).count("\ufffd") > name.count("\ufffd")


@pytest.mark.parametrize(
    "typed", ["", " ", ".", "..", "../ut", "a/b", "a\\b", "CON", "nul.txt", "x" * 90, "a\0b", "slut."]
)
def test_what_no_folder_can_be_called_is_refused(home: Path, typed: str) -> None:
    with pytest.raises(UserError, match=r"files\.error_name"):
        make_folder(home / "Documents", home / "Documents", typed)
    assert not list((home / "Documents").iterdir())


def test_a_new_folder_lies_in_the_place_or_nowhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"files\.gone"):
        make_folder(home / "Pictures", home / "Documents", "Ny")
    with pytest.raises(UserError, match=r"files\.gone"):
        make_folder(home / "Documents" / "borta", home / "Documents", "Ny")

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(SurroundingsError, match=r"files\.error_make"):
        make_folder(home / "Documents", home / "Documents", "Ny")


def test_what_is_dropped_is_held_to_the_same_limits(screen: TabletScreen, home: Path, tablet: Core) -> None:
    pictures = home / "Pictures"
    os.mkfifo(pictures / "pipa.jpg")
    screen.application.navigation.open("photo", activityId=STORY.visit)
    model = screen.application.navigation.page_model
    assert model is not None
    for name, words in (
        ("tom.jpg", "Filen är ingen bild"), ("jättestor.jpg", "högst 60 MB"), ("bomb.png", "för många bildpunkter"),
        ("inte en bild.jpg", "Filen är ingen bild"), ("pipa.jpg", "går inte att läsa"),
    ):
        model.add_files([QUrl.fromLocalFile(str(pictures / name))])
        screen.sees("toastText", words)
    screen.settle()
    with tablet.database.read() as session:
        assert not session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")).all()


def test_a_place_knows_what_lies_in_it(home: Path) -> None:
    inner, outer = Root(home / "Pictures", "images"), Root(home, "house")
    assert files.root_of(home / "Pictures" / "Kafé Tulpan", (outer, inner)) == inner
    assert files.root_of(home / "Musik", (inner, outer)) == outer
    assert files.root_of(Path("/"), (inner, outer)) is None
