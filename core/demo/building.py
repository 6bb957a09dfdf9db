"""Builds the demo firm in an empty office: registers, knowledge and stock in bulk, then today by ordinary commands."""

from datetime import date, datetime

from core.bootstrap import Core
from core.clock import local
from core.demo.articles import make_articles, make_faults
from core.demo.cast import Cast
from core.demo.coming import coming_bookings, open_planner
from core.demo.customers import TULPAN, CustomerMaker
from core.demo.firm import DemoFirm
from core.demo.history import History
from core.demo.knowledge import make_checklists, make_papers
from core.demo.maker import Maker, Progress
from core.demo.people import make_firm, make_people
from core.demo.stock import make_stock
from core.demo.today import Today

_TODAY_COUNTS_AS = 20
"""Days: what today's commands take of the whole time."""


def build_demo(
    core: Core, *, today: date, now: datetime, scale: int = 1, seed: int = 1, progress: Progress | None = None,
    history: bool = True,
) -> DemoFirm:
    """Fills the empty database of an opened office with the firm as it is at `now` on `today`.

    `scale` multiplies people, customers and machines; the same seed, scale and moment make the same firm. `progress`
    is told (done, total, what) now and then. Without `history` nothing has happened before this week.
    """
    maker, cast = Maker(core, today=today, now=now, scale=scale, seed=seed), Cast()
    make_people(maker, cast)
    make_articles(maker, cast)
    make_firm(maker, cast)
    make_papers(maker, cast)
    make_checklists(maker, cast)
    make_faults(maker, cast)
    CustomerMaker(maker, cast).make()
    make_stock(maker, cast)
    maker.write()
    told = progress or _silent
    planner, before = open_planner(maker, cast), 0
    if history:
        past = History(maker, cast, planner)
        past.tell(lambda done, days: told(done, days + _TODAY_COUNTS_AS, local(maker.now).date().isoformat()))
        before = past.calls
    core.database.count_anew()
    day = Today(maker, cast)
    day.make(list(coming_bookings(maker, cast, planner)))
    core.database.count_anew()
    told(1, 1, "")
    return _story(cast, day, before)


def _silent(_done: int, _total: int, _what: str) -> None:
    """Nobody asked."""


def _story(cast: Cast, day: Today, calls: int) -> DemoFirm:
    tulpan, alex = cast.named[TULPAN], cast.technician("Alex Lindqvist")
    espresso, grinder, water = tulpan.machines
    return DemoFirm(
        mara=cast.mara, alex=alex.id, tulpan=tulpan.id, tulpan_address=tulpan.address_id,
        tulpan_phone="031-555 01 40", james=tulpan.contact_id, james_mobile=tulpan.mobile, e61=espresso.id,
        e61_serial=espresso.serial, e61_label=espresso.number, grinder=grinder.id, water_filter=water.id,
        gold_contract=tulpan.contract_id or "", pressure_checklist=cast.checklists["pressure"],
        pressure_fault=cast.faults["pressure"].id, alex_van=alex.van_id,
        people={"Mara Sandberg": cast.mara} | {one.name: one.id for one in cast.technicians},
        customers={one.name: one.id for one in cast.customers},
        items={key: one.id for key, one in cast.articles.items()},
        models={key: one.id for key, one in cast.models.items()},
        open_filter_call=day.filter_call, unplanned=tuple(day.unplanned), calls=calls + day.calls,
        faults={key: one.id for key, one in cast.faults.items()}, checklists=dict(cast.checklists),
    )
