"""Why stock moved: the visit that used it, the place it came from or went to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.stock import StockMove
from core.model.visit import Activity, Material


@dataclass(frozen=True, slots=True)
class Reason:
    """`call_id`, `number` and `customer` of the visit, or the `other_place` of a transfer; empty when there is none."""

    call_id: str = ""
    number: str = ""
    customer: str = ""
    other_place: str = ""


def reasons_of(session: Session, moves: Sequence[StockMove], place_names: Mapping[str, str]) -> dict[str, Reason]:
    """By id of the movement; `place_names` by warehouse id."""
    return _uses(session, moves) | _transfers(session, moves, place_names)


def _uses(session: Session, moves: Sequence[StockMove]) -> dict[str, Reason]:
    records = {move.source_id: move.id for move in moves if move.kind == "use" and move.source_id}
    rows = session.execute(
        select(Material.id, ServiceCall.id.label("call_id"), ServiceCall.number, BusinessPartner.name)
        .join(Activity, Activity.id == Material.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .join(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Material.id.in_(records))
    )
    by_record = {row.id: Reason(row.call_id, row.number or "", row.name) for row in rows}
    return {
        move.id: by_record[move.source_id]
        for move in moves if move.kind == "use" and move.source_id in by_record
    }


def _transfers(session: Session, moves: Sequence[StockMove], place_names: Mapping[str, str]) -> dict[str, Reason]:
    other_ids = {move.source_id for move in moves if move.kind == "transfer" and move.source_id}
    others = {
        row.id: row.warehouse_id
        for row in session.execute(select(StockMove.id, StockMove.warehouse_id).where(StockMove.id.in_(other_ids)))
    }
    return {
        move.id: Reason(other_place=place_names.get(others[move.source_id], ""))
        for move in moves if move.kind == "transfer" and move.source_id in others
    }
