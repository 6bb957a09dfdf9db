"""Our figures beside PouchDB's replication, taken in turns in one sitting: the ratio of medians, with the load.

usage: python -m tests.benchmarks.beside_pouchdb FOLDER [ROUNDS]

FOLDER holds the PouchDB benchmark (`bench.js`) with its packages installed. ROUNDS (3) are: PouchDB, then ours.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.harness import load
from tests.helpers.source import ROOT

TABLE = (
    ("first sync down, 10,000 rows", "first_sync.10000", "a_pull", 0.3),
    ("up 1,000 changes, acknowledged", "upload.1000", "b_push_changed", 0.25),
    ("up 1,000 changes, carried out", "upload_carried_out.1000", "b_push_changed", 0.25),
    ("nothing to do, five in a row", "no_change.1", "c_noop", 0.5),
    ("nothing to do, after a rest", "no_change_after_rest.1", "c_noop", 0.5),
    ("5 MB attachment up", "attachment.5mb", "d_att_push", 0.6),
)


def theirs(folder: Path) -> dict[str, float]:
    words = ["node", "bench.js", "leveldb"]
    said = subprocess.run(
        words, cwd=folder, env={**os.environ, "RUNS": "3"}, text=True, check=True, capture_output=True
    ).stdout.splitlines()
    report = json.loads(said[-1])
    return {name: float(report[name]["median_ms"]) for _, _, name, _ in TABLE}


def ours(folder: Path) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.harness", "sync", "--json", str(folder / "ours.json")]
    subprocess.run(words, cwd=ROOT, env={**os.environ, "TULPAN_SOAK_SECONDS": "0"}, check=True, capture_output=True)
    report = json.loads((folder / "ours.json").read_text("utf-8"))
    return {name: float(report["figures"][name]["median"]) for _, name, _, _ in TABLE}


def main(pouch: Path, rounds: int) -> None:
    pouches, tulpans = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, rounds + 1):
            pouches.append(theirs(pouch))
            tulpans.append(ours(Path(folder)))
            print(f"round {number}, load {load()}: PouchDB {pouches[-1]}, ours {tulpans[-1]}", flush=True)
    print(f"{'medians in ms':<32} {'PouchDB':>9} {'ours':>9} {'ratio':>7} {'target':>7}")
    for words, mine, their, target in TABLE:
        one, other = median(each[their] for each in pouches), median(each[mine] for each in tulpans)
        print(f"{words:<32} {one:>9.1f} {other:>9.1f} {other / one:>7.3f} {target:>7}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 3)
