"""Which handler carries out which command, and how a command is read back from its wire form."""

from functools import cache
from types import ModuleType
from typing import Union

import msgspec

from core.commands.base import Command
from core.services import (
    absence,
    approval,
    articles,
    beginning,
    call,
    charging,
    checklist,
    checkout,
    clash,
    copies,
    crew,
    customers,
    day_log,
    devices,
    dispatch,
    emergency,
    favourites,
    findings,
    firm,
    intake,
    invoicing,
    knowledge,
    merging,
    messages,
    on_site,
    papers,
    photos,
    pin,
    records,
    release,
    report_mail,
    reserving,
    service_reports,
    stock,
    visit,
    warranty_claims,
    working_day,
)
from core.services.command_bus import Handler

_SERVICES: tuple[ModuleType, ...] = (
    firm,
    devices,
    beginning,
    clash,
    intake,
    merging,
    call,
    customers,
    dispatch,
    absence,
    working_day,
    release,
    crew,
    copies,
    emergency,
    visit,
    day_log,
    pin,
    on_site,
    favourites,
    findings,
    records,
    charging,
    checklist,
    photos,
    checkout,
    messages,
    stock,
    reserving,
    articles,
    knowledge,
    papers,
    approval,
    service_reports,
    report_mail,
    warranty_claims,
    invoicing,
)


@cache
def handlers() -> dict[type[Command], Handler]:
    """Every command with its handler; two handlers for one command are a mistake."""
    merged: dict[type[Command], Handler] = {}
    for module in _SERVICES:
        for command, handler in module.HANDLERS.items():
            if command in merged:
                raise RuntimeError(f"{command.__name__} has two handlers")
            merged[command] = handler
    return merged


@cache
def command_decoder() -> "msgspec.json.Decoder[Command]":
    """Reads a command from JSON by its tag; anything malformed raises msgspec.ValidationError."""
    return msgspec.json.Decoder(Union[tuple(handlers())])  # noqa: UP007  built at run time
