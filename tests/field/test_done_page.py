"""After the job: what was worked on lies behind «Klart», also when something is corrected from there."""

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen
from tests.helpers.walk import faults


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


@pytest.mark.parametrize("way", ["today", "job", "done"])
def test_who_was_to_sign_later_signs_from_the_day_from_the_job_and_from_its_last_page(
    tablet: Core, qtbot: QtBot, way: str
) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.works_up_to_the_signature()
    day.gets_signature("remote_pending")
    day.finishes()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open(way, activityId=STORY.visit)
        if way == "done":
            screen.sees("signatureAwaited", "ville skriva under senare")
            screen.touch("signNow", "Skriv under nu")
        elif way == "today":
            screen.sees(f"visit_{STORY.visit}", "Klar 11:12")
            screen.sees(f"unsigned_{STORY.visit}", "Kunden skulle skriva under senare")
            screen.settle()
            assert not faults(screen)
            screen.touch(f"act_{STORY.visit}", "Skriv under nu")
        else:
            screen.touch("next", "Skriv under nu")
        screen.sees("customerTitle")
        screen.settle()
        screen.draw("signatureField", [[0.3, 0.6], [0.4, 0.3], [0.6, 0.6]])
        screen.touch("approve")
        screen.sees("signedText", "James Wallin")
        screen.touch("finishVisit")
        screen.sees("doneTitle", "Klart hos Kafé Tulpan")
        screen.is_gone("signNow")
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("next", "Visa det som är sparat")
        screen.application.navigation.open("today")
        screen.sees(f"visit_{STORY.visit}", "Klar 11:12")
        screen.is_gone(f"unsigned_{STORY.visit}")
        screen.is_gone(f"act_{STORY.visit}")
        screen.settle()
