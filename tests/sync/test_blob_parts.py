"""A file that comes in pieces, and the program ended anywhere between two of them: it is whole, or it is asked for."""

import hashlib
import os
from pathlib import Path

import pytest

from core.storage.blobs import BlobStore
from core.storage.file_forms import CHUNK, FileForm, PlainFiles, SealedFiles
from core.sync.blob_transfer import Incoming

CONTENT = os.urandom(2 * CHUNK + 4321)
NAME, TOTAL = hashlib.sha256(CONTENT).hexdigest(), len(CONTENT)


class Killed(BaseException):
    """The program ends here."""


@pytest.fixture(params=["plain", "sealed"])
def form(request: pytest.FixtureRequest) -> FileForm:
    return PlainFiles() if request.param == "plain" else SealedFiles(os.urandom(32))


def send(incoming: Incoming) -> int:
    """As a tablet hands it over: always whole pieces, from where the office says that it stands."""
    have = incoming.have(NAME, TOTAL)
    for offset in range(0, TOTAL, CHUNK):
        piece = CONTENT[offset : offset + CHUNK]
        if offset + len(piece) > have:
            have = incoming.add(NAME, offset, TOTAL, piece)
    return have


def test_one_that_was_ended_before_the_whole_file_got_its_name_does_not_say_that_it_is_here(
    tmp_path: Path, form: FileForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = BlobStore(tmp_path, form)
    with monkeypatch.context() as patch:
        patch.setattr(BlobStore, "adopt", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            send(Incoming(blobs))
    assert not blobs.has(NAME)
    assert Incoming(blobs).have(NAME, TOTAL) == TOTAL
    assert blobs.get(NAME) == CONTENT, "what it says to have it has"


def test_a_part_as_long_as_the_file_but_not_the_file_is_thrown_away(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    for spoiled in (os.urandom(TOTAL), CONTENT + b"more"):
        (tmp_path / ".incoming").mkdir(exist_ok=True)
        (tmp_path / ".incoming" / f"{NAME}.part").write_bytes(spoiled)
        incoming = Incoming(blobs)
        assert incoming.have(NAME, TOTAL) == 0
        assert send(incoming) == TOTAL and blobs.get(NAME) == CONTENT
        blobs.path(NAME).unlink()


@pytest.mark.parametrize("written", [1, 20, 5000, CHUNK - 1, CHUNK + 1, 2 * CHUNK + 29, TOTAL - 1])
def test_half_a_piece_is_no_obstacle_for_the_whole_ones(tmp_path: Path, form: FileForm, written: int) -> None:
    blobs = BlobStore(tmp_path, form)
    whole = tmp_path / "whole"
    form.append(whole, NAME, CONTENT)
    (tmp_path / ".incoming").mkdir()
    (tmp_path / ".incoming" / f"{NAME}.part").write_bytes(whole.read_bytes()[:written])
    tries = 0
    while send(Incoming(blobs)) != TOTAL:
        tries += 1
        assert tries < 3, "it never comes to an end"
    assert blobs.get(NAME) == CONTENT
