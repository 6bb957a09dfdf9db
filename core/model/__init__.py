"""The tables of the product, one file per aggregate; importing this package registers them all."""

from core.model import (  # noqa: F401
    attachment,
    call,
    contract,
    customer,
    day_log,
    device,
    equipment,
    firm,
    history,
    item,
    knowledge,
    message,
    money,
    search_index,
    stock,
    sync_ledger,
    visit,
    workforce,
)
from core.storage.base import Base

metadata = Base.metadata
