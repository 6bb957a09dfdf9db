"""Everything the first release stores."""
# ruff: noqa: E501

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in _TABLES:
        table()
    _searching()


def _checklist_template() -> None:
    op.create_table("checklist_template",
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("description", sa.String(), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("binding", sa.Text(), nullable=False),
    sa.Column("minutes", sa.Integer(), nullable=False),
    sa.Column("published_version_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_template"))
    )


def _command_log() -> None:
    op.create_table("command_log",
    sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("type", sa.String(length=60), nullable=False),
    sa.Column("payload", sa.String(), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("device_id", sa.String(length=36), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=True),
    sa.Column("verdict", sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint("seq", name=op.f("pk_command_log")),
    sa.UniqueConstraint("id", name=op.f("uq_command_log_id")),
    sqlite_autoincrement=True
    )
    op.create_index(op.f("ix_command_log_activity_id"), "command_log", ["activity_id"], unique=False)
    op.create_index(op.f("ix_command_log_device_id"), "command_log", ["device_id"], unique=False)


def _counter() -> None:
    op.create_table("counter",
    sa.Column("name", sa.String(length=40), nullable=False),
    sa.Column("value", sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint("name", name=op.f("pk_counter"))
    )


def _device() -> None:
    op.create_table("device",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("sign_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("seal_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("paired_at", sa.DateTime(), nullable=False),
    sa.Column("revoked_at", sa.DateTime(), nullable=True),
    sa.Column("emptied_at", sa.DateTime(), nullable=True),
    sa.Column("last_contact_at", sa.DateTime(), nullable=True),
    sa.Column("program_version", sa.String(length=20), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_device"))
    )
    op.create_index(op.f("ix_device_person_id"), "device", ["person_id"], unique=False)


def _firm() -> None:
    op.create_table("firm",
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("org_number", sa.String(length=20), nullable=False),
    sa.Column("vat_number", sa.String(length=20), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("email", sa.String(length=120), nullable=False),
    sa.Column("street", sa.String(length=120), nullable=False),
    sa.Column("zip", sa.String(length=12), nullable=False),
    sa.Column("city", sa.String(length=60), nullable=False),
    sa.Column("seat", sa.String(length=60), nullable=False),
    sa.Column("bankgiro", sa.String(length=16), nullable=False),
    sa.Column("swish", sa.String(length=16), nullable=False),
    sa.Column("f_tax", sa.Boolean(), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("latitude", sa.Double(), nullable=True),
    sa.Column("longitude", sa.Double(), nullable=True),
    sa.Column("settings", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_firm"))
    )


def _item() -> None:
    op.create_table("item",
    sa.Column("code", sa.String(length=40), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("unit", sa.String(length=8), nullable=False),
    sa.Column("barcode", sa.String(length=20), nullable=False),
    sa.Column("manufacturer", sa.String(length=60), nullable=False),
    sa.Column("cost", sa.BigInteger(), nullable=False),
    sa.Column("price", sa.BigInteger(), nullable=False),
    sa.Column("vat_rate", sa.BigInteger(), nullable=False),
    sa.Column("serial_tracked", sa.Boolean(), nullable=False),
    sa.Column("warranty_months", sa.Integer(), nullable=False),
    sa.Column("superseded_by_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["superseded_by_id"], ["item.id"], name=op.f("fk_item_superseded_by_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    sa.UniqueConstraint("code", name=op.f("uq_item_code"))
    )
    op.create_index(op.f("ix_item_barcode"), "item", ["barcode"], unique=False)
    op.create_index(op.f("ix_item_name"), "item", ["name"], unique=False)


def _journal() -> None:
    op.create_table("journal",
    sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
    sa.Column("command_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("device_id", sa.String(length=36), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("row_id", sa.String(length=36), nullable=False),
    sa.Column("action", sa.String(length=8), nullable=False),
    sa.Column("field", sa.String(length=40), nullable=False),
    sa.Column("old", sa.String(), nullable=True),
    sa.Column("new", sa.String(), nullable=True),
    sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal"))
    )
    op.create_index(op.f("ix_journal_command_id"), "journal", ["command_id"], unique=False)
    op.create_index("ix_journal_row", "journal", ["kind", "row_id"], unique=False)


def _price_list() -> None:
    op.create_table("price_list",
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("discount", sa.BigInteger(), nullable=False),
    sa.Column("valid_from", sa.Date(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list"))
    )


def _row_change() -> None:
    op.create_table("row_change",
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("deleted", sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_row_change"))
    )
    op.create_index(op.f("ix_row_change_seq"), "row_change", ["seq"], unique=False)


def _search_entry() -> None:
    op.create_table("search_entry",
    sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("row_id", sa.String(length=36), nullable=False),
    sa.Column("shelf", sa.String(length=8), nullable=False),
    sa.Column("area", sa.String(length=12), nullable=False),
    sa.Column("partner_id", sa.String(length=36), nullable=False),
    sa.Column("words", sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_entry"))
    )
    op.create_index("ix_search_entry_row", "search_entry", ["kind", "row_id"], unique=False)
    op.create_index("ix_search_entry_words", "search_entry", ["shelf", "words"], unique=False)


def _skill() -> None:
    op.create_table("skill",
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("required_by_law", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
    sa.UniqueConstraint("name", name=op.f("uq_skill_name"))
    )


def _sync_blob() -> None:
    op.create_table("sync_blob",
    sa.Column("sha256", sa.String(length=64), nullable=False),
    sa.Column("state", sa.String(length=8), nullable=False),
    sa.Column("at", sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sync_blob"))
    )


def _sync_bundle() -> None:
    op.create_table("sync_bundle",
    sa.Column("stream_id", sa.Integer(), nullable=False),
    sa.Column("seq_to", sa.Integer(), nullable=False),
    sa.Column("seq_from", sa.Integer(), nullable=False),
    sa.Column("sha256", sa.String(length=64), nullable=False),
    sa.Column("received_at", sa.String(length=40), nullable=False),
    sa.Column("raw", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("stream_id", "seq_to", name=op.f("pk_sync_bundle"))
    )


def _sync_deferred() -> None:
    op.create_table("sync_deferred",
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("reason", sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_sync_deferred"))
    )


def _sync_flag() -> None:
    op.create_table("sync_flag",
    sa.Column("code", sa.String(length=60), nullable=False),
    sa.Column("params", sa.Text(), nullable=False),
    sa.Column("command_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("device_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("row_id", sa.String(length=36), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=True),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("resolved_at", sa.DateTime(), nullable=True),
    sa.Column("resolution", sa.String(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_flag"))
    )
    op.create_index(op.f("ix_sync_flag_activity_id"), "sync_flag", ["activity_id"], unique=False)
    op.create_index(op.f("ix_sync_flag_command_id"), "sync_flag", ["command_id"], unique=False)


def _sync_guess() -> None:
    op.create_table("sync_guess",
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint("kind", "id", "seq", name=op.f("pk_sync_guess"))
    )
    op.create_index(op.f("ix_sync_guess_seq"), "sync_guess", ["seq"], unique=False)


def _sync_identity() -> None:
    op.create_table("sync_identity",
    sa.Column("name", sa.String(length=40), nullable=False),
    sa.Column("value", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("name", name=op.f("pk_sync_identity"))
    )


def _sync_quarantine() -> None:
    op.create_table("sync_quarantine",
    sa.Column("command_id", sa.String(length=36), nullable=False),
    sa.Column("stream_id", sa.Integer(), nullable=False),
    sa.Column("device_id", sa.String(length=36), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("at", sa.String(length=40), nullable=False),
    sa.Column("payload", sa.String(), nullable=False),
    sa.Column("error", sa.String(), nullable=False),
    sa.Column("received_at", sa.String(length=40), nullable=False),
    sa.Column("resolved_at", sa.String(length=40), nullable=False),
    sa.Column("resolution", sa.String(length=12), nullable=False),
    sa.Column("resolved_by", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("command_id", name=op.f("pk_sync_quarantine"))
    )
    op.create_index("ix_sync_quarantine_stream", "sync_quarantine", ["stream_id", "seq"], unique=False)


def _sync_seen() -> None:
    op.create_table("sync_seen",
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_sync_seen"))
    )


def _sync_sent() -> None:
    op.create_table("sync_sent",
    sa.Column("stream_id", sa.Integer(), nullable=False),
    sa.Column("kind", sa.String(length=32), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("shape", sa.String(length=12), nullable=False),
    sa.Column("page", sa.BigInteger(), nullable=False),
    sa.Column("gone", sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint("stream_id", "kind", "id", name=op.f("pk_sync_sent"))
    )


def _sync_state() -> None:
    op.create_table("sync_state",
    sa.Column("name", sa.String(length=40), nullable=False),
    sa.Column("value", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("name", name=op.f("pk_sync_state"))
    )


def _sync_stream() -> None:
    op.create_table("sync_stream",
    sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
    sa.Column("device_id", sa.String(length=36), nullable=False),
    sa.Column("epoch", sa.String(length=32), nullable=False),
    sa.Column("have_through", sa.Integer(), nullable=False),
    sa.Column("have_hash", sa.String(length=64), nullable=False),
    sa.Column("done_through", sa.Integer(), nullable=False),
    sa.Column("feed", sa.String(length=32), nullable=False),
    sa.Column("page", sa.BigInteger(), nullable=False),
    sa.Column("confirmed", sa.BigInteger(), nullable=False),
    sa.Column("issued", sa.String(length=200), nullable=False),
    sa.Column("scanned_feed", sa.Integer(), nullable=False),
    sa.Column("scanned_day", sa.String(length=10), nullable=False),
    sa.Column("first_contact_at", sa.String(length=40), nullable=False),
    sa.Column("last_contact_at", sa.String(length=40), nullable=False),
    sa.Column("last_work_at", sa.String(length=40), nullable=False),
    sa.Column("waiting", sa.Integer(), nullable=False),
    sa.Column("oldest_waiting_at", sa.String(length=40), nullable=False),
    sa.Column("backed_up", sa.Integer(), server_default="0", nullable=False),
    sa.Column("last_way", sa.String(length=8), server_default="", nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_stream"))
    )
    op.create_index("ix_sync_stream_device", "sync_stream", ["device_id", "epoch"], unique=True)


def _business_partner() -> None:
    op.create_table("business_partner",
    sa.Column("number", sa.String(length=20), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("org_number", sa.String(length=20), nullable=False),
    sa.Column("vat_number", sa.String(length=20), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("payment_days", sa.Integer(), nullable=False),
    sa.Column("price_list_id", sa.String(length=36), nullable=True),
    sa.Column("credit_hold", sa.Boolean(), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("email", sa.String(length=120), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("verified", sa.Boolean(), nullable=False),
    sa.Column("merged_into_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["merged_into_id"], ["business_partner.id"], name=op.f("fk_business_partner_merged_into_id")),
    sa.ForeignKeyConstraint(["price_list_id"], ["price_list.id"], name=op.f("fk_business_partner_price_list_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_business_partner")),
    sa.UniqueConstraint("number", name=op.f("uq_business_partner_number"))
    )
    op.create_index(op.f("ix_business_partner_name"), "business_partner", ["name"], unique=False)


def _fault_template() -> None:
    op.create_table("fault_template",
    sa.Column("text", sa.String(length=120), nullable=False),
    sa.Column("category", sa.String(length=24), nullable=False),
    sa.Column("call_kind", sa.String(length=16), nullable=False),
    sa.Column("duration_minutes", sa.Integer(), nullable=False),
    sa.Column("skill_ids", sa.Text(), nullable=False),
    sa.Column("item_ids", sa.Text(), nullable=False),
    sa.Column("checklist_template_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["checklist_template_id"], ["checklist_template.id"], name=op.f("fk_fault_template_checklist_template_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_fault_template"))
    )


def _price_list_line() -> None:
    op.create_table("price_list_line",
    sa.Column("price_list_id", sa.String(length=36), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("price", sa.BigInteger(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_price_list_line_item_id")),
    sa.ForeignKeyConstraint(["price_list_id"], ["price_list.id"], name=op.f("fk_price_list_line_price_list_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list_line"))
    )
    op.create_index(op.f("ix_price_list_line_item_id"), "price_list_line", ["item_id"], unique=False)
    op.create_index(op.f("ix_price_list_line_price_list_id"), "price_list_line", ["price_list_id"], unique=False)


def _address() -> None:
    op.create_table("address",
    sa.Column("partner_id", sa.String(length=36), nullable=True),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("street", sa.String(length=120), nullable=False),
    sa.Column("zip", sa.String(length=12), nullable=False),
    sa.Column("city", sa.String(length=60), nullable=False),
    sa.Column("latitude", sa.Double(), nullable=True),
    sa.Column("longitude", sa.Double(), nullable=True),
    sa.Column("access_note", sa.String(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_address_partner_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_address"))
    )
    op.create_index(op.f("ix_address_partner_id"), "address", ["partner_id"], unique=False)


def _contact() -> None:
    op.create_table("contact",
    sa.Column("partner_id", sa.String(length=36), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("role", sa.String(length=60), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("mobile", sa.String(length=32), nullable=False),
    sa.Column("email", sa.String(length=120), nullable=False),
    sa.Column("sms_consent", sa.Boolean(), nullable=False),
    sa.Column("is_site_contact", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_contact_partner_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_contact"))
    )
    op.create_index(op.f("ix_contact_mobile"), "contact", ["mobile"], unique=False)
    op.create_index(op.f("ix_contact_partner_id"), "contact", ["partner_id"], unique=False)
    op.create_index(op.f("ix_contact_phone"), "contact", ["phone"], unique=False)


def _service_contract() -> None:
    op.create_table("service_contract",
    sa.Column("partner_id", sa.String(length=36), nullable=False),
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("covers_labour", sa.Boolean(), nullable=False),
    sa.Column("covers_travel", sa.Boolean(), nullable=False),
    sa.Column("covers_parts", sa.Boolean(), nullable=False),
    sa.Column("response_hours", sa.Integer(), nullable=True),
    sa.Column("fix_hours", sa.Integer(), nullable=True),
    sa.Column("yearly_price", sa.BigInteger(), nullable=False),
    sa.Column("starts_on", sa.Date(), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_service_contract_partner_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service_contract"))
    )
    op.create_index(op.f("ix_service_contract_partner_id"), "service_contract", ["partner_id"], unique=False)


def _equipment() -> None:
    op.create_table("equipment",
    sa.Column("number", sa.String(length=20), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("serial", sa.String(length=60), nullable=False),
    sa.Column("serial_key", sa.String(length=60), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("manufacturer", sa.String(length=60), nullable=False),
    sa.Column("category", sa.String(length=24), nullable=False),
    sa.Column("partner_id", sa.String(length=36), nullable=False),
    sa.Column("address_id", sa.String(length=36), nullable=True),
    sa.Column("parent_id", sa.String(length=36), nullable=True),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("label_code", sa.String(length=40), nullable=False),
    sa.Column("gtin", sa.String(length=14), nullable=False),
    sa.Column("installed_on", sa.Date(), nullable=True),
    sa.Column("warranty_start", sa.Date(), nullable=True),
    sa.Column("warranty_end", sa.Date(), nullable=True),
    sa.Column("warranty_kind", sa.String(length=12), nullable=False),
    sa.Column("warranty_labour", sa.Boolean(), nullable=False),
    sa.Column("contract_id", sa.String(length=36), nullable=True),
    sa.Column("location_note", sa.String(), nullable=False),
    sa.Column("next_service_on", sa.Date(), nullable=True),
    sa.Column("verified", sa.Boolean(), nullable=False),
    sa.Column("replaced_by_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_equipment_address_id")),
    sa.ForeignKeyConstraint(["contract_id"], ["service_contract.id"], name=op.f("fk_equipment_contract_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_equipment_item_id")),
    sa.ForeignKeyConstraint(["parent_id"], ["equipment.id"], name=op.f("fk_equipment_parent_id")),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_equipment_partner_id")),
    sa.ForeignKeyConstraint(["replaced_by_id"], ["equipment.id"], name=op.f("fk_equipment_replaced_by_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    sa.UniqueConstraint("number", name=op.f("uq_equipment_number"))
    )
    op.create_index(op.f("ix_equipment_label_code"), "equipment", ["label_code"], unique=False)
    op.create_index(op.f("ix_equipment_partner_id"), "equipment", ["partner_id"], unique=False)
    op.create_index(op.f("ix_equipment_serial_key"), "equipment", ["serial_key"], unique=False)


def _person() -> None:
    op.create_table("person",
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("initials", sa.String(length=3), nullable=False),
    sa.Column("roles", sa.String(length=60), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("email", sa.String(length=120), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("home_address_id", sa.String(length=36), nullable=True),
    sa.Column("starts_from", sa.String(length=8), nullable=False),
    sa.Column("cost_per_hour", sa.BigInteger(), nullable=False),
    sa.Column("team", sa.String(length=40), nullable=False),
    sa.Column("colour", sa.Integer(), nullable=False),
    sa.Column("sort_order", sa.Integer(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("starred_item_ids", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["home_address_id"], ["address.id"], name=op.f("fk_person_home_address_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_person"))
    )


def _absence() -> None:
    op.create_table("absence",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("end", sa.DateTime(), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_absence"))
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_index(op.f("ix_absence_start"), "absence", ["start"], unique=False)


def _attachment() -> None:
    op.create_table("attachment",
    sa.Column("sha256", sa.String(length=64), nullable=False),
    sa.Column("mime", sa.String(length=60), nullable=False),
    sa.Column("size", sa.Integer(), nullable=False),
    sa.Column("file_name", sa.String(length=160), nullable=False),
    sa.Column("object_kind", sa.String(length=32), nullable=False),
    sa.Column("object_id", sa.String(length=36), nullable=False),
    sa.Column("element_id", sa.String(length=40), nullable=False),
    sa.Column("caption", sa.String(), nullable=False),
    sa.Column("thumbnail", sa.String(), nullable=False),
    sa.Column("taken_at", sa.DateTime(), nullable=False),
    sa.Column("taken_by_id", sa.String(length=36), nullable=True),
    sa.Column("visible_to_customer", sa.Boolean(), nullable=False),
    sa.Column("marks", sa.Text(), nullable=False),
    sa.Column("pair", sa.String(length=8), nullable=False),
    sa.Column("latitude", sa.Double(), nullable=True),
    sa.Column("longitude", sa.Double(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_attachment_taken_by_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment"))
    )
    op.create_index(op.f("ix_attachment_object_id"), "attachment", ["object_id"], unique=False)
    op.create_index(op.f("ix_attachment_object_kind"), "attachment", ["object_kind"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)


def _checklist_version() -> None:
    op.create_table("checklist_version",
    sa.Column("template_id", sa.String(length=36), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("elements", sa.Text(), nullable=False),
    sa.Column("published_at", sa.DateTime(), nullable=True),
    sa.Column("published_by_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_checklist_version_published_by_id")),
    sa.ForeignKeyConstraint(["template_id"], ["checklist_template.id"], name=op.f("fk_checklist_version_template_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_version"))
    )
    op.create_index(op.f("ix_checklist_version_template_id"), "checklist_version", ["template_id"], unique=False)


def _day_entry() -> None:
    op.create_table("day_entry",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=8), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("end", sa.DateTime(), nullable=True),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("removed", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_entry_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_day_entry"))
    )
    op.create_index(op.f("ix_day_entry_person_id"), "day_entry", ["person_id"], unique=False)
    op.create_index(op.f("ix_day_entry_start"), "day_entry", ["start"], unique=False)


def _further_code() -> None:
    op.create_table("further_code",
    sa.Column("code", sa.String(length=60), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("equipment_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_further_code_equipment_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_further_code_item_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_further_code"))
    )
    op.create_index(op.f("ix_further_code_code"), "further_code", ["code"], unique=False)
    op.create_index(op.f("ix_further_code_equipment_id"), "further_code", ["equipment_id"], unique=False)
    op.create_index(op.f("ix_further_code_item_id"), "further_code", ["item_id"], unique=False)


def _moved_break() -> None:
    op.create_table("moved_break",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("end", sa.DateTime(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_moved_break_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_break")),
    sa.UniqueConstraint("person_id", "day", name=op.f("uq_moved_break_person_id"))
    )
    op.create_index(op.f("ix_moved_break_person_id"), "moved_break", ["person_id"], unique=False)
    op.create_index(op.f("ix_moved_break_start"), "moved_break", ["start"], unique=False)


def _person_skill() -> None:
    op.create_table("person_skill",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("skill_id", sa.String(length=36), nullable=False),
    sa.Column("level", sa.Integer(), nullable=False),
    sa.Column("valid_to", sa.Date(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_skill_person_id")),
    sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_person_skill_skill_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_person_skill"))
    )
    op.create_index(op.f("ix_person_skill_person_id"), "person_skill", ["person_id"], unique=False)


def _reservation() -> None:
    op.create_table("reservation",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("title", sa.String(length=80), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("end", sa.DateTime(), nullable=False),
    sa.Column("expires_at", sa.DateTime(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reservation_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation"))
    )
    op.create_index(op.f("ix_reservation_person_id"), "reservation", ["person_id"], unique=False)
    op.create_index(op.f("ix_reservation_start"), "reservation", ["start"], unique=False)


def _service_call() -> None:
    op.create_table("service_call",
    sa.Column("number", sa.String(length=20), nullable=True),
    sa.Column("subject", sa.String(length=160), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("state", sa.String(length=24), nullable=False),
    sa.Column("pending_reason", sa.String(length=24), nullable=False),
    sa.Column("priority", sa.String(length=12), nullable=False),
    sa.Column("problem", sa.String(), nullable=False),
    sa.Column("cause", sa.String(), nullable=False),
    sa.Column("resolution", sa.String(), nullable=False),
    sa.Column("origin", sa.String(length=12), nullable=False),
    sa.Column("partner_id", sa.String(length=36), nullable=True),
    sa.Column("contact_id", sa.String(length=36), nullable=True),
    sa.Column("address_id", sa.String(length=36), nullable=True),
    sa.Column("contract_id", sa.String(length=36), nullable=True),
    sa.Column("fault_template_id", sa.String(length=36), nullable=True),
    sa.Column("parent_call_id", sa.String(length=36), nullable=True),
    sa.Column("promised_from", sa.DateTime(), nullable=True),
    sa.Column("promised_to", sa.DateTime(), nullable=True),
    sa.Column("wish_text", sa.String(length=80), nullable=False),
    sa.Column("due_at", sa.DateTime(), nullable=True),
    sa.Column("sla_respond_by", sa.DateTime(), nullable=True),
    sa.Column("sla_fix_by", sa.DateTime(), nullable=True),
    sa.Column("warranty_verdict", sa.String(length=16), nullable=False),
    sa.Column("quote_limit", sa.BigInteger(), nullable=True),
    sa.Column("created_at", sa.DateTime(), nullable=False),
    sa.Column("created_by_id", sa.String(length=36), nullable=True),
    sa.Column("completed_at", sa.DateTime(), nullable=True),
    sa.Column("closed_at", sa.DateTime(), nullable=True),
    sa.Column("intake", sa.Text(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_service_call_address_id")),
    sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_service_call_contact_id")),
    sa.ForeignKeyConstraint(["contract_id"], ["service_contract.id"], name=op.f("fk_service_call_contract_id")),
    sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_service_call_created_by_id")),
    sa.ForeignKeyConstraint(["fault_template_id"], ["fault_template.id"], name=op.f("fk_service_call_fault_template_id")),
    sa.ForeignKeyConstraint(["parent_call_id"], ["service_call.id"], name=op.f("fk_service_call_parent_call_id")),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_service_call_partner_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service_call")),
    sa.UniqueConstraint("number", name=op.f("uq_service_call_number"))
    )
    op.create_index(op.f("ix_service_call_completed_at"), "service_call", ["completed_at"], unique=False)
    op.create_index(op.f("ix_service_call_created_at"), "service_call", ["created_at"], unique=False)
    op.create_index(op.f("ix_service_call_partner_id"), "service_call", ["partner_id"], unique=False)
    op.create_index(op.f("ix_service_call_state"), "service_call", ["state"], unique=False)


def _warehouse() -> None:
    op.create_table("warehouse",
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("kind", sa.String(length=8), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=True),
    sa.Column("address_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_warehouse_address_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_warehouse_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouse"))
    )


def _working_time() -> None:
    op.create_table("working_time",
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("weekday", sa.Integer(), nullable=False),
    sa.Column("start_minute", sa.Integer(), nullable=False),
    sa.Column("end_minute", sa.Integer(), nullable=False),
    sa.Column("break_start_minute", sa.Integer(), nullable=True),
    sa.Column("break_end_minute", sa.Integer(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_working_time_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_working_time"))
    )
    op.create_index(op.f("ix_working_time_person_id"), "working_time", ["person_id"], unique=False)


def _activity() -> None:
    op.create_table("activity",
    sa.Column("call_id", sa.String(length=36), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("state", sa.String(length=16), nullable=False),
    sa.Column("subject", sa.String(length=160), nullable=False),
    sa.Column("planned_start", sa.DateTime(), nullable=True),
    sa.Column("planned_end", sa.DateTime(), nullable=True),
    sa.Column("duration_minutes", sa.Integer(), nullable=False),
    sa.Column("lead_person_id", sa.String(length=36), nullable=True),
    sa.Column("helper_ids", sa.Text(), nullable=False),
    sa.Column("address_id", sa.String(length=36), nullable=True),
    sa.Column("required_skill_ids", sa.Text(), nullable=False),
    sa.Column("checklist_template_ids", sa.Text(), nullable=False),
    sa.Column("instructions", sa.String(), nullable=False),
    sa.Column("pinned", sa.Boolean(), nullable=False),
    sa.Column("accepted_conflicts", sa.Text(), nullable=False),
    sa.Column("predecessor_id", sa.String(length=36), nullable=True),
    sa.Column("next_visit_of_id", sa.String(length=36), nullable=True),
    sa.Column("released_at", sa.DateTime(), nullable=True),
    sa.Column("release_revision", sa.Integer(), nullable=False),
    sa.Column("told_from", sa.DateTime(), nullable=True),
    sa.Column("told_to", sa.DateTime(), nullable=True),
    sa.Column("started_at", sa.DateTime(), nullable=True),
    sa.Column("arrived_at", sa.DateTime(), nullable=True),
    sa.Column("finished_at", sa.DateTime(), nullable=True),
    sa.Column("outcome", sa.String(length=20), nullable=False),
    sa.Column("outcome_reason", sa.String(length=24), nullable=False),
    sa.Column("outcome_note", sa.String(), nullable=False),
    sa.Column("fault_found", sa.String(), nullable=False),
    sa.Column("work_done", sa.String(), nullable=False),
    sa.Column("report_email", sa.String(length=120), nullable=False),
    sa.Column("approval", sa.String(length=20), nullable=False),
    sa.Column("approved_at", sa.DateTime(), nullable=True),
    sa.Column("approved_by_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_activity_address_id")),
    sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_activity_approved_by_id")),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_activity_call_id")),
    sa.ForeignKeyConstraint(["lead_person_id"], ["person.id"], name=op.f("fk_activity_lead_person_id")),
    sa.ForeignKeyConstraint(["next_visit_of_id"], ["activity.id"], name=op.f("fk_activity_next_visit_of_id")),
    sa.ForeignKeyConstraint(["predecessor_id"], ["activity.id"], name=op.f("fk_activity_predecessor_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_activity"))
    )
    op.create_index(op.f("ix_activity_arrived_at"), "activity", ["arrived_at"], unique=False)
    op.create_index(op.f("ix_activity_call_id"), "activity", ["call_id"], unique=False)
    op.create_index(op.f("ix_activity_lead_person_id"), "activity", ["lead_person_id"], unique=False)
    op.create_index(op.f("ix_activity_planned_start"), "activity", ["planned_start"], unique=False)
    op.create_index(op.f("ix_activity_state"), "activity", ["state"], unique=False)


def _diagram() -> None:
    op.create_table("diagram",
    sa.Column("title", sa.String(length=120), nullable=False),
    sa.Column("item_ids", sa.Text(), nullable=False),
    sa.Column("attachment_id", sa.String(length=36), nullable=True),
    sa.Column("retired", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_diagram_attachment_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram"))
    )


def _document() -> None:
    op.create_table("document",
    sa.Column("title", sa.String(length=120), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("item_ids", sa.Text(), nullable=False),
    sa.Column("categories", sa.Text(), nullable=False),
    sa.Column("attachment_id", sa.String(length=36), nullable=True),
    sa.Column("retired", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_document_attachment_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_document"))
    )


def _invoice() -> None:
    op.create_table("invoice",
    sa.Column("number", sa.String(length=20), nullable=True),
    sa.Column("kind", sa.String(length=8), nullable=False),
    sa.Column("credits_id", sa.String(length=36), nullable=True),
    sa.Column("state", sa.String(length=10), nullable=False),
    sa.Column("partner_id", sa.String(length=36), nullable=False),
    sa.Column("call_id", sa.String(length=36), nullable=True),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("created_at", sa.DateTime(), nullable=False),
    sa.Column("issued_on", sa.Date(), nullable=True),
    sa.Column("due_on", sa.Date(), nullable=True),
    sa.Column("delivered_on", sa.Date(), nullable=True),
    sa.Column("ocr", sa.String(length=25), nullable=False),
    sa.Column("net", sa.BigInteger(), nullable=False),
    sa.Column("vat", sa.BigInteger(), nullable=False),
    sa.Column("rounding", sa.BigInteger(), nullable=False),
    sa.Column("to_pay", sa.BigInteger(), nullable=False),
    sa.Column("seller", sa.Text(), nullable=False),
    sa.Column("buyer", sa.Text(), nullable=False),
    sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_invoice_call_id")),
    sa.ForeignKeyConstraint(["credits_id"], ["invoice.id"], name=op.f("fk_invoice_credits_id")),
    sa.ForeignKeyConstraint(["partner_id"], ["business_partner.id"], name=op.f("fk_invoice_partner_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
    sa.UniqueConstraint("number", name=op.f("uq_invoice_number"))
    )
    op.create_index(op.f("ix_invoice_call_id"), "invoice", ["call_id"], unique=False)
    op.create_index(op.f("ix_invoice_partner_id"), "invoice", ["partner_id"], unique=False)
    op.create_index(op.f("ix_invoice_state"), "invoice", ["state"], unique=False)


def _message() -> None:
    op.create_table("message",
    sa.Column("channel", sa.String(length=8), nullable=False),
    sa.Column("purpose", sa.String(length=24), nullable=False),
    sa.Column("subject_id", sa.String(length=36), nullable=False),
    sa.Column("call_id", sa.String(length=36), nullable=True),
    sa.Column("contact_id", sa.String(length=36), nullable=True),
    sa.Column("recipient", sa.String(length=120), nullable=False),
    sa.Column("recipient_name", sa.String(length=120), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("title", sa.String(length=160), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("attachment_sha256", sa.String(length=64), nullable=False),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("created_at", sa.DateTime(), nullable=False),
    sa.Column("not_before", sa.DateTime(), nullable=False),
    sa.Column("useful_until", sa.DateTime(), nullable=True),
    sa.Column("attempts", sa.Integer(), nullable=False),
    sa.Column("attempt_started_at", sa.DateTime(), nullable=True),
    sa.Column("gateway_id", sa.String(length=60), nullable=False),
    sa.Column("error", sa.String(), nullable=False),
    sa.Column("sent_at", sa.DateTime(), nullable=True),
    sa.Column("delivered_at", sa.DateTime(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_message_call_id")),
    sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_message_contact_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    sa.UniqueConstraint("subject_id", "purpose", "recipient", "revision", name=op.f("uq_message_subject_id"))
    )
    op.create_index(op.f("ix_message_call_id"), "message", ["call_id"], unique=False)
    op.create_index(op.f("ix_message_state"), "message", ["state"], unique=False)
    op.create_index(op.f("ix_message_subject_id"), "message", ["subject_id"], unique=False)


def _service_call_equipment() -> None:
    op.create_table("service_call_equipment",
    sa.Column("call_id", sa.String(length=36), nullable=False),
    sa.Column("equipment_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_service_call_equipment_call_id")),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_service_call_equipment_equipment_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service_call_equipment"))
    )
    op.create_index(op.f("ix_service_call_equipment_call_id"), "service_call_equipment", ["call_id"], unique=False)
    op.create_index(op.f("ix_service_call_equipment_equipment_id"), "service_call_equipment", ["equipment_id"], unique=False)


def _stock_move() -> None:
    op.create_table("stock_move",
    sa.Column("warehouse_id", sa.String(length=36), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=True),
    sa.Column("source_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_move_item_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stock_move_person_id")),
    sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_move_warehouse_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move"))
    )
    op.create_index(op.f("ix_stock_move_item_id"), "stock_move", ["item_id"], unique=False)
    op.create_index(op.f("ix_stock_move_source_id"), "stock_move", ["source_id"], unique=False)
    op.create_index(op.f("ix_stock_move_warehouse_id"), "stock_move", ["warehouse_id"], unique=False)


def _stock_shelf() -> None:
    op.create_table("stock_shelf",
    sa.Column("warehouse_id", sa.String(length=36), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("shelf", sa.String(length=12), nullable=False),
    sa.Column("minimum", sa.BigInteger(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_shelf_item_id")),
    sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_shelf_warehouse_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_shelf"))
    )
    op.create_index(op.f("ix_stock_shelf_warehouse_id"), "stock_shelf", ["warehouse_id"], unique=False)


def _checklist_instance() -> None:
    op.create_table("checklist_instance",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("version_id", sa.String(length=36), nullable=False),
    sa.Column("equipment_id", sa.String(length=36), nullable=True),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("opened_at", sa.DateTime(), nullable=False),
    sa.Column("opened_by_id", sa.String(length=36), nullable=False),
    sa.Column("closed_at", sa.DateTime(), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_checklist_instance_activity_id")),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_checklist_instance_equipment_id")),
    sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_checklist_instance_opened_by_id")),
    sa.ForeignKeyConstraint(["version_id"], ["checklist_version.id"], name=op.f("fk_checklist_instance_version_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_instance"))
    )
    op.create_index(op.f("ix_checklist_instance_activity_id"), "checklist_instance", ["activity_id"], unique=False)


def _diagram_hotspot() -> None:
    op.create_table("diagram_hotspot",
    sa.Column("diagram_id", sa.String(length=36), nullable=False),
    sa.Column("position", sa.String(length=8), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("x", sa.Double(), nullable=False),
    sa.Column("y", sa.Double(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["diagram_id"], ["diagram.id"], name=op.f("fk_diagram_hotspot_diagram_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_diagram_hotspot_item_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_hotspot"))
    )
    op.create_index(op.f("ix_diagram_hotspot_diagram_id"), "diagram_hotspot", ["diagram_id"], unique=False)


def _expense() -> None:
    op.create_table("expense",
    sa.Column("text", sa.String(length=120), nullable=False),
    sa.Column("amount", sa.BigInteger(), nullable=False),
    sa.Column("recorded_at", sa.DateTime(), nullable=False),
    sa.Column("state", sa.String(length=20), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("charge_option", sa.String(length=20), nullable=False),
    sa.Column("charge_reason", sa.String(length=60), nullable=False),
    sa.Column("charge_params", sa.Text(), nullable=False),
    sa.Column("charge_by_hand", sa.Boolean(), nullable=False),
    sa.Column("corrects_id", sa.String(length=36), nullable=True),
    sa.Column("corrected_by_id", sa.String(length=36), nullable=True),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_expense_activity_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expense_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_expense"))
    )
    op.create_index(op.f("ix_expense_activity_id"), "expense", ["activity_id"], unique=False)
    op.create_index(op.f("ix_expense_person_id"), "expense", ["person_id"], unique=False)


def _invoice_line() -> None:
    op.create_table("invoice_line",
    sa.Column("invoice_id", sa.String(length=36), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("source_kind", sa.String(length=16), nullable=False),
    sa.Column("source_id", sa.String(length=36), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=True),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("text", sa.String(length=200), nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("unit", sa.String(length=8), nullable=False),
    sa.Column("unit_price", sa.BigInteger(), nullable=False),
    sa.Column("net", sa.BigInteger(), nullable=False),
    sa.Column("vat_rate", sa.BigInteger(), nullable=False),
    sa.Column("charge_option", sa.String(length=20), nullable=False),
    sa.Column("charge_reason", sa.String(length=60), nullable=False),
    sa.Column("charge_params", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_invoice_line_activity_id")),
    sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_invoice_line_item_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
    sa.UniqueConstraint("invoice_id", "source_id", name=op.f("uq_invoice_line_invoice_id"))
    )
    op.create_index(op.f("ix_invoice_line_activity_id"), "invoice_line", ["activity_id"], unique=False)
    op.create_index(op.f("ix_invoice_line_invoice_id"), "invoice_line", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_invoice_line_source_id"), "invoice_line", ["source_id"], unique=False)


def _material() -> None:
    op.create_table("material",
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("warehouse_id", sa.String(length=36), nullable=True),
    sa.Column("serial", sa.String(length=60), nullable=False),
    sa.Column("removed_serial", sa.String(length=60), nullable=False),
    sa.Column("equipment_id", sa.String(length=36), nullable=True),
    sa.Column("recorded_at", sa.DateTime(), nullable=False),
    sa.Column("state", sa.String(length=20), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("charge_option", sa.String(length=20), nullable=False),
    sa.Column("charge_reason", sa.String(length=60), nullable=False),
    sa.Column("charge_params", sa.Text(), nullable=False),
    sa.Column("charge_by_hand", sa.Boolean(), nullable=False),
    sa.Column("corrects_id", sa.String(length=36), nullable=True),
    sa.Column("corrected_by_id", sa.String(length=36), nullable=True),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_material_activity_id")),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_material_equipment_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_material_item_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_material_person_id")),
    sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name=op.f("fk_material_warehouse_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_material"))
    )
    op.create_index(op.f("ix_material_activity_id"), "material", ["activity_id"], unique=False)
    op.create_index(op.f("ix_material_person_id"), "material", ["person_id"], unique=False)


def _mileage() -> None:
    op.create_table("mileage",
    sa.Column("kilometres", sa.BigInteger(), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("recorded_at", sa.DateTime(), nullable=False),
    sa.Column("state", sa.String(length=20), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("charge_option", sa.String(length=20), nullable=False),
    sa.Column("charge_reason", sa.String(length=60), nullable=False),
    sa.Column("charge_params", sa.Text(), nullable=False),
    sa.Column("charge_by_hand", sa.Boolean(), nullable=False),
    sa.Column("corrects_id", sa.String(length=36), nullable=True),
    sa.Column("corrected_by_id", sa.String(length=36), nullable=True),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_mileage_activity_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_mileage_item_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mileage_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_mileage"))
    )
    op.create_index(op.f("ix_mileage_activity_id"), "mileage", ["activity_id"], unique=False)
    op.create_index(op.f("ix_mileage_person_id"), "mileage", ["person_id"], unique=False)


def _note() -> None:
    op.create_table("note",
    sa.Column("call_id", sa.String(length=36), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=True),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("visible_to_customer", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_note_activity_id")),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_note_call_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_note"))
    )
    op.create_index(op.f("ix_note_activity_id"), "note", ["activity_id"], unique=False)
    op.create_index(op.f("ix_note_call_id"), "note", ["call_id"], unique=False)


def _reading() -> None:
    op.create_table("reading",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("equipment_id", sa.String(length=36), nullable=True),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("quantity", sa.String(length=60), nullable=False),
    sa.Column("element_id", sa.String(length=40), nullable=False),
    sa.Column("value", sa.BigInteger(), nullable=False),
    sa.Column("unit", sa.String(length=12), nullable=False),
    sa.Column("verdict", sa.String(length=8), nullable=False),
    sa.Column("read_at", sa.DateTime(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_reading_activity_id")),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_reading_equipment_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reading"))
    )
    op.create_index(op.f("ix_reading_activity_id"), "reading", ["activity_id"], unique=False)
    op.create_index(op.f("ix_reading_equipment_id"), "reading", ["equipment_id"], unique=False)


def _required_material() -> None:
    op.create_table("required_material",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=False),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("maybe", sa.Boolean(), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("warehouse_id", sa.String(length=36), nullable=True),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_required_material_activity_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_required_material_item_id")),
    sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name=op.f("fk_required_material_warehouse_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_required_material"))
    )
    op.create_index(op.f("ix_required_material_activity_id"), "required_material", ["activity_id"], unique=False)


def _service_assignment() -> None:
    op.create_table("service_assignment",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("role", sa.String(length=8), nullable=False),
    sa.Column("step", sa.String(length=16), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("assigned_at", sa.DateTime(), nullable=False),
    sa.Column("seen_at", sa.DateTime(), nullable=True),
    sa.Column("accepted_at", sa.DateTime(), nullable=True),
    sa.Column("travel_started_at", sa.DateTime(), nullable=True),
    sa.Column("arrived_at", sa.DateTime(), nullable=True),
    sa.Column("work_started_at", sa.DateTime(), nullable=True),
    sa.Column("finished_at", sa.DateTime(), nullable=True),
    sa.Column("lacking_skill_ids", sa.Text(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_service_assignment_activity_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_service_assignment_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service_assignment"))
    )
    op.create_index(op.f("ix_service_assignment_activity_id"), "service_assignment", ["activity_id"], unique=False)
    op.create_index(op.f("ix_service_assignment_person_id"), "service_assignment", ["person_id"], unique=False)


def _service_report() -> None:
    op.create_table("service_report",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
    sa.Column("made_at", sa.DateTime(), nullable=False),
    sa.Column("missing_photos", sa.Integer(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_service_report_activity_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service_report"))
    )
    op.create_index(op.f("ix_service_report_activity_id"), "service_report", ["activity_id"], unique=False)


def _signature() -> None:
    op.create_table("signature",
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("state", sa.String(length=16), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("role", sa.String(length=60), nullable=False),
    sa.Column("strokes", sa.Text(), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("signed_at", sa.DateTime(), nullable=False),
    sa.Column("language", sa.String(length=5), nullable=False),
    sa.Column("shown_sha256", sa.String(length=64), nullable=False),
    sa.Column("shown", sa.Text(), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_signature_activity_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_signature"))
    )
    op.create_index(op.f("ix_signature_activity_id"), "signature", ["activity_id"], unique=False)


def _time_effort() -> None:
    op.create_table("time_effort",
    sa.Column("kind", sa.String(length=8), nullable=False),
    sa.Column("start", sa.DateTime(), nullable=False),
    sa.Column("end", sa.DateTime(), nullable=False),
    sa.Column("minutes", sa.Integer(), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("recorded_at", sa.DateTime(), nullable=False),
    sa.Column("state", sa.String(length=20), nullable=False),
    sa.Column("note", sa.String(), nullable=False),
    sa.Column("charge_option", sa.String(length=20), nullable=False),
    sa.Column("charge_reason", sa.String(length=60), nullable=False),
    sa.Column("charge_params", sa.Text(), nullable=False),
    sa.Column("charge_by_hand", sa.Boolean(), nullable=False),
    sa.Column("corrects_id", sa.String(length=36), nullable=True),
    sa.Column("corrected_by_id", sa.String(length=36), nullable=True),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_time_effort_activity_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_time_effort_item_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_time_effort_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_time_effort"))
    )
    op.create_index(op.f("ix_time_effort_activity_id"), "time_effort", ["activity_id"], unique=False)
    op.create_index(op.f("ix_time_effort_person_id"), "time_effort", ["person_id"], unique=False)


def _warranty_claim() -> None:
    op.create_table("warranty_claim",
    sa.Column("call_id", sa.String(length=36), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("equipment_id", sa.String(length=36), nullable=True),
    sa.Column("source_id", sa.String(length=36), nullable=False),
    sa.Column("item_id", sa.String(length=36), nullable=True),
    sa.Column("quantity", sa.BigInteger(), nullable=False),
    sa.Column("amount", sa.BigInteger(), nullable=False),
    sa.Column("serial", sa.String(length=60), nullable=False),
    sa.Column("removed_serial", sa.String(length=60), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("opened_at", sa.DateTime(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_warranty_claim_activity_id")),
    sa.ForeignKeyConstraint(["call_id"], ["service_call.id"], name=op.f("fk_warranty_claim_call_id")),
    sa.ForeignKeyConstraint(["equipment_id"], ["equipment.id"], name=op.f("fk_warranty_claim_equipment_id")),
    sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_warranty_claim_item_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_claim")),
    sa.UniqueConstraint("source_id", name=op.f("uq_warranty_claim_source_id"))
    )
    op.create_index(op.f("ix_warranty_claim_call_id"), "warranty_claim", ["call_id"], unique=False)


def _checklist_answer() -> None:
    op.create_table("checklist_answer",
    sa.Column("instance_id", sa.String(length=36), nullable=False),
    sa.Column("element_id", sa.String(length=40), nullable=False),
    sa.Column("value", sa.Text(), nullable=False),
    sa.Column("verdict", sa.String(length=8), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("answered_at", sa.DateTime(), nullable=False),
    sa.Column("answered_by_id", sa.String(length=36), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_checklist_answer_answered_by_id")),
    sa.ForeignKeyConstraint(["instance_id"], ["checklist_instance.id"], name=op.f("fk_checklist_answer_instance_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_answer"))
    )
    op.create_index(op.f("ix_checklist_answer_instance_id"), "checklist_answer", ["instance_id"], unique=False)


def _status_event() -> None:
    op.create_table("status_event",
    sa.Column("assignment_id", sa.String(length=36), nullable=False),
    sa.Column("activity_id", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.String(length=36), nullable=False),
    sa.Column("from_step", sa.String(length=16), nullable=False),
    sa.Column("to_step", sa.String(length=16), nullable=False),
    sa.Column("at", sa.DateTime(), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("legal", sa.Boolean(), nullable=False),
    sa.Column("id", sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_status_event_activity_id")),
    sa.ForeignKeyConstraint(["assignment_id"], ["service_assignment.id"], name=op.f("fk_status_event_assignment_id")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_status_event_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event"))
    )
    op.create_index(op.f("ix_status_event_activity_id"), "status_event", ["activity_id"], unique=False)
    op.create_index(op.f("ix_status_event_assignment_id"), "status_event", ["assignment_id"], unique=False)


def _searching() -> None:
    """Trigrams for the search index, as each database has them."""
    bind = op.get_bind()
    for statement in _STATEMENTS[bind.dialect.name]:
        bind.exec_driver_sql(statement)


_STATEMENTS = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS search_name_trigram USING fts5(words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
        """CREATE TRIGGER IF NOT EXISTS search_name_trigram_added AFTER INSERT ON search_entry WHEN new.shelf = 'name' BEGIN INSERT INTO search_name_trigram (rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER IF NOT EXISTS search_name_trigram_gone AFTER DELETE ON search_entry WHEN old.shelf = 'name' BEGIN INSERT INTO search_name_trigram (search_name_trigram, rowid, words) VALUES ('delete', old.seq, old.words); END""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS search_street_trigram USING fts5(words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
        """CREATE TRIGGER IF NOT EXISTS search_street_trigram_added AFTER INSERT ON search_entry WHEN new.shelf = 'street' BEGIN INSERT INTO search_street_trigram (rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER IF NOT EXISTS search_street_trigram_gone AFTER DELETE ON search_entry WHEN old.shelf = 'street' BEGIN INSERT INTO search_street_trigram (search_street_trigram, rowid, words) VALUES ('delete', old.seq, old.words); END""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS search_phone_trigram USING fts5(words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
        """CREATE TRIGGER IF NOT EXISTS search_phone_trigram_added AFTER INSERT ON search_entry WHEN new.shelf = 'phone' BEGIN INSERT INTO search_phone_trigram (rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER IF NOT EXISTS search_phone_trigram_gone AFTER DELETE ON search_entry WHEN old.shelf = 'phone' BEGIN INSERT INTO search_phone_trigram (search_phone_trigram, rowid, words) VALUES ('delete', old.seq, old.words); END""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS search_code_trigram USING fts5(words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
        """CREATE TRIGGER IF NOT EXISTS search_code_trigram_added AFTER INSERT ON search_entry WHEN new.shelf = 'code' BEGIN INSERT INTO search_code_trigram (rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER IF NOT EXISTS search_code_trigram_gone AFTER DELETE ON search_entry WHEN old.shelf = 'code' BEGIN INSERT INTO search_code_trigram (search_code_trigram, rowid, words) VALUES ('delete', old.seq, old.words); END""",
        """CREATE VIRTUAL TABLE IF NOT EXISTS search_thing_trigram USING fts5(words, content='search_entry', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
        """CREATE TRIGGER IF NOT EXISTS search_thing_trigram_added AFTER INSERT ON search_entry WHEN new.shelf = 'thing' BEGIN INSERT INTO search_thing_trigram (rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER IF NOT EXISTS search_thing_trigram_gone AFTER DELETE ON search_entry WHEN old.shelf = 'thing' BEGIN INSERT INTO search_thing_trigram (search_thing_trigram, rowid, words) VALUES ('delete', old.seq, old.words); END""",
    ),
    "postgresql": (
        """DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX IF NOT EXISTS ix_search_entry_trigram ON search_entry USING gin (words gin_trgm_ops); EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN NULL; END $$""",
        """CREATE INDEX IF NOT EXISTS ix_search_entry_beginning ON search_entry (shelf, words COLLATE "C")""",
    ),
}


_TABLES = (
    _checklist_template, _command_log, _counter, _device, _firm, _item, _journal, _price_list, _row_change,
    _search_entry, _skill, _sync_blob, _sync_bundle, _sync_deferred, _sync_flag, _sync_guess, _sync_identity,
    _sync_quarantine, _sync_seen, _sync_sent, _sync_state, _sync_stream, _business_partner, _fault_template,
    _price_list_line, _address, _contact, _service_contract, _equipment, _person, _absence, _attachment,
    _checklist_version, _day_entry, _further_code, _moved_break, _person_skill, _reservation, _service_call,
    _warehouse, _working_time, _activity, _diagram, _document, _invoice, _message, _service_call_equipment,
    _stock_move, _stock_shelf, _checklist_instance, _diagram_hotspot, _expense, _invoice_line, _material,
    _mileage, _note, _reading, _required_material, _service_assignment, _service_report, _signature,
    _time_effort, _warranty_claim, _checklist_answer, _status_event,
)
