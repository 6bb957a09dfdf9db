"""Drawing on a photo: a layer of its own that the report and the office see, before beside after, and the place."""

import base64
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.photos import AddPhoto, MarkPhoto
from core.errors import UserError
from core.integrations.photo_marks import drawn
from core.integrations.photos import photo_from_bytes
from core.presenters.report_paper import report_sheet
from core.queries.report_facts import report_facts
from core.queries.visit_photos import one_photo
from core.rules.photo_marks import Mark, read_marks, write_marks
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

SHARE = st.floats(0, 1, allow_nan=False).map(lambda number: round(number, 4))
MARKS = st.lists(st.one_of(
    st.builds(Mark, kind=st.sampled_from(("arrow", "ring")), points=st.tuples(
        st.tuples(SHARE, SHARE), st.tuples(SHARE, SHARE))),
    st.builds(Mark, kind=st.just("text"), points=st.tuples(st.tuples(SHARE, SHARE)),
              text=st.text(min_size=1, max_size=20).filter(str.strip)),
), max_size=5)


def takes(alex: FieldDay, name: str = "photo", level: int = 0) -> str:
    content = picture(640, 480 + level)
    sha256 = alex.core.blobs.put(content)
    alex.does(AddPhoto(
        activity_id=STORY.visit, attachment_id=name, sha256=sha256, mime="image/jpeg", size=len(content),
        thumbnail=photo_from_bytes(content).thumbnail,
    ))
    return sha256


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    takes(day)
    return day


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


@given(MARKS)
def test_marks_are_kept_as_they_are_drawn(marks: list[Mark]) -> None:
    assert read_marks(write_marks(marks)) == tuple(marks)


@pytest.mark.parametrize("raw", [
    [{"kind": "arrow", "points": [[0, 0]]}], [{"kind": "ring", "points": [[0, 0], [1.2, 0]]}], [{"kind": "blob"}],
    [{"kind": "text", "points": [[0, 0]], "text": " "}], ["arrow"], [{"kind": "arrow", "points": "xy"}],
    [{"kind": "ring", "points": [[0, 0], [1, 1]]}] * 61,
])
def test_anything_else_is_no_mark(alex: FieldDay, raw: list[object]) -> None:
    assert read_marks(raw) is None
    with pytest.raises(UserError):
        alex.does(MarkPhoto(activity_id=STORY.visit, attachment_id="photo", marks=raw))


def test_an_arrow_a_ring_and_words_are_drawn_and_the_picture_stays(screen: TabletScreen, alex: FieldDay) -> None:
    sha256 = alex.core.database.ask(one_photo, "photo").sha256  # type: ignore[union-attr]
    before = alex.core.blobs.get(sha256)
    screen.application.navigation.open("photo", activityId=STORY.visit)
    screen.touch("taken-photo")
    screen.sees("markField")
    screen.settle()
    screen.draw("markField", [[0.2, 0.2], [0.6, 0.6]])
    screen.sees("photoMarksPage", "1 märke")
    screen.touch("tool-ring")
    screen.draw("markField", [[0.5, 0.5], [0.8, 0.9]])
    screen.sees("photoMarksPage", "2 märken")
    screen.touch("tool-text")
    screen.touch("markField")
    screen.type("markSaid", "Spricka")
    screen.touch("markKeep")
    screen.touch("pair-before")
    screen.settle()
    screen.touch("tool-arrow")
    screen.draw("markField", [[0.1, 0.9], [0.3, 0.7]])
    screen.sees("photoMarksPage", "4 märken")
    screen.touch("undoMark")
    screen.sees("photoMarksPage", "3 märken")
    screen.touch("marksDone")
    screen.sees("photoPage")
    screen.until(lambda: len(screen.sees("latestMarks").property("marks")) == 3)
    screen.touch("latestPhoto", "Rita på fotot")
    screen.sees("photoMarksPage", "3 märken")
    screen.touch("marksDone")
    screen.sees("photoPage")
    screen.settle()
    photo = alex.core.database.ask(one_photo, "photo")
    assert photo is not None and photo.pair == "before"
    assert [mark.kind for mark in read_marks(photo.marks) or ()] == ["arrow", "ring", "text"]
    assert alex.core.blobs.get(sha256) == before and photo.sha256 == sha256
    small = Image.open(io.BytesIO(base64.b64decode(photo.thumbnail))).convert("RGB")
    assert any(red > 150 and green < 90 and blue < 90 for _n, (red, green, blue) in small.getcolors(1 << 20) or ())


def test_the_report_shows_the_marks_and_before_beside_after(alex: FieldDay) -> None:
    for number, name in enumerate(("second", "third")):
        alex.clock.advance(timedelta(minutes=1))
        takes(alex, name, number + 1)
    marks = write_marks([Mark("ring", ((0.2, 0.2), (0.8, 0.8)))])
    alex.does(MarkPhoto(activity_id=STORY.visit, attachment_id="third", marks=marks))
    from core.commands.photos import PairPhoto

    alex.does(PairPhoto(activity_id=STORY.visit, attachment_id="third", pair="before"))
    alex.does(PairPhoto(activity_id=STORY.visit, attachment_id="second", pair="after"))
    facts = alex.core.database.ask(report_facts, STORY.visit)
    assert facts is not None
    content = {one.sha256: alex.core.blobs.get(one.sha256) or b"" for one in facts.photos}
    sheet = report_sheet(facts, content, 1, draft=True)
    captions = [one.caption.split(" · ")[0] for one in sheet.photos]
    assert captions[:2] == ["Före", "Efter"]
    third = next(one for one in facts.photos if one.id == "third")
    assert sheet.photos[0].content == drawn(content[third.sha256], read_marks(marks) or ()) != content[third.sha256]


@pytest.mark.parametrize("keeps", [True, False])
def test_where_a_photo_was_taken_is_kept_only_when_the_firm_wants_it(keeps: bool) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (57.0, 42.0, 18.0), 3: "W", 4: (11.0, 58.0, 12.0)})
    stream = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(stream, "JPEG", exif=exif)
    photo = photo_from_bytes(stream.getvalue(), keeps)
    assert photo.position == ((57.705, -11.97) if keeps else None)
    assert not Image.open(io.BytesIO(photo.jpeg)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
