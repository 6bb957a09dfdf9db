"""A machine or a person that nobody had registered, from the job's page to the office."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.base import Issued
from core.commands.customers import EditContact
from core.commands.on_site import AddFoundMachine
from core.ids import derived_id, new_id
from core.model.customer import Contact
from core.model.device import SyncFlag
from core.model.equipment import Equipment
from core.model.history import CommandLog
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.queries.job_sheet import job_sheet
from core.queries.records import records
from core.queries.visit_facts import call_equipment, registered_equipment
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    build_story(tablet)
    FieldDay(tablet).arrives()
    with tablet_screen(tablet, qtbot) as shown:
        shown.application.navigation.open("job", activityId=STORY.visit)
        yield shown


def test_a_machine_found_on_site_belongs_to_the_job_at_once(screen: TabletScreen, tablet: Core) -> None:
    screen.touch("moreActions")
    screen.touch("addMachine")
    assert not screen.sees("saveOnSite").isEnabled()
    screen.type("onSite-name", "Kvarn Mythos")
    screen.type("onSite-serial", "MY-100")
    screen.type("onSite-position", "Bakre baren")
    screen.touch("saveOnSite")
    screen.sees("jobPage", "Kvarn Mythos")
    screen.settle()
    sheet = tablet.database.ask(job_sheet, STORY.visit, STORY.alex, tablet.clock.now())
    assert sheet is not None
    (found,) = [one for one in sheet.equipment if one.name == "Kvarn Mythos"]
    assert (found.serial, found.location_note) == ("MY-100", "Bakre baren")
    with tablet.database.read() as session:
        assert call_equipment(session, STORY.call) == (STORY.machine, found.id)
        assert registered_equipment(session, STORY.call) == (STORY.machine,), "the job is not about what was found"


def found_label(core: Core, name: str) -> tuple[str, str]:
    with core.database.read() as session:
        machine = session.scalars(select(Equipment).where(Equipment.name == name)).one()
        return machine.label_code, machine.serial


def test_the_label_of_a_found_machine_is_read_by_the_camera_and_finds_it_from_then_on(
    screen: TabletScreen, tablet: Core
) -> None:
    screen.touch("moreActions")
    screen.touch("addMachine")
    screen.type("onSite-name", "Kvarn Mythos")
    screen.touch("scanLabel")
    screen.type("scanCode", "QR-4711")
    screen.touch("scanLookUp")
    screen.holds(lambda: screen.find("onSite-label").property("text") == "QR-4711")
    assert screen.find("onSite-name").property("text") == "Kvarn Mythos", "what was typed before is there still"
    screen.touch("saveOnSite")
    screen.sees("jobPage", "Kvarn Mythos")
    screen.settle()
    assert found_label(tablet, "Kvarn Mythos") == ("QR-4711", "")
    screen.scan("QR-4711")
    screen.sees("scanTitle", "Kvarn Mythos")
    screen.settle()


@pytest.mark.parametrize(("code", "label", "serial"), [
    ("TLP1:E:M-2044", "M-2044", ""), ("8004" + "7310000532SN9", None, "7310000532SN9"),
], ids=["our own label", "a maker's plate"])
def test_a_scanner_fills_in_what_it_reads_on_the_machine(
    screen: TabletScreen, tablet: Core, code: str, label: str | None, serial: str
) -> None:
    screen.application.navigation.open("on_site", activityId=STORY.visit, kind="machine")
    screen.type("onSite-name", "Kvarn Mythos")
    screen.find("onSitePage").forceActiveFocus()
    screen.scan(code)
    screen.holds(lambda: screen.find(f"onSite-{'serial' if serial else 'label'}").property("text") == (serial or label))
    screen.touch("saveOnSite")
    screen.sees("jobPage", "Kvarn Mythos")
    screen.settle()
    kept, number = found_label(tablet, "Kvarn Mythos")
    assert number == serial and (label is None or kept == label)


def test_a_label_that_another_machine_has_is_told_at_once(screen: TabletScreen, tablet: Core) -> None:
    screen.application.navigation.open("on_site", activityId=STORY.visit, kind="machine")
    screen.type("onSite-name", "Kvarn Mythos")
    screen.find("onSitePage").forceActiveFocus()
    screen.scan("TLP1:E:TLP-M-1001")
    screen.sees("toastText", "hör redan till Faema E61 Legend")
    assert screen.find("onSite-label").property("text") == ""
    screen.type("onSite-label", "TLP-M-1001")  # by hand all the same
    screen.touch("saveOnSite")
    screen.sees("toastText", "Koden TLP-M-1001 hör redan till Faema")
    assert screen.find("onSite-name").property("text") == "Kvarn Mythos", "nothing that was typed is lost"
    screen.settle()


def test_from_far_away_a_machine_with_a_label_that_is_taken_is_registered_without_it(office: Core) -> None:
    build_story(office)
    command = AddFoundMachine(
        activity_id=STORY.visit, equipment_id="found", link_id="link", name="Hittad maskin", label="TLP-M-1001"
    )
    office.commands.interpret(Issued(
        id=new_id(), person_id=STORY.alex, device_id="tablet", at=office.clock.now(), command=command
    ))
    with office.database.read() as session:
        found = session.get_one(Equipment, "found")
        assert found.label_code == found.number
        assert set(session.scalars(select(SyncFlag.code))) == {"on_site.flag_machine", "on_site.flag_code_taken"}


def test_a_person_met_on_site_is_the_customers_contact(screen: TabletScreen, tablet: Core) -> None:
    screen.touch("moreActions")
    screen.touch("addContact")
    screen.type("onSite-name", "Nour Haddad")
    screen.type("onSite-phone", "070-555 01 99")
    screen.touch("saveOnSite")
    screen.sees("jobPage")
    screen.settle()
    with tablet.database.read() as session:
        person = session.scalars(select(Contact).where(Contact.name == "Nour Haddad")).one()
        assert (person.partner_id, person.mobile) == (STORY.partner, "+46705550199")


@pytest.mark.parametrize(("serial", "known"), [("NY-1", True), ("E61-20417", False)])
def test_the_office_is_told_and_a_serial_that_is_taken_loses_nothing(office: Core, serial: str, known: bool) -> None:
    build_story(office)
    command = AddFoundMachine(
        activity_id=STORY.visit, equipment_id="found", link_id="link", name="Hittad maskin", serial=serial
    )
    office.commands.interpret(Issued(
        id=new_id(), person_id=STORY.alex, device_id="tablet", at=office.clock.now(), command=command
    ))
    with office.database.read() as session:
        assert (session.get(Equipment, "found") is not None) == known
        codes = session.scalars(select(SyncFlag.code)).all()
        assert codes == ["on_site.flag_machine" if known else "equipment.error_serial_taken"]


def test_a_machine_met_on_site_comes_after_the_one_that_the_job_is_about(tablet: Core) -> None:
    """Or the checklist, the warranty of what is used and the report would go over to it."""
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    found = [new_id() for _one in range(2)]
    for number, equipment_id in enumerate(found):
        alex.does(AddFoundMachine(
            activity_id=STORY.visit, equipment_id=equipment_id, link_id=new_id(), name=f"Kvarn {number}", serial=""
        ))
    with tablet.database.read() as session:
        assert call_equipment(session, STORY.call) == (STORY.machine, *found)
        assert derived_id(STORY.call, STORY.machine)[14] != "7", "how intake names its links"


def test_something_forgotten_is_added_after_the_job_is_done(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.works_the_whole_visit()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("done", activityId=STORY.visit)
        screen.touch("correctRecords")
        before = screen.sees("timeMaterialPage") is not None
        screen.touch(f"favourite-{STORY.detergent}")
        screen.touch("toCheckout", "Klar")
        screen.sees("donePage")
        screen.sees("changedAfterSigning", "Ändrat efter underskriften: kunden skrev under")
        screen.touch("showCustomer")
        screen.sees("checkoutPage")
        screen.settle()
    found = tablet.database.ask(records, STORY.visit, STORY.alex, tablet.clock.now())
    assert before and [row.quantity for row in found.materials if row.item_id == STORY.detergent] == [60]


def test_the_contacts_number_is_put_right_and_what_he_saw_goes_along(screen: TabletScreen, tablet: Core) -> None:
    screen.touch("allPeople")
    screen.sees(f"person_{STORY.james}", "Väntar på dig")
    screen.until(lambda: screen.click("editPerson"))
    screen.sees("onSitePage", "Ändra kontakten")
    screen.type("onSite-mobile", "070-555 01 77", clear=True)
    screen.type("onSite-role", "Delägare", clear=True)
    screen.touch("saveOnSite")
    screen.sees("peoplePage", "070-555 01 77")
    screen.touch("back")
    screen.sees("contactCard", "Delägare")
    screen.settle()
    with tablet.database.read() as session:
        person = session.get_one(Contact, STORY.james)
        assert (person.mobile, person.role, person.name) == ("+46705550177", "Delägare", "James Wallin")
        sent = session.scalars(select(CommandLog.payload).order_by(CommandLog.seq.desc())).first()
    assert sent is not None and '"base":{"mobile":"+46701740640","role":"Ägare"}' in sent


def test_a_number_that_is_none_is_said_and_stays_in_the_box(screen: TabletScreen, tablet: Core) -> None:
    screen.application.navigation.open("on_site", activityId=STORY.visit, kind="contact", contactId=STORY.james)
    screen.type("onSite-mobile", "12", clear=True)
    screen.touch("saveOnSite")
    screen.sees("toastText", "12")
    assert screen.sees("onSite-mobile").property("text") == "12"
    with tablet.database.read() as session:
        assert session.get_one(Contact, STORY.james).mobile.startswith("+46")


def test_an_office_change_to_the_open_contact_shows_except_where_he_types(screen: TabletScreen, tablet: Core) -> None:
    screen.application.navigation.open("on_site", activityId=STORY.visit, kind="contact", contactId=STORY.james)
    screen.type("onSite-role", "Chef", clear=True)
    tablet.commands.execute(
        EditContact(contact_id=STORY.james, partner_id=STORY.partner, name="James Wallin Holm"), STORY.mara
    )
    screen.until(lambda: screen.find("onSite-name", "James Wallin Holm"))
    assert screen.sees("onSite-role").property("text") == "Chef"


def test_which_machine_a_checklist_is_for_is_asked_in_sight_and_each_begun_one_says_it(
    screen: TabletScreen, tablet: Core
) -> None:
    """With two machines on the job the question stands at the top, and no checklist is of «a machine»."""
    alex, found = FieldDay(tablet), new_id()
    alex.starts_checklist()
    alex.does(AddFoundMachine(
        activity_id=STORY.visit, equipment_id=found, link_id=new_id(), name="Faema E61 Jubilé", serial="JU-100"
    ))
    alex.answers("instance-1", "pressure", {"value": "1.5"})
    with tablet.database.write() as session:  # more of them than the page has room for
        for n in range(8):
            session.add(ChecklistTemplate(id=f"t{n}", name=f"Kontroll {n}", state="published"))
            session.flush()
            session.add(ChecklistVersion(id=f"v{n}", template_id=f"t{n}", number=1, state="published", elements=[]))
            session.flush()
            session.get_one(ChecklistTemplate, f"t{n}").published_version_id = f"v{n}"
    screen.application.navigation.open("checklist_choice", activityId=STORY.visit)
    button = screen.sees(f"machine-{found}", "Faema E61 Jubilé")
    screen.rest()
    assert button.mapToScene(QPointF(0, 0)).y() > screen.sees("choices").mapToScene(QPointF(0, 0)).y()
    screen.touch(f"choice-{STORY.checklist}", "E61 felsökning tryck · Faema E61 Legend")
    screen.sees("pageTitle", "E61 felsökning tryck · Faema E61 Legend")
    screen.application.navigation.open("checkout", activityId=STORY.visit)
    screen.sees("customerNotes", "Faema E61 Legend, 2 grupper: Panntryck 1,50 bar är utanför gränsen 0,8–1,2 bar.")
    screen.settle()


def test_a_checklist_begun_by_mistake_is_taken_away_and_the_right_one_begun(
    screen: TabletScreen, tablet: Core
) -> None:
    navigation = screen.application.navigation
    navigation.open("checklist_choice", activityId=STORY.visit)
    screen.is_gone(f"drop-{STORY.checklist}")
    screen.touch(f"choice-{STORY.checklist}", "Börja")
    screen.sees("stepTitle", "Stäng av och lufta")
    screen.touch("back")
    screen.sees(f"choice-{STORY.checklist}", "Fortsätt")
    screen.touch(f"drop-{STORY.checklist}")
    screen.sees("toastText", "E61 felsökning tryck är borttagen")
    screen.is_gone(f"drop-{STORY.checklist}")
    screen.touch(f"choice-{STORY.checklist}", "Börja")
    screen.touch("answerYes")
    screen.sees("stepTitle", "Läckage vänster grupp")
    screen.touch("back")
    screen.sees(f"choice-{STORY.checklist}", "Fortsätt")
    screen.is_gone(f"drop-{STORY.checklist}")  # it has an answer
    screen.settle()
