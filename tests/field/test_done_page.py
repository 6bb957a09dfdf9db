"""After the job: what was worked on lies behind «Klart», also when something is corrected from there."""

from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen


def test_a_late_correction_leads_back_to_done_and_from_there_to_the_job(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.works_the_whole_visit()
    with tablet_screen(tablet, qtbot) as screen:
        navigation = screen.application.navigation
        navigation.open("job", activityId=STORY.visit)
        for page in ("checklist_choice", "time_material", "checkout", "done"):  # the way he came
            navigation.open(page, activityId=STORY.visit)
        screen.sees("donePage")
        for _ in range(2):
            screen.touch("correctRecords")
            screen.touch("toCheckout", "Klar")
            screen.sees("donePage")
        screen.settle()
        navigation.back()
        screen.sees("jobPage")
