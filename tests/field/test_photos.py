"""Photos of a visit on the tablet: dropped, chosen and taken away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core
from core.model.attachment import Attachment
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import tablet_screen


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
        screen.sees("usePhotos", "1 sparat på plattan")
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
        screen.sees("usePhotos", "1 sparat på plattan")
        screen.settle()
        assert photos(tablet) == 1
        with tablet.database.read() as session:
            photo = session.scalars(select(Attachment.id).where(Attachment.object_kind == "activity")).one()
        screen.touch(f"removePhoto-{photo}")
        screen.sees("usePhotos", "0 sparade på plattan")
        model.add_file(QUrl.fromLocalFile(str(good)))
        screen.sees("usePhotos", "1 sparat på plattan")
        screen.settle()
    assert photos(tablet) == 1


def test_a_camera_picture_becomes_a_photo(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    from PySide6.QtGui import QImage

    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", activityId=STORY.visit)
        model = screen.application.navigation.page_model
        assert model is not None
        image = QImage(1921, 1080, QImage.Format.Format_RGB32)
        image.fill(0xFF336699)
        model.camera.still.emit(image)
        screen.sees("usePhotos", "1 sparat på plattan")
        screen.settle()
    assert photos(tablet) == 1


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
            screen.sees("usePhotos", "1 sparat på plattan")
        else:
            screen.sees("noFiles", "Inga bilder i Pictures")
            screen.sees("noFiles", "Lägg bilden i den mappen")
            assert "Välj en av bilderna" not in screen.words(screen.window.contentItem())
        screen.settle()
