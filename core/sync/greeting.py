"""Says hello to the office over a new line, and keeps what it says of itself and of whom the tablet belongs to."""

from dataclasses import replace

from core.sync.assembly import Opened
from core.sync.identity import Pairing, write_pairing
from core.sync.letters import Waiting
from core.sync.mail import Mail
from core.sync.relay_tablet import adopt_relay


def greeted(core: Opened, mail: Mail, pairing: Pairing, epoch: str, waiting: Waiting) -> Pairing:
    """The pairing as the office says it now; raises what the line or the office answers instead of a welcome."""
    welcome = mail.hello(epoch, waiting)
    adopt_relay(core, welcome.relay)
    news = replace(
        pairing, office_name=welcome.office_name or pairing.office_name, person_id=welcome.person_id,
        person_name=welcome.person_name or pairing.person_name, last_address=mail.address,
    )
    if news != pairing:
        write_pairing(core.database, news)
    return news
