"""Starts the office program: `python -m office_app [--folder DIR]`."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from core.settings import Settings


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tulpan-office", description="Tulpan for the office")
    parser.add_argument("--folder", type=Path, help="where the database lies (default: the user's data folder)")
    parser.add_argument("--database-url", help="PostgreSQL instead of the folder's own SQLite database")
    parser.add_argument("--language", choices=("sv", "en"), help="language of this window")
    parser.add_argument("--theme", choices=("light", "dark"), help="look of this window")
    parser.add_argument("--now", type=datetime.fromisoformat, help="act as if the clock were this (for demonstrations)")
    parser.add_argument("--sms", choices=("loopback", "46elks", "off"), default="loopback", help="SMS gateway")
    parser.add_argument("--port", type=int, default=0, help="port of the hub for the tablets (default: any free)")
    parser.add_argument("--loopback-only", action="store_true", help="let only tablets on this computer connect")
    parser.add_argument("--size", type=_size, help="size of the window, like 1600x1000 (default: as it was left)")
    parser.add_argument("--driven", action="store_true", help="take orders from the standard input, as the demo does")
    parser.add_argument("--offer-pairing-to", default="", metavar="PERSON", help="print a pairing text for his tablet")
    return parser.parse_args(argv)


def settings_from(options: argparse.Namespace) -> Settings:
    if options.folder is None:
        from platformdirs import user_data_path

        options.folder = user_data_path("Tulpan", "Tulpan") / "office"
    return Settings(
        role="office", folder=options.folder, database_url=options.database_url, language=options.language or "",
        theme=options.theme or "", hub_host="127.0.0.1" if options.loopback_only else "0.0.0.0", hub_port=options.port,
        sms_gateway=options.sms,
    )


def main(argv: list[str] | None = None) -> int:
    options = arguments(sys.argv[1:] if argv is None else argv)
    from office_app.application import run

    return run(
        settings_from(options), options.now, size=options.size, driven=options.driven,
        offer_pairing_to=options.offer_pairing_to,
    )


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
