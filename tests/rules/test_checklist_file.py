"""A checklist as a file: what went in comes out, elsewhere with that firm's own ids, and nothing else gets in."""

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.rules.checklist import Condition, Element, Option
from core.rules.checklist_file import (
    ChecklistFile,
    FilePicture,
    NamedThing,
    picture_bytes,
    read_file,
    refitted,
    schema,
    written,
)
from core.settings import RESOURCES

_WORDS = st.dictionaries(st.sampled_from(["sv", "en"]), st.text(max_size=20), max_size=2)
_NUMBERS = st.none() | st.decimals(Decimal(-50), Decimal(50), places=2)
STEPS = st.builds(
    Element,
    id=st.uuids().map(str), kind=st.sampled_from(["measure", "scan", "photo", "text", "instruction"]), title=_WORDS,
    help=_WORDS, required=st.booleans(), blocks=st.booleans(), ok_low=_NUMBERS, preset=_NUMBERS, offer=_WORDS,
    photo_max=st.integers(0, 20), expects=st.sampled_from(["", "machine", "article"]),
    item_id=st.sampled_from(["", "item"]), paper_id=st.sampled_from(["", "paper"]), paper_page=st.integers(1, 9),
    diagram_id=st.sampled_from(["", "diagram"]), hotspot_id=st.sampled_from(["", "spot"]),
    options=st.just((Option("a", {"sv": "Ja"}),)), show_if=st.just((Condition("x", "eq", "1"),)),
)
CONTENT = base64.b64encode(b"picture").decode()
THINGS = (
    NamedThing(kind="article", id="item", name="532-0017"), NamedThing(kind="document", id="paper", name="Handbok"),
    NamedThing(kind="diagram", id="diagram", name="Grupp"),
    NamedThing(kind="position", id="spot", name="Grupp", position="7"),
)


@given(st.text(min_size=1, max_size=30), st.lists(STEPS, max_size=4, unique_by=lambda one: one.id))
def test_what_is_written_is_read_again(name: str, steps: list[Element]) -> None:
    picture = FilePicture(sha256="a" * 64, mime="image/png", content=CONTENT)
    file = ChecklistFile(name=name, minutes=25, elements=tuple(steps), pictures=(picture,), things=THINGS)
    content = written(file)
    assert read_file(content) == file
    assert written(read_file(content)) == content
    assert picture_bytes(read_file(content).pictures[0]) == b"picture"


@given(st.lists(STEPS, max_size=3, unique_by=lambda one: one.id), st.sets(st.sampled_from(THINGS)))
def test_steps_refer_to_what_the_firm_has_and_lose_what_it_has_not(
    steps: list[Element], there: set[NamedThing]
) -> None:
    here = {(one.kind, one.id): f"own-{one.id}" for one in there}
    found = refitted(steps, THINGS, here, {})
    own = set(here.values()) | {""}
    for before, after in zip(steps, found.elements, strict=True):
        assert {after.item_id, after.paper_id, after.diagram_id, after.hotspot_id} <= own
        assert (after.id, after.title, after.show_if, after.paper_page) == (
            before.id, before.title, before.show_if, before.paper_page
        )
        assert not (after.hotspot_id and not after.diagram_id)
    missing = [(one.kind, one.id) for one in THINGS if one not in there]
    used = {("article", one.item_id) for one in steps} | {("document", one.paper_id) for one in steps}
    for kind, row_id in missing:
        if (kind, row_id) in used:
            assert next(one.name for one in THINGS if (one.kind, one.id) == (kind, row_id)) in found.lost


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not json", b"[]", b"{}", b'{"format": "tulpan-checklist/2", "name": "x"}',
        b'{"format": "tulpan-checklist/1"}',
        b'{"format": "tulpan-checklist/1", "name": "x", "elements": [{"id": "a", "kind": "dance"}]}',
        b'{"format": "tulpan-checklist/1", "name": "x", "elements": [{"id": "a", "kind": "text"}, '
        b'{"id": "a", "kind": "text"}]}',
        b'{"format": "tulpan-checklist/1", "name": "x", "things": [{"kind": "house"}]}',
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(UserError) as refused:
        read_file(content)
    assert refused.value.key in ("knowledge.error_no_checklist_file", "knowledge.error_checklist_file_damaged")


@pytest.mark.parametrize("picture", [
    FilePicture(sha256="a" * 64, mime="image/png", content="%%%"),
    FilePicture(sha256="../etc", mime="image/png", content=CONTENT),
])
def test_a_picture_is_what_it_says_or_nothing(picture: FilePicture) -> None:
    with pytest.raises(UserError):
        picture_bytes(picture)


def test_what_only_a_running_checklist_has_is_left_out() -> None:
    raw: dict[str, Any] = {"format": "tulpan-checklist/1", "name": "x", "elements": [
        {"id": "a", "kind": "text", "copy_of": "b", "machine_id": "m"},
    ]}
    (step,) = read_file(json.dumps(raw).encode()).elements
    assert (step.copy_of, step.machine_id) == ("", "")


def test_the_schema_beside_the_program_is_that_of_the_file() -> None:
    kept = json.loads((RESOURCES / "checklist.schema.json").read_text("utf-8"))
    assert kept == json.loads(json.dumps(schema()))
