"""What the journey leaves when both programs are closed: papers, the phone's messages, and the facts."""

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec

from core.bootstrap import open_core
from core.integrations.sms.phone_store import PhoneMessage
from core.queries.call_card import CallCard, call_card
from core.queries.visit_review import visit_review
from core.settings import Settings
from office_app.demo.firm import DemoFolders


def leave_papers(out: Path, folders: DemoFolders, visit_id: str) -> dict[str, Any]:
    """Copies the papers and returns what the office knows of the call in the end."""
    _leave_messages(out, folders.office / "phone.jsonl")
    core = open_core(Settings(role="office", folder=folders.office))
    try:
        review = core.database.ask(visit_review, visit_id)
        card = core.database.ask(call_card, review.call_id) if review is not None else None
        if card is None:
            return {}
        for name, sha256 in _papers(card).items():
            shutil.copyfile(core.blobs.path(sha256), out / name)
        return _facts(card)
    finally:
        core.close()


def _papers(card: CallCard) -> dict[str, str]:
    found = [("service-report.pdf", visit.report_sha256) for visit in card.visits]
    found += [("invoice.pdf", invoice.paper_sha256) for invoice in card.invoices]
    return {name: sha256 for name, sha256 in found if sha256}


def _facts(card: CallCard) -> dict[str, Any]:
    return {
        "number": card.number, "customer": card.customer, "state": card.state,
        "sums": {"to_charge": card.to_charge, "covered": card.covered},
        "invoices": [
            {"number": invoice.number, "state": invoice.state, "net": invoice.net, "to_pay": invoice.to_pay}
            for invoice in card.invoices
        ],
        "messages": [
            {"purpose": message.purpose, "state": message.state, "sent": message.sent_at,
             "delivered": message.delivered_at}
            for message in card.messages
        ],
        "visits": [
            {
                "id": visit.id, "state": visit.state, "outcome": visit.outcome, "approval": visit.approval,
                "photos": len(visit.photos), "readings": {r.quantity: r.value for r in visit.readings},
                "timeline": [{"step": event.step, "at": event.at, "person": event.person} for event in visit.timeline],
                "lines": [
                    {"what": line.title, "quantity": line.quantity, "amount": line.amount,
                     "charge": line.charge_option}
                    for line in visit.lines
                ],
            }
            for visit in card.visits
        ],
    }


def _leave_messages(out: Path, file: Path) -> None:
    lines = file.read_bytes().splitlines() if file.exists() else []
    messages = [msgspec.json.decode(line, type=PhoneMessage) for line in lines if line.strip()]
    told = [
        {"to": message.to, "from": message.sender, "text": message.text, "at": message.created.isoformat()}
        for message in messages
    ]
    (out / "messages.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
