"""Steps that record time and material, blocks per machine, and deviations that call for another visit."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.checklist import AnswerStep, StartChecklist
from core.ids import derived_id, new_id
from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion
from core.model.visit import Activity, Reading
from core.queries.checklist_run import RunStep, checklist_run
from core.queries.records import Records, records
from core.queries.van_stock import find_item
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story

STEPS: list[dict[str, Any]] = [
    {"id": "descale", "kind": "time", "preset": "20", "title": {"sv": "Avkalkning"}},
    {"id": "gasket", "kind": "material", "preset": "1", "item_id": STORY.gasket, "unit": "st",
     "title": {"sv": "Packning"}},
    {"id": "other", "kind": "material", "title": {"sv": "Annat material"}},
    {"id": "each", "kind": "repeat", "per": "machine", "title": {"sv": "Per maskin"}},
    {"id": "bar", "kind": "measure", "unit": "bar", "low": "0", "ok_low": "0.8", "high": "2", "reading": "Panntryck",
     "within": "each", "title": {"sv": "Panntryck"}, "follow_up": True},
]


def begin(core: Core) -> FieldDay:
    build_story(core)
    alex = FieldDay(core)
    alex.arrives()
    with core.database.write() as session:
        session.add(ChecklistTemplate(id="service", name="Service", state="published"))
        session.add(Equipment(id="second", number="U-9", name="Kvarn", partner_id=STORY.partner))
        session.flush()
        session.add(ChecklistVersion(id="service-1", template_id="service", number=1, state="published",
                                     elements=STEPS))
        session.add(ServiceCallEquipment(id="zz-second", call_id=STORY.call, equipment_id="second"))
    alex.does(StartChecklist(activity_id=STORY.visit, instance_id="instance", version_id="service-1"))
    return alex


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    return begin(tablet)


def answers(alex: FieldDay, element_id: str, reason: str = "", **value: Any) -> str:
    answer_id = new_id()
    alex.does(AnswerStep(
        activity_id=STORY.visit, instance_id="instance", answer_id=answer_id, element_id=element_id, value=value,
        reason=reason,
    ))
    return answer_id


def recorded(alex: FieldDay) -> Records:
    return alex.core.database.ask(records, STORY.visit, STORY.alex, alex.core.clock.now())


def step(alex: FieldDay, element_id: str) -> RunStep:
    run = alex.core.database.ask(checklist_run, "instance")
    assert run is not None
    return next(one for one in run.steps if one.element_id == element_id)


def in_van(alex: FieldDay) -> Decimal:
    found = alex.core.database.ask(find_item, STORY.alex, "532-0017")
    return found.quantity if found is not None else Decimal(0)


def test_time_on_a_step_is_a_record_that_a_new_answer_corrects(alex: FieldDay) -> None:
    answers(alex, "descale", value="20")
    answers(alex, "descale", value="35")
    assert [(row.kind, row.minutes) for row in recorded(alex).times] == [("work", 35)]
    assert step(alex, "descale").answer_text == "35\u00a0min"
    answers(alex, "descale")
    assert recorded(alex).times == ()


def test_the_time_before_and_after_a_step_is_still_suggested(alex: FieldDay) -> None:
    alex.clock.set(STORY.at("10:30"))
    answers(alex, "descale", value="20")
    alex.clock.set(STORY.at("11:00"))
    spans = [(span.kind, span.start, span.end) for span in recorded(alex).suggested_times if span.kind == "work"]
    assert spans == [
        ("work", STORY.at("09:47"), STORY.at("10:10")), ("work", STORY.at("10:30"), None),
    ]


def test_material_on_a_step_is_taken_out_of_the_van_once(alex: FieldDay) -> None:
    answers(alex, "gasket", value="1")
    last = answers(alex, "gasket", value="2")
    rows = recorded(alex).materials
    assert [(row.item_id, row.quantity) for row in rows] == [(STORY.gasket, 2)]
    assert rows[0].id == derived_id(last, "record")
    before = alex.replays()
    assert [(row.item_id, row.quantity) for row in recorded(alex).materials] == [(STORY.gasket, 2)], before
    answers(alex, "gasket", value="0")
    assert recorded(alex).materials == () and step(alex, "gasket").answered


def test_the_technician_names_the_article_where_the_step_does_not(alex: FieldDay) -> None:
    answers(alex, "other", value="50", item=STORY.detergent)
    found = step(alex, "other").item
    assert found is not None and found.id == STORY.detergent
    assert [row.item_id for row in recorded(alex).materials] == [STORY.detergent]


def test_a_block_stands_once_for_each_machine_and_measures_that_one(alex: FieldDay) -> None:
    answers(alex, "bar~1", value="1.1")
    answers(alex, "bar~2", value="0.9")
    with alex.core.database.read() as session:
        rows = session.execute(
            select(Reading.equipment_id, Reading.quantity, Reading.element_id)
            .where(Reading.activity_id == STORY.visit, Reading.element_id.like("bar%")).order_by(Reading.element_id)
        ).all()
    assert [tuple(row) for row in rows] == [(STORY.machine, "Panntryck", "bar~1"), ("second", "Panntryck", "bar~2")]
    assert step(alex, "bar~2").title == "Panntryck · Kvarn"
    assert step(alex, "bar~1").last_value is not None, "the machine's value from before stands beside its own copy"
    assert step(alex, "bar~2").last_value is None


@pytest.mark.parametrize(("bar", "said"), [("2.5", "2,5 bar"), ("0.5", "0,5 bar"), ("1.2", "")])
def test_a_value_outside_what_is_approved_calls_for_another_visit_when_the_job_is_done(
    office: Core, bar: str, said: str
) -> None:
    alex = begin(office)
    answers(alex, "bar~1", value=bar)
    alex.records_all()
    alex.writes()
    alex.comes_out("solved")
    alex.gets_signature()
    alex.finishes()
    with office.database.read() as session:
        following = session.get(Activity, derived_id(STORY.visit, "next_visit"))
        if not said:
            assert following is None
            return
        assert following is not None and following.state == "draft"
        assert "Panntryck · " in following.instructions and said in following.instructions
