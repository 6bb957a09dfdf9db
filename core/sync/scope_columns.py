"""Which columns of which kinds may ever reach a tablet. A new column is withheld until somebody writes it down here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FULL = "full"
HISTORY = "history"
"""A finished visit of a machine, for its history only."""
OWN = "own"
"""A row about the tablet's own technician."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one kind that are sent (beside `id`), and those that stay at the office."""

    sent: tuple[str, ...]
    withheld: tuple[str, ...] = ()


def _shape(sent: str, withheld: str = "") -> Shape:
    return Shape(tuple(sent.split()), tuple(withheld.split()))


_RECORD = (
    "activity_id person_id recorded_at state note charge_option charge_reason charge_params charge_by_hand corrects_id "
    "corrected_by_id "
)
_ACTIVITY_HISTORY = (
    "call_id kind state subject planned_start planned_end lead_person_id address_id started_at arrived_at finished_at "
    "outcome outcome_reason outcome_note fault_found work_done"
)
_CALL_HISTORY = (
    "number subject kind state problem cause resolution partner_id contact_id address_id created_at completed_at"
)

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "firm": {
        FULL: _shape(
            "name org_number vat_number phone email street zip city seat bankgiro swish f_tax language latitude "
            "longitude settings"
        )
    },
    "skill": {FULL: _shape("name required_by_law")},
    "address": {FULL: _shape("partner_id kind street zip city latitude longitude access_note")},
    "person": {
        OWN: _shape(
            "name initials roles phone email language home_address_id starts_from team colour sort_order active "
            "starred_item_ids",
            "cost_per_hour",
        ),
        FULL: _shape(
            "name initials phone colour sort_order active",
            "roles email language home_address_id starts_from team cost_per_hour starred_item_ids",
        ),
    },
    "person_skill": {OWN: _shape("person_id skill_id level valid_to")},
    "working_time": {
        OWN: _shape("person_id weekday start_minute end_minute break_start_minute break_end_minute")
    },
    "day_entry": {OWN: _shape("person_id kind start end note removed")},
    "absence": {OWN: _shape("person_id kind start end note")},
    "reservation": {OWN: _shape("person_id title start end expires_at")},
    "item": {
        FULL: _shape(
            "code name kind unit barcode manufacturer price vat_rate serial_tracked warranty_months superseded_by_id",
            "cost",
        )
    },
    "further_code": {FULL: _shape("code item_id equipment_id")},
    "price_list": {FULL: _shape("name discount valid_from")},
    "price_list_line": {FULL: _shape("price_list_id item_id price")},
    "warehouse": {FULL: _shape("name kind person_id address_id")},
    "stock_shelf": {FULL: _shape("warehouse_id item_id shelf minimum")},
    "stock_move": {
        OWN: _shape("warehouse_id item_id quantity kind at person_id source_id"),
        FULL: _shape("warehouse_id item_id quantity kind at", "person_id source_id"),
    },
    "business_partner": {
        FULL: _shape(
            "number name kind org_number vat_number language payment_days price_list_id phone email note verified "
            "merged_into_id",
            "credit_hold",
        )
    },
    "contact": {FULL: _shape("partner_id name role phone mobile email sms_consent is_site_contact")},
    "service_contract": {
        FULL: _shape(
            "partner_id name covers_labour covers_travel covers_parts response_hours fix_hours starts_on ends_on",
            "yearly_price",
        )
    },
    "equipment": {
        FULL: _shape(
            "number name serial serial_key item_id manufacturer category partner_id address_id parent_id state "
            "label_code gtin installed_on warranty_start warranty_end warranty_kind warranty_labour contract_id "
            "location_note next_service_on verified replaced_by_id"
        )
    },
    "fault_template": {
        FULL: _shape("text category call_kind duration_minutes skill_ids item_ids checklist_template_id")
    },
    "checklist_template": {FULL: _shape("name description state binding minutes published_version_id")},
    "checklist_version": {FULL: _shape("template_id number state elements published_at", "published_by_id")},
    "service_call": {
        FULL: _shape(
            "number subject kind state pending_reason priority problem cause resolution origin partner_id contact_id "
            "address_id contract_id fault_template_id parent_call_id promised_from promised_to wish_text due_at "
            "sla_respond_by sla_fix_by warranty_verdict quote_limit created_at created_by_id completed_at closed_at",
            "intake",
        ),
        HISTORY: _shape(
            _CALL_HISTORY,
            "pending_reason priority origin contract_id fault_template_id parent_call_id promised_from promised_to "
            "wish_text due_at sla_respond_by sla_fix_by warranty_verdict quote_limit created_by_id closed_at intake",
        ),
    },
    "service_call_equipment": {FULL: _shape("call_id equipment_id")},
    "activity": {
        FULL: _shape(
            "call_id kind state subject planned_start planned_end duration_minutes lead_person_id helper_ids "
            "address_id required_skill_ids checklist_template_ids instructions predecessor_id next_visit_of_id "
            "released_at release_revision told_from told_to started_at arrived_at finished_at outcome outcome_reason "
            "outcome_note fault_found work_done report_email approval",
            "pinned accepted_conflicts approved_at approved_by_id",
        ),
        HISTORY: _shape(
            _ACTIVITY_HISTORY,
            "duration_minutes helper_ids required_skill_ids checklist_template_ids instructions pinned "
            "accepted_conflicts predecessor_id next_visit_of_id released_at release_revision told_from told_to "
            "report_email approval approved_at approved_by_id",
        ),
    },
    "required_material": {FULL: _shape("activity_id item_id quantity maybe state warehouse_id")},
    "service_assignment": {
        FULL: _shape(
            "activity_id person_id role step reason assigned_at seen_at accepted_at travel_started_at arrived_at "
            "work_started_at finished_at lacking_skill_ids"
        )
    },
    "status_event": {FULL: _shape("assignment_id activity_id person_id from_step to_step at reason legal")},
    "time_effort": {FULL: _shape(_RECORD + "kind start end minutes item_id")},
    "material": {FULL: _shape(_RECORD + "item_id quantity warehouse_id serial removed_serial equipment_id")},
    "mileage": {FULL: _shape(_RECORD + "kilometres item_id")},
    "expense": {FULL: _shape(_RECORD + "text amount")},
    "reading": {
        FULL: _shape("activity_id equipment_id person_id quantity element_id value unit verdict read_at")
    },
    "note": {FULL: _shape("call_id activity_id person_id text at visible_to_customer")},
    "checklist_instance": {
        FULL: _shape("activity_id version_id equipment_id state opened_at opened_by_id closed_at")
    },
    "checklist_answer": {
        FULL: _shape("instance_id element_id value verdict reason answered_at answered_by_id")
    },
    "attachment": {
        FULL: _shape(
            "sha256 mime size file_name object_kind object_id element_id caption thumbnail taken_at taken_by_id "
            "visible_to_customer marks pair latitude longitude"
        ),
        HISTORY: _shape(
            "sha256 mime size object_kind object_id element_id thumbnail taken_at taken_by_id visible_to_customer "
            "marks pair",
            "file_name caption latitude longitude",
        ),
    },
    "signature": {
        FULL: _shape("activity_id state name role strokes reason signed_at language shown_sha256 shown person_id")
    },
    "document": {FULL: _shape("title kind language item_ids categories attachment_id retired")},
    "diagram": {FULL: _shape("title item_ids attachment_id retired")},
    "diagram_hotspot": {FULL: _shape("diagram_id position item_id quantity x y")},
}
"""By kind, parents first: the order in which rows are sent."""

KIND_ORDER: Mapping[str, int] = {kind: number for number, kind in enumerate(SHAPES)}

STAYS_AT_OFFICE = frozenset(
    {"device", "invoice", "invoice_line", "message", "moved_break", "service_report", "sync_flag", "warranty_claim"}
)
"""Kinds no tablet ever gets."""

_FIRM_SETTINGS = frozenset({
    "payment_days", "labour_item", "travel_item", "mileage_item", "labour_rounding_minutes", "fixed_travel",
    "service_hours", "arrival_window_minutes", "photo_position",
})  # fmt: skip


def columns(kind: str, shape: str) -> tuple[str, ...]:
    """`id` and the columns of that shape."""
    return ("id", *SHAPES[kind][shape].sent)


def cleaned(kind: str, column: str, value: Any) -> Any:
    """A value without what stays at the office: keys of the SMS gateway and the like in the firm's settings."""
    if kind == "firm" and column == "settings" and isinstance(value, dict):
        return {name: chosen for name, chosen in value.items() if name in _FIRM_SETTINGS}
    return value
