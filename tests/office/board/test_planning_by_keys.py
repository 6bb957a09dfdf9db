"""Planning without the mouse: three keys from the list to the sent job."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from office_app.board.gestures.keys import KEYS
from office_app.board.menus.job import priority_menu
from office_app.key_names import key_name
from office_app.qt_words import speak
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner

NO_KEYS, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def test_j_and_1_plan_the_most_urgent_job_on_the_best_technician(planner: Planner) -> None:
    planner.key(Qt.Key.Key_J)
    assert planner.page.view.marks.current == planner.day.james_job
    planner.key(Qt.Key.Key_1)
    visit = planner.stored(planner.day.james_job)
    assert (visit.lead_person_id, visit.planned_start) == (planner.day.people["alex"], at("10:00"))


def test_one_key_more_sends_it_and_the_sms_waits_eight_seconds(planner: Planner) -> None:
    planner.key(Qt.Key.Key_J)
    planner.key(Qt.Key.Key_1)
    planner.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert planner.stored(planner.day.james_job).state == "released"
    notice = planner.page.sending
    assert notice.isVisible() and "James Wallin" in notice.text.text()
    planner.desk.click("sendingUndo")
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "planned"
    assert not notice.isVisible()


def test_shift_enter_plans_and_sends_in_one(planner: Planner) -> None:
    planner.key(Qt.Key.Key_J)
    planner.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    visit = planner.stored(planner.day.james_job)
    assert (visit.state, visit.lead_person_id) == ("released", planner.day.people["alex"])


def test_keys_that_are_quicker_than_the_suggestions_do_the_same(planner: Planner) -> None:
    view = planner.page.view
    for key, modifier in ((Qt.Key.Key_J, NO_KEYS), (Qt.Key.Key_1, NO_KEYS), (Qt.Key.Key_Return, SHIFT)):
        QTest.keyClick(view, key, modifier)
    planner.desk.until(lambda: planner.stored(planner.day.james_job).state == "released")
    visit = planner.stored(planner.day.james_job)
    assert (visit.lead_person_id, visit.planned_start) == (planner.day.people["alex"], at("10:00"))
    assert planner.desk.window.toasts.texts[:1] == ["Kafé Tulpan → Alex 10:00"], "and nothing is said to have failed"


def test_m_and_arrows_move_a_job_with_the_same_answers(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    planner.click(job)
    planner.key(Qt.Key.Key_M)
    planner.key(Qt.Key.Key_Left)
    planner.key(Qt.Key.Key_Down)
    assert planner.canvas.shown_reasons()["Sara"].startswith("Krock")
    planner.key(Qt.Key.Key_Up)
    planner.key(Qt.Key.Key_Return)
    visit = planner.stored(job)
    assert (visit.lead_person_id, visit.planned_start) == (planner.day.people["alex"], at("14:35"))


def test_delete_unplans_and_l_locks(planner: Planner) -> None:
    job = planner.day.jobs["Privat Alba"]
    planner.click(job)
    planner.key(Qt.Key.Key_L)
    assert planner.stored(job).pinned
    planner.key(Qt.Key.Key_Delete)
    assert planner.page.conflict.isVisible() and planner.stored(job).state == "planned"
    planner.key(Qt.Key.Key_L)
    planner.key(Qt.Key.Key_Delete)
    assert planner.stored(job).state == "draft"


def test_arrows_go_from_job_to_job(planner: Planner) -> None:
    planner.click(planner.day.jobs["Hotell Ankaret"])
    planner.key(Qt.Key.Key_Right)
    assert planner.page.view.marks.current == planner.day.jobs["Restaurang Kajen"]
    planner.key(Qt.Key.Key_Down)
    assert planner.page.view.marks.current == planner.day.jobs["Konditori Aveny"]


def test_letters_are_text_in_the_filter(planner: Planner) -> None:
    planner.key(Qt.Key.Key_Slash)
    box = planner.desk.find("unplannedFilterText", QLineEdit)
    planner.desk.type("unplannedFilterText", "jl1")
    assert box.text() == "jl1"
    assert planner.stored(planner.day.james_job).state == "draft"
    box.setText("poseidon")
    planner.desk.until(lambda: planner.cards.names() == ["Hotell Poseidon"])
    planner.key(Qt.Key.Key_Escape)
    planner.desk.until(lambda: len(planner.cards.names()) == 7)


def test_days_and_zooms_by_key_and_button(planner: Planner) -> None:
    page = planner.page
    planner.key(Qt.Key.Key_BracketRight)
    assert page.toolbar.date.text() == "onsdag 25 november"
    planner.key(Qt.Key.Key_T)
    assert page.toolbar.date.text() == "tisdag 24 november"
    planner.desk.click("zoom_week")
    planner.desk.settle()
    assert page.toolbar.date.text() == "23–29 november"
    assert len(page.view.geometry_now.axis.spans) == 5, "a closed weekend takes no room"
    planner.desk.click("zoom_month")
    planner.desk.settle()
    assert page.month.isVisible()
    planner.desk.click("zoom_day")
    planner.desk.settle()
    assert page.view.isVisible()


def test_the_keys_are_shown_by_question_mark(planner: Planner) -> None:
    QTest.keyClick(planner.page.view, "?")
    said = [label.text() for label in planner.desk.find("keyHelp").findChildren(QLabel)]
    missing = [act for act in KEYS if planner.page.texts(f"board.key_{act}") not in said]
    assert not missing
    assert {"Sök och kommandon", "G P", "Ångra", "5 minuter i stället för 15"} <= set(said)
    QTest.keyClick(planner.desk.find("keyHelp"), Qt.Key.Key_Escape)
    assert not planner.desk.shown("keyHelp")


def test_p_and_a_letter_set_the_priority_of_all_that_are_marked(planner: Planner) -> None:
    jobs = [planner.day.jobs[name] for name in ("Restaurang Kajen", "Kontor Opalen")]
    planner.page.choose(jobs[0], jobs)
    menu = priority_menu(planner.page, [planner.page.view.scene.visits[job] for job in jobs])
    assert [action.text() for action in menu.actions()] == ["&Akut\tA", "&Hög\tH", "&Normal\tN", "&Planerbar\tP"]
    menu.actions()[1].trigger()
    planner.desk.settle()
    assert [planner.page.view.scene.visits[job].priority for job in jobs] == ["high", "high"]


def test_space_peeks_at_a_job_and_escape_hides_it(planner: Planner) -> None:
    planner.click(planner.day.jobs["Kontor Opalen"])
    planner.key(Qt.Key.Key_Space)
    peek = planner.desk.find("peek")
    said = [label.text() for label in peek.findChildren(QLabel)]
    assert "Kontor Opalen" in said and any("14:50–15:50" in text for text in said)
    assert planner.desk.window.rect().contains(peek.geometry())
    planner.key(Qt.Key.Key_Escape)
    assert not peek.isVisible()
    assert planner.page.view.marks.current == planner.day.jobs["Kontor Opalen"], "one level back, not two"


def test_g_and_a_letter_go_to_a_place(planner: Planner) -> None:
    planner.key(Qt.Key.Key_G)
    planner.key(Qt.Key.Key_K)
    planner.desk.settle()
    assert planner.desk.window.place == "customers"


def test_the_palette_runs_a_jobs_verbs_and_shows_their_keys(planner: Planner) -> None:
    planner.click(planner.day.jobs["Privat Alba"])
    QTest.keyClick(planner.page.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = planner.desk.window.palette_box
    planner.desk.type("paletteBox", ">avplan")
    assert [(entry.title, entry.detail) for entry in palette._entries] == [("Avplanera: Privat Alba", "U")]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(planner.day.jobs["Privat Alba"]).state == "draft"


def test_the_palette_finds_without_dashes_spaces_and_accents(planner: Planner) -> None:
    palette = planner.desk.window.palette_box
    QTest.keyClick(planner.page.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    for typed, found in (
        ("@osk", "Oskar Dahl"), ("#02048", "S-2026-02048"), ("#kafe tulpan", "S-2026-02048"),
        ("kafe tulp", "Kafé Tulpan"), ("e6120417", "E61-20417"), ("070 174-06 40", "Kafé Tulpan"),
        (">vaxla", "Växla ljust och mörkt"),
    ):
        palette.box.clear()
        planner.desk.type("paletteBox", typed)
        planner.desk.until(lambda typed=typed: palette.shown == typed)  # type: ignore[misc]
        assert any(found in f"{entry.title} {entry.detail}" for entry in palette._entries[:2]), typed


def test_a_click_elsewhere_does_not_put_down_what_keys_hold(planner: Planner) -> None:
    job = planner.day.jobs["Stora Hotellet"]
    before = planner.stored(job).planned_start
    planner.click(job)
    planner.key(Qt.Key.Key_M)
    planner.key(Qt.Key.Key_Right)
    planner.click(planner.day.jobs["Simhallen"])
    assert planner.page.hub.by_keyboard and planner.stored(job).planned_start == before
    planner.key(Qt.Key.Key_Escape)
    assert planner.page.hub.drag is None and planner.stored(job).planned_start == before


@pytest.mark.parametrize(
    ("keys", "printed"), [("Shift+Return", "Shift+Enter"), ("Left", "←"), ("Ctrl++", "Ctrl++"), ("G P", "G P")]
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_key_is_called_what_is_printed_on_it(qapp: QApplication, keys: str, printed: str, language: str) -> None:
    speak(qapp, language)
    assert key_name(keys) == printed == key_name(printed)


def test_d_asks_how_long_and_takes_what_is_typed(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    planner.click(job)
    planner.key(Qt.Key.Key_D)
    assert planner.stored(job).duration_minutes == 60, "nothing changes by the key alone"
    field = planner.desk.find("durationText")
    assert field.hasFocus() and field.selectedText() == field.text()
    QTest.keyClicks(field, "1:30")
    assert planner.desk.find("durationEnd").text() == "Slutar 16:20"
    assert planner.desk.find("durationSaid").text().replace("\N{NO-BREAK SPACE}", " ") == "Krock: 20 min övertid"
    QTest.keyClick(field, Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(job).duration_minutes == 90 and not planner.desk.shown("durationBox")
    assert planner.page.view.hasFocus(), "the next key is the board's again"
    planner.undo()
    assert planner.stored(job).duration_minutes == 60


def test_arrows_step_a_quarter_and_escape_changes_nothing(planner: Planner) -> None:
    job = planner.day.jobs["Kontor Opalen"]
    planner.click(job)
    planner.key(Qt.Key.Key_D)
    field = planner.desk.find("durationText")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text().replace("\N{NO-BREAK SPACE}", " ") == "1 h 15 min"
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    planner.desk.settle()
    assert planner.stored(job).duration_minutes == 60 and not planner.desk.shown("durationBox")
    assert planner.page.view.marks.current == job, "one level back only"
    planner.key(Qt.Key.Key_D)
    field = planner.desk.find("durationText")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(job).duration_minutes == 45


def test_a_length_that_cannot_be_is_not_stored_and_says_how(planner: Planner) -> None:
    job = planner.day.jobs["Hotell Ankaret"]
    planner.click(job)
    planner.core.clock.set(at("09:10"))  # type: ignore[attr-defined]
    planner.key(Qt.Key.Key_D)
    field = planner.desk.find("durationText")
    for typed, said in (("snart", "Skriv minuter"), ("20", "Pågår: slutar tidigast nu, 09:10"), ("2000", "Skriv")):
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert planner.desk.shown("durationBox") and planner.desk.find("durationSaid").text().startswith(said)
    planner.desk.click("duration_45")
    planner.desk.settle()
    assert planner.stored(job).duration_minutes == 45


def test_an_unplanned_job_has_a_length_too(planner: Planner) -> None:
    planner.key(Qt.Key.Key_J)
    planner.key(Qt.Key.Key_D)
    field = planner.desk.find("durationText")
    QTest.keyClicks(field, "2 h")
    QTest.keyClick(field, Qt.Key.Key_Return)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).duration_minutes == 120
