"""`run.py demo`: makes the espresso firm and starts its two programs, or plays the whole journey without a screen."""

import argparse
import os
import shutil
import sys
from pathlib import Path

import platformdirs

from core.errors import TulpanError
from core.texts import LANGUAGES, Texts
from office_app.application import PAIRING_LINE
from office_app.demo.firm import DemoFolders, Progress, prepare
from office_app.demo.programs import Program, SceneFailed

OFFICE_SIZE, TABLET_SIZE = "1600x1000", "1280x800"


def main(argv: list[str] | None = None) -> int:
    options = _arguments(argv)
    texts = Texts(options.language)
    try:
        if options.headless:
            return _play(options.out, options, texts)
        return _show(options, texts)
    except TulpanError as error:
        print(texts.error(error), file=sys.stderr)
        return 1
    except SceneFailed as error:
        print(error, file=sys.stderr)
        return 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py demo", description="The espresso firm's office and Alex's tablet")
    parser.add_argument("--headless", action="store_true", help="play the journey by itself and leave it in --out")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="folder for pictures and papers")
    parser.add_argument("--scale", type=int, default=1, help="a firm so many times as big (20: 200 technicians)")
    parser.add_argument("--fresh", action="store_true", help="make the firm anew, without what was done in it")
    parser.add_argument("--language", choices=LANGUAGES, default="sv")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    return parser.parse_args(argv)


def _told(texts: Texts) -> Progress:
    last = [-1]

    def told(done: int, total: int, what: str = "") -> None:
        tenth = 10 * done // max(1, total)
        if tenth != last[0]:
            last[0] = tenth
            print(texts("demo.making", percent=tenth * 10), flush=True)

    return told


def office_arguments(folders: DemoFolders, options: argparse.Namespace) -> list[str]:
    return [
        "--folder", str(folders.office), "--language", options.language, "--theme", options.theme,
        "--now", folders.now.isoformat(), "--loopback-only", "--sms", "loopback",
    ]


def tablet_arguments(folders: DemoFolders, options: argparse.Namespace) -> list[str]:
    return [
        "--folder", str(folders.tablet), "--language", options.language, "--theme", options.theme,
        "--now", folders.now.isoformat(), "--size", TABLET_SIZE,
    ]


def _show(options: argparse.Namespace, texts: Texts) -> int:
    """Both programs on the screen, until both are closed."""
    folder = platformdirs.user_data_path("Tulpan", "Tulpan") / "demo"
    folders = prepare(folder, scale=options.scale, fresh=options.fresh, progress=_told(texts))
    office_words, tablet_words = office_arguments(folders, options), tablet_arguments(folders, options)
    if folders.is_paired:
        office = Program("office_app", office_words, folder / "office-output.log")
    else:
        office = Program(
            "office_app", [*office_words, "--offer-pairing-to", folders.technician_id], folder / "office-output.log"
        )
        tablet_words += ["--pair", office.line(PAIRING_LINE)]
    tablet = Program("field_app", tablet_words, folder / "tablet-output.log")
    print(texts("demo.try", folder=folders.office.parent), flush=True)
    try:
        codes = (office.wait(), tablet.wait())
    except KeyboardInterrupt:
        codes = (0, 0)
    finally:
        office.terminate()
        tablet.terminate()
    return max(codes)


def _play(out: Path, options: argparse.Namespace, texts: Texts) -> int:
    """Every scene on the real screens of both programs, drawn to memory."""
    from office_app.demo.journey import play

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / "data", ignore_errors=True)
    folders = prepare(out / "data", scale=options.scale, fresh=True, progress=_told(texts))
    office_words = [*office_arguments(folders, options), "--size", OFFICE_SIZE]
    return play(out, folders, office_words, tablet_arguments(folders, options), options.language)


if __name__ == "__main__":
    sys.exit(main())
