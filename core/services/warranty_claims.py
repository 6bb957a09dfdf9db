"""Follows a warranty claim to its end; claims are opened by `core.services.charging` when a visit is done."""

from core.commands.follow_up import MoveClaim
from core.errors import UserError
from core.model.money import WarrantyClaim
from core.rules.lifecycle import CLAIM, allowed
from core.services.approval import customer_name
from core.storage.unit_of_work import UnitOfWork


def move_claim(command: MoveClaim, work: UnitOfWork) -> None:
    claim = work.get(WarrantyClaim, command.claim_id)
    if claim.state == command.state:
        return
    if allowed(CLAIM, claim.state, command.state) is None:
        raise UserError("invoicing.error_claim_step")
    work.undo_with(MoveClaim(claim_id=claim.id, state=claim.state))
    claim.state = command.state
    work.label(f"invoicing.did_claim_{command.state}", name=customer_name(work, claim.call_id))
    work.result(claim.id)


HANDLERS = {MoveClaim: move_claim}
