"""What is said to the technician in a sentence over the page: each can be read before the next one comes."""

from pytestqt.qtbot import QtBot

from core.storage.row_bulk import drop_rows
from field_app.open_job import OpenJobWatch
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen


def test_what_went_wrong_is_read_before_what_is_said_after_it(screen: TabletScreen) -> None:
    messages = screen.application.context.messages
    messages.say("Det gick inte", "bad")
    messages.offer("Kontoret ändrade tiden", "info", "Visa", lambda: None)
    messages.say("Kameran svarar inte", "bad")
    messages.say("Anteckning sparad")
    for words in ("Det gick inte", "Kameran svarar inte", "Anteckning sparad"):  # of the rest the newest
        screen.sees("toastText", words)


def test_an_offer_that_waited_for_what_went_wrong_can_still_be_taken(screen: TabletScreen) -> None:
    messages, done = screen.application.context.messages, list[str]()
    messages.say("Det gick inte", "bad")
    messages.offer("Packning E61 använd", "good", "Ångra", lambda: done.append("undone"))
    messages.say("Disken är full", "bad")
    screen.sees("toastText", "Disken är full")
    screen.touch("toastAct", "Ångra")
    screen.holds(lambda: done == ["undone"])


def test_words_for_a_job_that_left_say_why_though_its_leaving_is_told_in_the_same_breath(
    screen: TabletScreen, alex: FieldDay, qtbot: QtBot
) -> None:
    context = screen.application.context
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.touch("moreActions")
    screen.touch("writeNote")
    screen.type("noteText", "Nyckeln ligger hos grannen")
    screen.settle()
    with alex.core.database.write() as session:
        drop_rows(session, "service_assignment", [STORY.assignment])
        drop_rows(session, "activity", [STORY.visit])
    watch = screen.application.findChild(OpenJobWatch)
    # The refusal first, and before anything is painted that the job has left.
    context.messages.said.connect(lambda _words, tone, _act: watch._arrived(()) if tone == "bad" else None)
    screen.touch("saveNote")
    screen.sees("toastText", "Kontoret har tagit tillbaka jobbet, så det här sparades inte i det.")
    assert screen.sees("noteText").property("text") == "Nyckeln ligger hos grannen"
    screen.holds(lambda: "sparades inte" not in screen.words(screen.find("toastText")))  # then the other one
