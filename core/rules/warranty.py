"""Whether a machine's warranty pays, and who stands behind it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WarrantyFacts:
    """A machine's warranty: its days (both included), who pays (`own` or `supplier`) and whether labour is covered."""

    start: date | None = None
    end: date | None = None
    kind: str = "supplier"
    labour: bool = False

    @property
    def option(self) -> str:
        return "warranty_own" if self.kind == "own" else "warranty_supplier"


@dataclass(frozen=True, slots=True)
class WarrantyVerdict:
    """`covered` on that day, and the sentence for it: a text key with its parameters."""

    covered: bool
    reason_key: str
    reason_params: dict[str, int]


def in_warranty(warranty: WarrantyFacts | None, day: date) -> WarrantyVerdict:
    """The machine's warranty on a day; the last day counts, a machine without an end date has none."""
    if warranty is None or warranty.end is None:
        return WarrantyVerdict(False, "charge.no_warranty", {})
    if warranty.start is not None and day < warranty.start:
        return WarrantyVerdict(False, f"charge.warranty_from_{warranty.start.month}", {"year": warranty.start.year})
    if day > warranty.end:
        return WarrantyVerdict(False, f"charge.warranty_ended_{warranty.end.month}", {"year": warranty.end.year})
    return WarrantyVerdict(True, f"charge.warranty_until_{warranty.end.month}", {"year": warranty.end.year})
