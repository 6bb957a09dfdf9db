"""A tour of everything the tablet can show: each page with a visit half done, each kind of step, and each sheet.

It finds pages, kinds of steps and sheets by itself: a new one is on the tour without being named here.
"""

import importlib
import inspect
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image
from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtQuick import QQuickItem

from core.bootstrap import Core
from core.commands.checklist import StartChecklist
from core.commands.day_log import KeepDayEntry
from core.demo.drawing import diagram
from core.model.attachment import Attachment
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion, DiagramHotspot
from core.model.visit import Activity, ServiceAssignment
from core.presenters.checklist_designer import KINDS
from field_app.pages import PAGES
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import filming
from tests.helpers.story import STORY, TODAY, build_story
from tests.helpers.tour_options import OPTIONS_LIST, begin_options, option_steps, sara_helps

CHECKLIST, KINDS_LIST, PHOTO, GRINDER = "instance", "every-kind", "photo-of-visit", "machine-grinder"

FORGOTTEN = TODAY - timedelta(days=1)
"""A day that Alex never ended."""


def _chosen(model: Any) -> None:
    model.choose("pin")
    for _ in range(2):
        for digit in "2580":
            model.press(digit)
        model.go_on()


PAGE_ARGUMENTS = {
    "activity_id": STORY.visit, "instance_id": CHECKLIST, "attachment_id": PHOTO, "equipment_id": STORY.machine,
}
"""What the models' `open` is given for its required parameters, by name; a new name is added here."""
MORE_ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "finding": [
        {"activityId": STORY.visit, "kind": "fault"}, {"activityId": STORY.visit, "kind": "return"},
        {"machine": GRINDER, "kind": "fault"}, {"machine": GRINDER, "kind": "visit"},
    ],
    "machine": [{}, {"equipmentId": GRINDER}],
    "scan": [{}, {"activityId": STORY.visit, "purpose": "part"}],
    "photo": [
        {"instanceId": CHECKLIST, "elementId": "gauge"}, {"instanceId": OPTIONS_LIST, "elementId": "example"},
    ],
    "paper": [{}, {"paperId": STORY.document, "leaf": "2"}],
    "checklist": [{"step": "pressure"}, {"step": "customer"}],
    "day_log": [{"day": FORGOTTEN.isoformat()}, {"day": TODAY.isoformat()}],
}
"""Pages that look different when they are opened for something else."""
DONE_THERE: dict[str, list[tuple[str, Callable[[Any], None]]]] = {
    "scan": [
        ("part", lambda model: model.take("7310000532017")), ("shelf", lambda model: model.take("D3")),
        ("machine", lambda model: model.take("TLP-M-1001")), ("met", lambda model: model.take("MK-7781")),
        ("unknown", lambda model: model.take("7310999")),
    ],
    "encryption": [("digits", lambda model: model.choose("pin")), ("sure", _chosen)],
}
"""What a person does on a page, by its model, that shows something else."""
CAMERA_THERE: list[tuple[str, Callable[[Any], None] | None]] = [
    ("", None), ("-typing", lambda model: model.type_code(True)),
    *((f"-{name}", act) for name, act in DONE_THERE["scan"] if name in ("part", "shelf", "unknown")),
]
"""What is seen over the camera while a code is looked for, and when one was read."""
VISIT_THERE = {"scan": {"activityId": STORY.visit}}


@dataclass(frozen=True)
class Stop:
    """A page with its arguments as navigation takes them."""

    name: str
    page: str
    arguments: dict[str, Any] = field(default_factory=dict)
    act: Callable[[Any], None] | None = None

    def open(self, navigation: Any) -> None:
        navigation.open(self.page, **self.arguments)
        if self.act is not None:
            self.act(navigation.page_model)


class Filmed(Stop):
    """The page on a tablet with a camera."""

    def open(self, navigation: Any) -> None:
        with filming(self.page):
            super().open(navigation)


