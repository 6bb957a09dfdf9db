"""The program without a screen: `tulpan hub` serves tablets; `tulpan office` and `tulpan field` start the programs."""

import argparse
import importlib.util
import logging
import runpy
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import platformdirs

from core.bootstrap import open_core
from core.errors import TulpanError
from core.settings import VERSION, Settings
from core.sync.hub import HubAddress, serve
from core.texts import LANGUAGES, Texts

_PROGRAMS = {"office": "office_app", "field": "field_app"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in _PROGRAMS:
        return _start_program(_PROGRAMS[given[0]], given[1:])
    chosen = _parser().parse_args(given)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    texts = Texts(chosen.language)
    try:
        _hub(chosen, texts)
    except TulpanError as error:
        print(texts.error(error), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tulpan", description="Tulpan without a screen")
    parser.add_argument("--version", action="version", version=VERSION)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="hub | office | field")
    hub = verbs.add_parser("hub", help="serve the tablets of an office, without its screen")
    hub.add_argument("--folder", type=Path, help="where the database lies (default: the user's data folder)")
    hub.add_argument("--database-url", help="PostgreSQL instead of the folder's own SQLite database")
    hub.add_argument("--port", type=int, default=0, help="port for the tablets (default: the one of last time)")
    hub.add_argument("--loopback-only", action="store_true", help="let only tablets on this computer connect")
    hub.add_argument("--no-announce", action="store_true", help="do not announce the office on the network")
    hub.add_argument("--language", choices=LANGUAGES, default="sv")
    return parser


def _hub(chosen: argparse.Namespace, texts: Texts) -> None:
    settings = Settings(
        role="office", folder=chosen.folder or platformdirs.user_data_path("Tulpan", "Tulpan") / "office",
        database_url=chosen.database_url, language=chosen.language, hub_port=chosen.port,
        hub_host="127.0.0.1" if chosen.loopback_only else "0.0.0.0", announce=not chosen.no_announce,
    )
    core = open_core(settings)
    signal.signal(signal.SIGTERM, _as_keyboard)

    def ready(address: HubAddress) -> None:
        print(texts("sync.hub_listening", addresses=", ".join(address.addresses)), flush=True)

    try:
        serve(core, ready)
    finally:
        core.close()


def _as_keyboard(_number: int, _frame: FrameType | None) -> None:
    """A service manager's way of ending is a person's."""
    raise KeyboardInterrupt


def _start_program(package: str, arguments: Sequence[str]) -> int:
    if importlib.util.find_spec(package) is None:
        print(f"{package} is not installed", file=sys.stderr)
        return 1
    sys.argv = [package, *arguments]
    runpy.run_module(package, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
