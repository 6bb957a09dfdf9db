"""Every text exists in Swedish and English, asks for the same values, and says what a person can do."""

import ast
import json
import re
from collections import Counter
from string import Formatter

import pytest

from core.settings import RESOURCES
from core.texts import LANGUAGES
from tests.helpers.source import modules, qml_files

LOCALE = RESOURCES / "locale"
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ASKS_FOR_A_TEXT = {"texts", "UserError", "SurroundingsError", "Label", "label", "count"}
SAYS_NOTHING = re.compile(r"(?i)fel uppstod|ogiltig|an error (has )?occurred|\binvalid\b")


def pairs_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    assert not twice, f"written twice: {twice}"
    return dict(pairs)


def catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("*.json")):
        content = json.loads(path.read_text("utf-8"), object_pairs_hook=pairs_once)
        texts |= {f"{path.stem}.{key}": text for key, text in content.items()}
    return texts


@pytest.fixture(scope="module")
def swedish() -> dict[str, str]:
    return catalogue("sv")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return catalogue("en")


def placeholders(text: str) -> Counter[str]:
    return Counter(f"{name}:{form}" if form else name for _, name, form, _ in Formatter().parse(text) if name)


def test_both_languages_have_every_text(swedish: dict[str, str], english: dict[str, str]) -> None:
    assert sorted(set(swedish) - set(english)) == [], "only in Swedish"
    assert sorted(set(english) - set(swedish)) == [], "only in English"


def test_both_languages_ask_for_the_same_values(swedish: dict[str, str], english: dict[str, str]) -> None:
    differing = [
        key
        for key in sorted(set(swedish) & set(english))
        if set(placeholders(swedish[key])) != set(placeholders(english[key]))
    ]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_a_text(language: str) -> None:
    wrong = [
        key
        for key, text in catalogue(language).items()
        if not isinstance(text, str) or not text.strip() or not KEY.fullmatch(key)
    ]
    assert not wrong, "flat keys of small letters, and a text that is not empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_only_that_something_is_wrong(language: str) -> None:
    empty_words = [key for key, text in catalogue(language).items() if SAYS_NOTHING.search(text)]
    assert not empty_words, "say what happened, what is safe and what to do"


def test_counted_texts_have_one_and_many(swedish: dict[str, str]) -> None:
    stems = {key.rsplit(".", 1)[0] for key in swedish if key.endswith((".one", ".other"))}
    assert not [stem for stem in sorted(stems) if not {f"{stem}.one", f"{stem}.other"} <= set(swedish)]


def asked_for() -> dict[str, str]:
    """Every whole key written in the code, with where it stands."""
    files = {path.stem for path in (LOCALE / "sv").glob("*.json")}
    found: dict[str, str] = {}
    for module in modules():
        for node in module.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0] if node.args else None
            if called in ASKS_FOR_A_TEXT and isinstance(first, ast.Constant) and isinstance(first.value, str):
                is_key = KEY.fullmatch(first.value) and (called != "count" or first.value.split(".")[0] in files)
                if is_key:
                    found.setdefault(first.value, module.at(node))
    for place, text in qml_files():  # a key that ends in «_» is the beginning of one
        for key in re.findall(r"""\b(?:tr|texts|t)\(\s*["']([a-z0-9_]+\.[a-z0-9_.]*[a-z0-9])["']""", text):
            found.setdefault(key, place)
    return found


def test_every_text_the_code_asks_for_exists(swedish: dict[str, str]) -> None:
    missing = [
        f"{place} asks for {key}"
        for key, place in asked_for().items()
        if key not in swedish and f"{key}.other" not in swedish
    ]
    assert not missing, "\n  ".join(["texts that do not exist:", *missing])
