"""A calculated step's formula: numbers, earlier steps in braces, + − × ÷ and brackets; read, never run as code."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException

MOST_SIGNS = 400
_DEEPEST = 20
_LARGEST = Decimal(10) ** 12
_TOKEN = re.compile(r"\s*(?:(\d+(?:[.,]\d+)?)|\{([^{}]{1,36})\}|([-+*/()×÷−]))")
_SAME = {"×": "*", "÷": "/", "−": "-"}

Meaning = Callable[[Mapping[str, Decimal]], Decimal]


class FormulaError(ValueError):
    """The text is no formula."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read; `asks` are the ids of the steps that it needs."""

    asks: tuple[str, ...]
    meaning: Meaning

    def value(self, numbers: Mapping[str, Decimal]) -> Decimal | None:
        """None while a number is missing, and where there is no answer (a division by nothing)."""
        if any(one not in numbers for one in self.asks):
            return None
        try:
            result = self.meaning(numbers)
        except DecimalException:
            return None
        return result if result.is_finite() and abs(result) < _LARGEST else None


def read_formula(text: str) -> Formula:
    """Raises FormulaError for anything that is no formula."""
    if len(text) > MOST_SIGNS:
        raise FormulaError(text)
    reader = _Reader(_tokens(text))
    meaning = reader.sum(0)
    if reader.next:
        raise FormulaError(reader.next[1])
    return Formula(tuple(dict.fromkeys(reader.asks)), meaning)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError(text[place:])
        number, step, sign = match.groups()
        found.append(("number", number) if number else ("step", step) if step else ("sign", _SAME.get(sign, sign)))
        place = match.end()
    return found


class _Reader:
    """Sums of products of single things, each rule one method."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self.asks: list[str] = []

    @property
    def next(self) -> tuple[str, str] | None:
        return self._tokens[0] if self._tokens else None

    def _takes(self, *signs: str) -> str:
        if self.next and self.next[0] == "sign" and self.next[1] in signs:
            return self._tokens.pop(0)[1]
        return ""

    def sum(self, depth: int) -> Meaning:
        left = self._product(depth)
        while sign := self._takes("+", "-"):
            left = _joined(sign, left, self._product(depth))
        return left

    def _product(self, depth: int) -> Meaning:
        left = self._single(depth)
        while sign := self._takes("*", "/"):
            left = _joined(sign, left, self._single(depth))
        return left

    def _single(self, depth: int) -> Meaning:
        if depth > _DEEPEST or not self._tokens:
            raise FormulaError
        if self._takes("-"):
            inner = self._single(depth + 1)
            return lambda numbers: -inner(numbers)
        kind, text = self._tokens.pop(0)
        if kind == "number":
            number = Decimal(text.replace(",", "."))
            return lambda _numbers: number
        if kind == "step":
            self.asks.append(text)
            return lambda numbers: numbers[text]
        if text != "(":
            raise FormulaError(text)
        inner = self.sum(depth + 1)
        if not self._takes(")"):
            raise FormulaError("(")
        return inner


def _joined(sign: str, left: Meaning, right: Meaning) -> Meaning:
    if sign == "+":
        return lambda numbers: left(numbers) + right(numbers)
    if sign == "-":
        return lambda numbers: left(numbers) - right(numbers)
    if sign == "*":
        return lambda numbers: left(numbers) * right(numbers)
    return lambda numbers: left(numbers) / right(numbers)
