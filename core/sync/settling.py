"""A tablet becomes an office's, by whichever way they met; what belongs to the office before is not left behind."""

from core.errors import UserError
from core.storage.vault import Vault
from core.sync.assembly import Opened
from core.sync.former_self import tell_former_self
from core.sync.identity import Pairing, prepare_tablet, read_pairing, write_pairing
from core.sync.pairing import Outcome, Transcript
from core.sync.relay_tablet import adopt_relay
from core.sync.sql import ConnectionSql, set_state
from core.sync.tablet_ledger import read_cursor, waiting


def settle(
    core: Opened, said: Transcript, outcome: Outcome, *, office_name: str, addresses: tuple[str, ...], last_address: str
) -> None:
    """A person has confirmed: keeps whose the tablet is and how its office is recognised."""
    before = read_pairing(core.database)
    if before is not None and before.office_id != said.office_id:
        _leave_office(core)
    write_pairing(
        core.database,
        Pairing(
            office_id=said.office_id, office_name=office_name, office_keys=said.office,
            certificate_pin=said.certificate_pin, addresses=addresses, person_id=outcome.person_id,
            person_name=outcome.person_name, last_address=last_address,
        ),
    )
    adopt_relay(core, outcome.relay)
    prepare_tablet(core.database, core.settings.folder, core.device_id)
    tell_former_self(core, outcome.person_id)


def refuse_without_key(core: Opened) -> None:
    """A tablet that was encrypted and then emptied takes nothing of an office until it is encrypted anew."""
    if Vault(core.settings.folder).owed:
        raise UserError("sync.error_key_owed")


def refuse_with_unsent_work(core: Opened, office_id: str) -> None:
    """What belongs to one office must not be left behind for another."""
    before = read_pairing(core.database)
    if before is None or before.office_id == office_id:
        return
    with core.database.read() as session:
        sql = ConnectionSql(session.connection())
        count = waiting(sql, core.device_id, read_cursor(sql).acked).count
    if count:
        raise UserError("sync.error_unsent_work", count=count, office=before.office_name)


def _leave_office(core: Opened) -> None:
    """All that was done here is safe at the former office (`refuse_with_unsent_work`); the new one gets none."""
    with core.database.write() as session:
        sql = ConnectionSql(session.connection())
        sql.run("DELETE FROM command_log WHERE device_id = :device", device=core.device_id)
        sql.run("DELETE FROM sync_guess")
        sql.run("DELETE FROM sync_blob")
        set_state(sql, epoch="", office_generation="", quarantined="")
