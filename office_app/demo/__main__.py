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
from office_app.demo.firm import DemoFolders, Progress, beside_the_other, is_open, place_of, prepare
from office_app.demo.programs import Program, SceneFailed

OFFICE_SIZE, TABLET_SIZE = "1600x1000", "1280x800"


def main(argv: list[str] | None = None) -> int:
    options = _arguments(argv)
    texts = Texts(options.language or "sv")
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
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--theme", choices=("light", "dark"))
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
        "--folder", str(folders.office), *_asked(options), "--now", folders.now.isoformat(), "--loopback-only",
        "--sms", "loopback",
    ]


def tablet_arguments(folders: DemoFolders, options: argparse.Namespace) -> list[str]:
    return [
        "--folder", str(folders.tablet), *_asked(options), "--now", folders.now.isoformat(), "--size", TABLET_SIZE,
    ]


def _asked(options: argparse.Namespace) -> list[str]:
    """What the programs are told; what they are not told they remember themselves."""
    words = {"--language": options.language, "--theme": options.theme}
    return [part for name, value in words.items() if value for part in (name, value)]


def _show(options: argparse.Namespace, texts: Texts) -> int:
    """Both programs on the screen, until both are closed; one that is open already stays as it is."""
    place = place_of(platformdirs.user_data_path("Tulpan", "Tulpan") / "demo", options.scale)
    office_open, tablet_open = is_open(place / "office", "office"), is_open(place / "tablet", "tablet")
    if office_open and tablet_open and not options.fresh:
        print(texts("demo.both_are_open"))
        return 0
    if options.fresh and (office_open or tablet_open):
        print(texts("demo.close_first"), file=sys.stderr)
        return 1
    if office_open or tablet_open:
        folders = beside_the_other(place)
    else:
        folders = prepare(place, scale=options.scale, fresh=options.fresh, progress=_told(texts))
        if not folders.is_paired:
            options.language = options.language or "sv"  # the firm is a Swedish one
    programs = [] if office_open else [_start_office(place, folders, options)]
    if not tablet_open:
        words = tablet_arguments(folders, options)
        if not folders.is_paired:
            words += ["--pair", programs[0].line(PAIRING_LINE)]
        programs.append(Program("field_app", words, place / "tablet-output.log"))
    print(texts("demo.try", folder=place), flush=True)
    try:
        return max(program.wait() for program in programs)
    except KeyboardInterrupt:
        return 0
    finally:
        for program in programs:
            program.terminate()


def _start_office(place: Path, folders: DemoFolders, options: argparse.Namespace) -> Program:
    words = office_arguments(folders, options)
    if not folders.is_paired:
        words += ["--offer-pairing-to", folders.technician_id]
    return Program("office_app", words, place / "office-output.log")


def _play(out: Path, options: argparse.Namespace, texts: Texts) -> int:
    """Every scene on the real screens of both programs, drawn to memory."""
    from office_app.demo.journey import play

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    out = out.absolute()  # the tablet's picture folder lies in it and is shown by its address
    out.mkdir(parents=True, exist_ok=True)
    options.language, options.theme = options.language or "sv", options.theme or "light"
    place = out / "data" / place_of(out, options.scale).name
    shutil.rmtree(out / "data", ignore_errors=True)
    folders = prepare(place, scale=options.scale, fresh=True, progress=_told(texts))
    office_words = [*office_arguments(folders, options), "--size", OFFICE_SIZE]
    return play(out, folders, office_words, tablet_arguments(folders, options), options.language)


if __name__ == "__main__":
    sys.exit(main())
