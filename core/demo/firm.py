"""What others need to know of the firm that was made: the ids of the story and how much there is."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoFirm:
    """Ids by what they are in the story; `people` and `customers` are by name, `items` and `faults` by their keys.

    James has not called yet: his call is made by Mara. `open_filter_call` is another call of Kafé Tulpan, planned in
    three days. `unplanned` are the calls that wait for a technician.
    """

    mara: str
    alex: str
    tulpan: str
    tulpan_address: str
    tulpan_phone: str
    james: str
    james_mobile: str
    e61: str
    e61_serial: str
    e61_label: str
    grinder: str
    water_filter: str
    gold_contract: str
    pressure_checklist: str
    pressure_fault: str
    alex_van: str
    open_filter_call: str = ""
    people: dict[str, str] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    checklists: dict[str, str] = field(default_factory=dict)
    unplanned: tuple[str, ...] = ()
    calls: int = 0