def build_tour(core: Core) -> FieldDay:
    """Alex in the middle of his job: something is answered, recorded, photographed and measured."""
    build_story(core)
    show_papers(core)
    for job in (
        ("Bageri Solros", "Kvarn byts", "07:36", "done", "Solgatan 3", 57.69, 11.95),
        ("Restaurang Kajen", "Service 2-grupp", "12:54", "accepted", "Kajskjul 8", 57.71, 11.93),
        ("Kontor Opalen", "Filterbyte och avkalkning av två maskiner", "14:48", "new", "Opalgatan 3", 57.65, 11.91),
    ):
        another_job(core, *job)
    day = FieldDay(core)
    for hour in (9, 10):
        day.photographed_before(f"past-{hour}", timedelta(hours=hour))
    day.arrives()
    day.starts_checklist(CHECKLIST)
    for element, value in (("off", {"answer": "yes"}), ("leak", {"answer": "no"}), ("pressure", {"value": "1.05"})):
        day.answers(CHECKLIST, element, value)
    day.photographs(CHECKLIST, "gauge")
    day.photographs(photo_id=PHOTO)
    day.records_all()
    day.writes()
    day.comes_out()
    for entry, kind, start, end in (("day", "day", "07:00", ""), ("desk", "office", "07:00", "07:40"),
                                    ("lunch", "break", "11:15", "")):
        day.does(KeepDayEntry(entry_id=entry, kind=kind, start=STORY.at(start), end=STORY.at(end) if end else None))
    begun = STORY.at("07:00") - timedelta(days=1)
    day.does(KeepDayEntry(entry_id="forgotten", kind="day", start=begun))
    day.does(KeepDayEntry(entry_id="forgotten-drive", kind="travel", start=begun + timedelta(hours=8)))
    with core.database.write() as session:
        session.add(Equipment(
            id=GRINDER, number="M-1002", name="Mahlkönig E65S", serial="MK-7781", serial_key="MK7781",
            partner_id=STORY.partner, address_id=STORY.address, location_note="Bredvid espressomaskinen",
        ))
        session.add(ChecklistTemplate(id=KINDS_LIST, name="Alla slags steg", state="published"))
        session.flush()
        session.add(ChecklistVersion(
            id=KINDS_LIST, template_id=KINDS_LIST, number=1, state="published", elements=_every_kind()
        ))
    day.does(StartChecklist(
        activity_id=STORY.visit, instance_id=KINDS_LIST, version_id=KINDS_LIST, equipment_id=STORY.machine
    ))
    begin_options(core, day)
    day.answers(OPTIONS_LIST, "spot", {"read": True})
    sara = sara_helps(core)
    helped = (("blocks", {"value": "1.35"}), ("article", {"code": "TLP-M-1001"}), ("cups", {"value": "4"}))
    for element, value in helped:
        sara.answers(OPTIONS_LIST, element, value)
    return day


def show_papers(core: Core) -> None:
    """The story's own are stand-ins; here people look at them."""
    drawn = diagram("group")
    paper = io.BytesIO()
    pages = [Image.open(io.BytesIO(diagram(key))).convert("RGB").resize((1240, 1754)) for key in ("group", "boiler")]
    pages[0].save(paper, "PDF", save_all=True, append_images=pages[1:])
    shown = {"attachment-diagram": core.blobs.put(drawn), "attachment-manual": core.blobs.put(paper.getvalue())}
    with core.database.write() as session:
        for attachment_id, sha256 in shown.items():
            session.get_one(Attachment, attachment_id).sha256 = sha256
        ring = session.get_one(DiagramHotspot, "hotspot-7")
        ring.x, ring.y = 0.502, 0.8


def another_job(
    core: Core, customer: str, subject: str, clock_time: str, step: str, street: str = "Kajskjul 8",
    latitude: float = 57.71, longitude: float = 11.93,
) -> None:
    name, start = clock_time.replace(":", ""), STORY.at(clock_time)
    is_done = step == "done"
    with core.database.write() as session:
        session.add(BusinessPartner(id=f"partner-{name}", number=f"2{name}", name=customer, phone="+46315550141"))
        session.flush()
        session.add(Address(
            id=f"address-{name}", partner_id=f"partner-{name}", street=street, zip="413 27", city="Göteborg",
            latitude=latitude, longitude=longitude,
        ))
        session.flush()
        session.add(ServiceCall(
            id=f"call-{name}", number=f"S-2026-0{name}", subject=subject, state="open", partner_id=f"partner-{name}",
            address_id=f"address-{name}", created_at=start,
        ))
        session.flush()
        session.add(Activity(
            id=f"visit-{name}", call_id=f"call-{name}", state="done" if is_done else "released", subject=subject,
            planned_start=start, planned_end=start + timedelta(minutes=54),
            lead_person_id=STORY.alex, address_id=f"address-{name}", released_at=core.clock.now(),
            finished_at=STORY.at("08:30") if is_done else None,
        ))
        session.flush()
        session.add(ServiceAssignment(
            id=f"assignment-{name}", activity_id=f"visit-{name}", person_id=STORY.alex, step=step,
            assigned_at=core.clock.now(), accepted_at=None if step == "new" else core.clock.now(),
            finished_at=STORY.at("08:30") if is_done else None,
        ))


