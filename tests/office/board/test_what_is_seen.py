"""What a planner sees: order of the list, details with reasons, what needs her, and words when there is nothing."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from core.bootstrap import Core
from core.clock import FixedClock
from core.commands.dispatch import PlanVisit
from core.model.call import ServiceCall
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.model.visit import Activity
from core.model.workforce import Person
from core.presenters.reasons import spoken
from core.rules.facts import to_minute
from core.texts import Texts
from office_app.widgets.painted import Chip
from tests.helpers.board_day import TODAY, at
from tests.office.board.conftest import Planner
from tests.office.windows import desk


def test_the_most_urgent_job_is_first_and_what_waits_for_parts_last(planner: Planner) -> None:
    names = planner.cards.names()
    assert names[:2] == ["Kafé Tulpan", "Bageri Surdeg"]
    assert names[-1] == "Brasserie Lipp"


def test_the_details_name_the_best_three_with_their_reasons(planner: Planner) -> None:
    planner.page.choose(planner.day.james_job)
    planner.desk.settle()
    assert planner.desk.find("detailsCustomer", QLabel).text() == "Kafé Tulpan"
    words = [label.text() for label in planner.desk.find("suggestion_1").findChildren(QLabel)]
    assert "Alex" in words and "10:00" in words
    assert any("min resa" in word and "delar i bilen" in word for word in words)
    assert planner.desk.shown("suggestion_3")
    planner.desk.click("planBest")
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).lead_person_id == planner.day.people["alex"]


def test_nothing_in_the_details_is_wider_than_they_are(planner: Planner) -> None:
    """Also where a technician is free on another day only, which takes more words than an hour."""
    days = set()
    for visit_id in planner.page.view.scene.unplanned:
        planner.page.choose(visit_id)
        planner.desk.settle()
        scroll = planner.desk.find("detailsScroll", QScrollArea)
        days |= {label.text() for label in planner.desk.find("suggestion_1").findChildren(QLabel)}
        assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width(), visit_id
    assert any(text.startswith("i morgon ") for text in days), days


def test_a_warranty_that_has_ended_is_not_shown_as_one(planner: Planner) -> None:
    planner.page.choose(planner.day.james_job)
    planner.desk.settle()
    assert "Garanti t.o.m. 2027-05" in chip_texts(planner)
    with planner.core.database.write() as session:
        session.execute(update(Equipment).values(warranty_end=date(2026, 11, 23)))
    planner.page.details.refresh()
    planner.desk.settle()
    assert "Garantin gick ut 2026-11" in chip_texts(planner)


def chip_texts(planner: Planner) -> set[str]:
    return {chip.text for chip in planner.page.details.findChildren(Chip)}


def test_the_sms_of_a_job_says_how_far_it_came(planner: Planner) -> None:
    planner.click(planner.day.jobs["Restaurang Kajen"])
    assert "levererat 07:01" in planner.desk.find("detailsSms", QLabel).text()


def test_what_needs_a_person_is_listed_and_leads_to_the_job(planner: Planner) -> None:
    said = [label.text() for label in planner.page.strip.findChildren(QLabel)]
    assert any("Konserthuset är" in text and "sent" in text for text in said)
    assert any("Stadsbiblioteket gick inte fram" in text for text in said)
    planner.desk.click("solve_0")
    assert planner.page.view.marks.current in planner.page.view.scene.visits


def test_a_late_job_is_solved_by_one_of_the_replacements_in_its_menu(planner: Planner) -> None:
    late = planner.day.jobs["Konserthuset"]
    number = next(n for n, row in enumerate(planner.page.strip.shown) if row.activity_id == late)
    menu = solving(planner, number)
    words = [action.text() for action in menu.actions()]
    assert words[-1] == "Visa ärendet" and len(words) > 1
    assert all(" · " in word for word in words[:-1]), "person, time, grade and reason"
    menu.actions()[0].trigger()
    menu.close()
    planner.desk.settle()
    assert planner.stored(late).planned_start != at("08:10")
    assert late not in {row.activity_id for row in planner.page.strip.shown if row.kind == "late"}


def test_a_locked_late_job_is_solved_only_by_who_opens_its_lock(planner: Planner) -> None:
    late = planner.day.jobs["Konserthuset"]
    planner.page.actions_.pin(late)
    planner.desk.settle()
    menu = solving(planner, next(n for n, row in enumerate(planner.page.strip.shown) if row.activity_id == late))
    menu.actions()[0].trigger()
    menu.close()
    planner.desk.settle()
    assert planner.page.conflict.isVisible() and planner.stored(late).planned_start == at("08:10")
    planner.desk.click("unlockAndMove")
    planner.desk.settle()
    assert planner.stored(late).planned_start != at("08:10") and not planner.stored(late).pinned


def test_a_message_that_did_not_arrive_is_sent_again_from_its_menu(planner: Planner) -> None:
    number = next(n for n, row in enumerate(planner.page.strip.shown) if row.kind == "message")
    menu = solving(planner, number)
    assert [action.text() for action in menu.actions()] == ["Skicka SMS igen", "Visa ärendet"]
    menu.actions()[0].trigger()
    menu.close()
    planner.desk.settle()
    assert not any(row.kind == "message" for row in planner.page.strip.shown)


def solving(planner: Planner, number: int) -> QMenu:
    planner.desk.click(f"solve_{number}")
    planner.desk.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_an_empty_list_names_the_next_promise(planner: Planner) -> None:
    for number, job in enumerate(list(planner.page.view.scene.unplanned)):
        start = at("10:00") if job == planner.day.james_job else at(f"{10 + number}:00")
        planner.page.actions_.plan(job, planner.day.people["alex"], round(start.timestamp() / 60))
    planner.desk.settle()
    pane = planner.page.unplanned
    assert pane.stack.currentWidget() is pane.empty
    assert any("Nästa löfte: Kafé Tulpan 12:00" in label.text() for label in pane.empty.findChildren(QLabel))


def test_the_day_is_sent_as_one_step_with_one_sentence(planner: Planner) -> None:
    unsent = [visit.id for visit in planner.page.actions_.unsent(*axis_of(planner))]
    assert len(unsent) == 7
    planner.desk.click("sendDay")
    planner.desk.settle()
    assert {planner.stored(job).state for job in unsent} == {"released"}
    assert not planner.desk.shown("sendDay")
    assert [text.split(",")[0] for text in planner.desk.window.toasts.texts] == ["7 jobb skickade"], "one sentence"
    planner.undo()
    assert {planner.stored(job).state for job in unsent} == {"planned"}


def axis_of(planner: Planner) -> tuple[int, int]:
    axis = planner.page.view.geometry_now.axis
    return axis.first, axis.last


def test_eight_seconds_of_regret_hold_for_all_that_were_sent(planner: Planner) -> None:
    jobs = [planner.day.james_job, planner.day.jobs["Kontor Opalen"]]
    planner.page.actions_.plan(jobs[0], planner.day.people["alex"], to_minute(at("10:00")))
    planner.desk.settle()
    planner.page.choose(jobs[0], jobs)
    planner.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    notice = planner.page.sending
    assert notice.isVisible()
    assert notice.text.text().startswith("2 jobb skickade, 1 SMS · 1 utan SMS") and "8 s" in notice.text.text()
    planner.desk.click("sendingUndo")
    planner.desk.settle()
    assert [planner.stored(job).state for job in jobs] == ["planned", "planned"]
    with planner.core.database.read() as session:
        assert set(session.scalars(select(Message.state).where(Message.subject_id.in_(jobs)))) == {"withdrawn"}


def test_the_bell_keeps_what_was_told_by_job_and_leads_there(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    to_look_at = planner.desk.window.notifications.unread
    planner.page.actions_.pin(job)
    planner.desk.settle()
    planner.page.actions_.pin(job)
    planner.desk.settle()
    assert planner.desk.window.notifications.unread == to_look_at > 0, "what she does herself is no news to her"
    planner.page.choose("")
    planner.desk.click("bell")
    planner.desk.settle()
    first = [label.text() for label in planner.desk.find("note_0").findChildren(QLabel)]
    assert "Kontor Opalen är upplåst" in first and "Kontor Opalen är låst" in first and "08:43" in first
    assert planner.desk.window.notifications.unread == 0
    planner.desk.click("note_0")
    planner.desk.settle()
    assert planner.page.view.marks.current == job
    assert not planner.desk.shown("bellPanel")


def test_only_what_is_new_and_of_three_kinds_reaches_the_desktop(planner: Planner) -> None:
    told: list[str] = []
    planner.desk.window.notifications.alerted.connect(lambda text, _about: told.append(text))
    planner.desk.window.notifications.look()
    planner.desk.settle()
    assert told == [], "Konserthuset was late already when the program started: in the bell, not on the desktop"
    assert any("Konserthuset" in note.text for note in planner.desk.window.notifications.notes)
    planner.page.actions_.pin(planner.day.jobs["Kontor Opalen"])
    clock = planner.core.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(hours=1, minutes=40))
    planner.desk.window.notifications.look()
    planner.desk.settle()
    assert any("Universitetet: ingen är på plats" in text for text in told)
    assert not any("Opalen" in text for text in told)


def test_switching_language_and_look_changes_the_open_board(planner: Planner) -> None:
    context = planner.desk.context
    before = planner.page.grab().toImage()
    context.texts.set_language("en")
    context.theme.set_mode("dark")
    planner.desk.settle()
    assert planner.page.toolbar.date.text() == "Tuesday 24 November"
    assert planner.page.unplanned.title.text() == "Unplanned"
    assert planner.page.toolbar.send.text().startswith("Send ")
    after = planner.page.grab().toImage()
    assert before.pixelColor(5, 5) != after.pixelColor(5, 5)


def test_at_a_small_screen_details_lie_over_the_board(planner: Planner) -> None:
    planner.desk.window.resize(1366, 768)
    planner.desk.settle()
    assert not planner.desk.shown("detailsPane")
    planner.click(planner.day.jobs["Hotell Ankaret"])
    details, strip = planner.page.details, planner.page.strip
    assert details.isVisible() and details.parent() is planner.page
    assert details.geometry().bottom() < strip.mapTo(planner.page, QPoint(0, 0)).y(), "Lös…"
    planner.desk.click("zoom_list")
    planner.desk.settle()
    assert details.isVisible() and details.parent() is planner.page.panes, "the table is narrowed, not hidden"
    planner.desk.click("zoom_day")
    planner.desk.settle()
    assert details.parent() is planner.page
    planner.desk.window.resize(1600, 900)
    planner.desk.settle()
    assert planner.page.details.parent() is planner.page.panes


def test_what_was_chosen_is_remembered(planner: Planner) -> None:
    planner.desk.click("zoom_three_days")
    planner.desk.settle()
    planner.page.view.zoom_by(1.3)
    planner.page.leave()
    from office_app.board.page import create_page

    again = create_page(planner.desk.context)
    planner.desk.qtbot.addWidget(again)
    assert again.days.zoom == "three_days"
    assert again.memory.scale("three_days") is not None
    planner.desk.settle()


def test_planned_elsewhere_appears_by_itself(planner: Planner) -> None:
    planner.core.commands.execute(
        PlanVisit(activity_id=planner.day.james_job, person_id=planner.day.people["alex"], start=at("10:00")), "other"
    )
    planner.desk.until(lambda: planner.day.james_job in planner.page.view.scene.visits)
    planner.desk.until(lambda: "Kafé Tulpan" not in planner.cards.names())


def test_the_list_has_the_same_powers(planner: Planner) -> None:
    planner.desk.click("zoom_list")
    planner.desk.settle()
    table = planner.page.list
    said = [line.cells for line in table.rows.lines]
    assert said[0][2] == "Kafé Tulpan" and said[0][5] == "Oplanerad"
    assert any(cells[:3] == ("10:00–12:00", "Sara", "Universitetet") for cells in said)
    table.setFocus()
    table.selectRow(0)
    planner.desk.settle()
    QTest.keyClick(table, Qt.Key.Key_1)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).lead_person_id == planner.day.people["alex"]
    assert planner.page.view.marks.current == planner.day.james_job, "the chosen job stays chosen"
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "released"


def test_a_drag_carried_to_another_day_is_judged_there(planner: Planner) -> None:
    planner.take_card(planner.day.james_job)
    planner.carry(planner.row_point("johan", "10:00"))
    assert planner.canvas.shown_reasons()["Johan"] == "Nej: sjuk idag"
    planner.page.days.step(1)
    planner.desk.settle()
    point = planner.canvas.point_of(planner.day.people["johan"], at("10:00") + timedelta(days=1))
    assert point is not None
    planner.carry(planner.canvas.mapToGlobal(point))
    assert not planner.canvas.shown_reasons()["Johan"].startswith("Nej")
    planner.let_go()
    assert planner.stored(planner.day.james_job).planned_start == at("10:00") + timedelta(days=1)


def test_a_firm_without_technicians_is_told_what_to_do(office: Core, qapp: QApplication, qtbot: QtBot) -> None:
    with office.database.write() as session:
        session.add(Firm(id=FIRM_ID, name="Nystartat AB", city="Göteborg"))
        session.add(Person(id="mara", name="Mara Sandberg", initials="MS", roles="administrator planner"))
    with desk(office, qapp, qtbot) as seat:
        page = seat.go("board")
        assert page.boards.currentWidget() is page.nobody
        assert any("Inga tekniker" in label.text() for label in page.nobody.findChildren(QLabel))
        assert page.unplanned.stack.currentWidget() is page.unplanned.empty
    qapp.setStyleSheet("")


def test_the_tabs_stay_under_the_pointer_whatever_day_and_zoom_is_shown(planner: Planner) -> None:
    """A click on a tab never hits its neighbour because the date before it became longer."""
    bar, places = planner.page.toolbar, set()
    planner.desk.window.resize(1366, 768)
    for view in ("day", "week", "month", "three_days", "day"):
        planner.desk.click(f"zoom_{view}")
        for _step in range(3):
            planner.page.days.step(1)
            planner.desk.settle()
            places.add(tuple(button.mapTo(planner.page, QPoint()).x() for button in bar.views.values()))
    assert len(places) == 1, places


def test_the_send_button_names_how_far_it_reaches(planner: Planner) -> None:
    said = {}
    for view in ("day", "week", "month"):
        planner.desk.click(f"zoom_{view}")
        planner.desk.settle()
        said[view] = planner.page.toolbar.send.text()
    count = said["day"].removeprefix("Skicka ")
    assert count.isdigit()
    assert said == {"day": f"Skicka {count}", "week": f"Skicka {count} i veckan", "month": f"Skicka {count} i november"}


def test_the_month_marks_today(planner: Planner) -> None:
    planner.desk.click("zoom_month")
    planner.desk.settle()
    cells = planner.page.month.cells
    picture = cells.grab().toImage()
    accent = planner.page.look.accent.rgb()
    marked = [day for day in range(cells.days)
              if picture.pixelColor(round(cells.box((0, day)).left()) + 2, 32).rgb() == accent]
    assert marked == [TODAY.day - 1]


def test_a_card_counts_what_its_details_suggest(planner: Planner) -> None:
    """A promise for a later day is looked for on that day, in the list as beside it."""
    with planner.core.database.write() as session:
        call = session.get_one(ServiceCall, session.get_one(Activity, planner.day.jobs["Hotell Poseidon"]).call_id)
        call.promised_from, call.promised_to = (at(clock, TODAY + timedelta(days=6)) for clock in ("08:00", "16:00"))
        call.due_at = at("10:00")
    planner.page.data.reload()
    planner.desk.settle()
    planner.page.choose(planner.day.jobs["Hotell Poseidon"])
    planner.desk.settle()
    offered = [number for number in range(3) if planner.page.details.suggestion(number) is not None]
    card = planner.desk.find("suggestion_1")
    assert card.width() <= planner.page.details.width(), "nor does it push the pane out of its frame"
    assert offered and planner.page.unplanned.cards.counts[planner.day.jobs["Hotell Poseidon"]] == len(offered)


def test_long_delays_are_said_in_days() -> None:
    texts = Texts("sv")
    assert [texts.span(minutes).replace("\u00a0", " ") for minutes in (90, 1439, 1440, 4155)] == [
        "1 h 30 min", "23 h 59 min", "1 dygn", "2 dygn 21 h"]
    assert "2 dygn 21 h" in texts("board.attention_promise", customer="Kafé Tulpan", **spoken(texts, {"minutes": 4155})
                                  ).replace("\u00a0", " ")
