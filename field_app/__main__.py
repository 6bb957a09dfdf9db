"""Starts the tablet program: `python -m field_app [--folder DIR]`."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from core.settings import Settings


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tulpan-field", description="Tulpan for the technician's tablet")
    parser.add_argument("--folder", type=Path, help="where the database lies (default: the user's data folder)")
    parser.add_argument("--language", choices=("sv", "en"), help="language of this tablet")
    parser.add_argument("--theme", choices=("light", "dark", "sun"), help="look of this tablet")
    parser.add_argument("--size", type=_size, default=(1280, 800), help="size of the window, like 1280x800")
    parser.add_argument("--pair", default="", metavar="TEXT", help="a pairing text from the office's QR code")
    parser.add_argument("--now", type=datetime.fromisoformat, help="act as if the clock were this (for demonstrations)")
    parser.add_argument("--encrypt", action="store_true", help="encrypt this tablet's database and photos")
    parser.add_argument("--decrypt", action="store_true", help="make them readable without a key again")
    parser.add_argument("--pin-file", type=Path, metavar="FILE", help="a file with the PIN that opens an encrypted one")
    parser.add_argument("--driven", action="store_true", help="take orders from the standard input, as the demo does")
    return parser.parse_args(argv)


def settings_from(options: argparse.Namespace) -> Settings:
    if options.folder is None:
        from platformdirs import user_data_path

        options.folder = user_data_path("Tulpan", "Tulpan") / "tablet"
    return Settings(
        role="tablet", folder=options.folder, language=options.language or "", theme=options.theme or "",
        encrypt=options.encrypt, decrypt=options.decrypt,
    )


def main(argv: list[str] | None = None) -> int:
    options = arguments(sys.argv[1:] if argv is None else argv)
    from field_app.application import run

    pin = options.pin_file.read_text("utf-8").strip() if options.pin_file else ""
    return run(
        settings_from(options), options.now, size=options.size, pair=options.pair, driven=options.driven, pin=pin
    )


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
