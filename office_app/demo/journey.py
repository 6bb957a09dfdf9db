"""Plays the service call of Kafé Tulpan from the phone to the invoice on the real screens of both programs."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from core.clock import local
from core.texts import Texts
from office_app.application import PAIRING_LINE
from office_app.demo.aftermath import leave_papers
from office_app.demo.firm import DemoFolders
from office_app.demo.office_scenes import AFTER, BEFORE, MEANWHILE
from office_app.demo.programs import Program, SceneFailed
from office_app.demo.props import Props, make_props
from office_app.demo.stage import Stage
from office_app.demo.tablet_scenes import ON_SITE


def play(
    out: Path, folders: DemoFolders, office_words: Sequence[str], tablet_words: Sequence[str], language: str
) -> int:
    """Leaves pictures, papers, messages and summary.json in `out`; returns 0 only when every scene came to its end."""
    for old in (*out.glob("*.png"), *out.glob("*.pdf"), *out.glob("*.json")):
        old.unlink()
    props = make_props(folders.office, out / "data" / "home" / "Pictures", local(folders.now).date())
    office = Program(
        "office_app", [*office_words, "--driven", "--offer-pairing-to", folders.technician_id], out / "office.log"
    )
    tablet: Program | None = None
    failed = ""
    try:
        pairing = office.line(PAIRING_LINE)
        tablet = Program("field_app", [*tablet_words, "--driven", "--pair", pairing], out / "tablet.log", _home(props))
        stage = Stage(office, tablet, out, Texts(language), props, {"now": folders.now.isoformat()})
        for scene in (*BEFORE, *MEANWHILE, *ON_SITE, *AFTER):
            scene(stage)
    except SceneFailed as error:
        failed = str(error)
        print(f"The scene failed: {failed}", file=sys.stderr)
        _last_pictures(out, office, tablet)
    finally:
        if tablet is not None:
            tablet.close()
        office.close()
    if tablet is not None:
        facts = {**stage.facts, "steps": stage.steps, "failed": failed}
        facts |= leave_papers(out, folders, stage.facts.get("visit", ""))
        (out / "summary.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False, default=str), "utf-8")
    if not failed:
        print(f"All scenes played. Pictures, papers and summary.json are in {out}", flush=True)
    return 1 if failed else 0


def _home(props: Props) -> dict[str, str]:
    """The photos lie where the tablet looks for pictures when it has no camera."""
    home = str(props.gauge.parent.parent)
    return {"HOME": home, "USERPROFILE": home}


def _last_pictures(out: Path, *programs: Program | None) -> None:
    """What the screens showed when the story stopped."""
    for program in programs:
        if program is None or not program.running:
            continue
        try:
            program.order("picture", path=str(out / f"stopped-{program.name}.png"), seconds=2)
        except SceneFailed as error:
            print(error, file=sys.stderr)
