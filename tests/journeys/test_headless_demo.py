"""The demonstration itself: both programs as processes, played through on their real screens, and what they leave."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("demo")
    run = subprocess.run(  # as a person names it: from where he stands
        [sys.executable, "-m", "office_app.demo", "--headless", "--out", os.path.relpath(out)],
        capture_output=True, text=True, encoding="utf-8", timeout=400, check=False,
    )
    assert run.returncode == 0, f"{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    yield out


def summary(played: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((played / "summary.json").read_text("utf-8"))
    return found


def test_every_scene_leaves_its_picture(played: Path) -> None:
    pictures = sorted(path.name for path in played.glob("*.png"))
    assert len(pictures) >= 30
    assert pictures[0] == "01-intake.png"
    assert not [name for name in pictures if name.startswith("stopped")]
    assert all(path.stat().st_size > 20_000 for path in played.glob("*.png")), "a picture is empty"


def test_the_call_is_closed_and_the_sums_agree(played: Path) -> None:
    facts = summary(played)
    (visit,) = facts["visits"]
    assert (facts["failed"], facts["state"]) == ("", "closed")
    assert (visit["outcome"], visit["approval"]) == ("solved", "approved")
    assert [event["step"] for event in visit["timeline"]] == ["accepted", "travelling", "arrived", "done"]
    assert visit["readings"] == {"Panntryck": "1.05", "Bryggtid": "27"}
    (invoice,) = facts["invoices"]
    assert float(invoice["net"]) == float(facts["sums"]["to_charge"])
    assert facts["shown_to_pay"].split()[0] == invoice["to_pay"].split(".")[0], "James pays what he was shown"


def test_james_got_one_message_with_time_name_and_number(played: Path) -> None:
    messages = json.loads((played / "messages.json").read_text("utf-8"))
    (confirmation,) = [message for message in messages if "10:00" in message["text"] and "kommer" in message["text"]]
    assert confirmation["to"].startswith("+46")
    assert "Alex" in confirmation["text"] and "070-" in confirmation["text"]


def test_the_papers_can_be_read(played: Path) -> None:
    report = "\n".join(page.extract_text() for page in PdfReader(played / "service-report.pdf").pages)
    invoice = "\n".join(page.extract_text() for page in PdfReader(played / "invoice.pdf").pages)
    for word in ("Kafé Tulpan", "Alex Lindqvist", "1,05 bar", "James Wallin"):
        assert word in report
    assert "UTKAST" not in report
    for word in ("Kafé Tulpan", summary(played)["invoices"][0]["number"], "Avtal Guld"):
        assert word in invoice