def _every_kind() -> list[dict[str, Any]]:
    """A step of each kind that the designer offers, with what such a step can have."""
    more: dict[str, dict[str, Any]] = {
        "yes_no": {"deviation": ["no"]},
        "choice": {"options": [
            {"id": f"option-{n}", "text": {"sv": f"Grupp {n} från vänster", "en": f"Group {n} from the left"}}
            for n in range(1, 8)
        ]},
        "measure": {"unit": "bar", "decimals": 2, "low": "0.4", "ok_low": "0.8", "ok_high": "1.2", "high": "1.6"},
        "calculated": {"formula": "{number} / {counter}", "unit": "l/kopp", "decimals": 2},
        "text": {"phrases": [{"sv": "Utan anmärkning", "en": "No remarks"}, {"sv": "Bytt", "en": "Replaced"}]},
        "date": {"with_time": True}, "photo": {"photo_min": 2}, "signature": {"role": "customer"},
        "scan": {"match_machine": True}, "number": {"unit": "l"}, "counter": {"unit": "koppar"},
        "material": {"item_id": STORY.gasket, "preset": "2"}, "time": {"preset": "45"},
    }
    return [
        {
            "id": kind, "kind": kind, "required": kind not in ("heading", "calculated"),
            "title": {"sv": f"Kontrollera gruppen ({kind})", "en": f"Check the group ({kind})"},
            "help": {"sv": "När värmen har slagit från.", "en": "When the heating has switched off."},
            **more.get(kind, {}),
        }
        for kind in KINDS
    ]


def stops() -> Iterator[Stop]:
    """Every page, in every way that it is opened, and every kind of step."""
    yield Filmed("photo-camera", "photo", _required("photo"))
    for name, act in CAMERA_THERE:
        yield Filmed(f"scan-camera{name}", "scan", VISIT_THERE["scan"], act)
    example = {"instanceId": OPTIONS_LIST, "elementId": "example"}
    yield Filmed("photo-camera-example", "photo", {**_required("photo"), **example})
    for page in PAGES:
        for number, more in enumerate(MORE_ARGUMENTS.get(page, [{}])):
            yield Stop(page if not number else f"{page}-{number + 1}", page, {**_required(page), **more})
        for name, act in DONE_THERE.get(page, ()):
            yield Stop(f"{page}-{name}", page, {**_required(page), **VISIT_THERE.get(page, {})}, act)
    for kind in KINDS:
        yield Stop(f"step-{kind}", "checklist", {"instanceId": KINDS_LIST, "step": kind})
    for step in option_steps():
        yield Stop(f"option-{step['id']}", "checklist", {"instanceId": OPTIONS_LIST, "step": step["id"]})


def _required(page: str) -> dict[str, Any]:
    module, _, name = PAGES[page].model.partition(":")
    opens = getattr(getattr(importlib.import_module(f"field_app.view_models.{module}"), name), "open", None)
    wanted = list(inspect.signature(opens).parameters.values())[1:] if opens is not None else []
    return {_camel(one.name): PAGE_ARGUMENTS[one.name] for one in wanted if one.default is one.empty}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def sheets(root: QQuickItem) -> list[QQuickItem]:
    """Every sheet of the page that is shown; those that are made when asked for are made now."""
    for lazy in [item for item in _inside(root) if _is_a(item, "LazySheet")]:
        QMetaObject.invokeMethod(lazy, "made", Qt.ConnectionType.DirectConnection)
    return [item for item in _inside(root) if item.property("opened") is not None and item.property("panelWidth")]


def call(item: QQuickItem, function: str) -> None:
    """A function of a QML item without arguments."""
    assert QMetaObject.invokeMethod(item, function, Qt.ConnectionType.DirectConnection), function


def _is_a(item: QQuickItem, kind: str) -> bool:
    return item.metaObject().className().startswith(f"{kind}_QML")


def _inside(root: QQuickItem) -> list[QQuickItem]:
    found = [root]
    for child in root.childItems():
        found.extend(_inside(child))
    return found
