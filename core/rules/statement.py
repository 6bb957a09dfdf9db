"""What the customer saw before signing, as one canonical value with a fingerprint."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.rules.pricing import PricedLine, Totals

VERSION = 1
Statement = dict[str, Any]


def statement(
    *, call_number: str, customer: str, outcome: str, work_done: str, lines: Sequence[PricedLine], sums: Totals,
    checklists: Sequence[Mapping[str, Any]],
) -> Statement:
    """Everything shown at checkout, in plain values and codes, so that it is the same in every language.

    `checklists` are {name, version, done, total, steps: [{id, answer, verdict, photos, remark}]} with codes and raw
    values; a step without a remark has none.
    """
    vat = [{"rate": exact(row.rate), "base": exact(row.base), "amount": exact(row.amount)} for row in sums.vat_rows]
    return {
        "version": VERSION,
        "call_number": call_number,
        "customer": customer,
        "outcome": outcome,
        "work_done": work_done.strip(),
        "lines": [_line(line) for line in lines],
        "net": exact(sums.net),
        "vat": vat,
        "rounding": exact(sums.rounding),
        "to_pay": exact(sums.to_pay),
        "checklists": [dict(checklist) for checklist in checklists],
    }


def fingerprint(shown: Statement) -> str:
    """The SHA-256 of the statement in its canonical form: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def exact(number: Decimal) -> str:
    """A number written one way only: no trailing zeros, no exponent, no minus zero."""
    return format(number.normalize() + 0, "f")


def _line(line: PricedLine) -> dict[str, Any]:
    return {
        "kind": line.source_kind, "id": line.source_id, "title": line.title, "quantity": exact(line.quantity),
        "unit": line.unit, "unit_price": exact(line.unit_price), "amount": exact(line.amount),
        "charge_option": line.charge_option, "reason": line.reason_key, "reason_params": dict(line.reason_params),
    }
