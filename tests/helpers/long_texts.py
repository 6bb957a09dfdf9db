"""The program in a language half as wordy again: what does not fit in it would not fit in German or Finnish."""

from typing import Any

from core.texts import Texts

_MORE = 0.4


class LongTexts(Texts):
    """Every text followed by so many more letters."""

    def __call__(self, key: str, **params: Any) -> str:
        said = super().__call__(key, **params)
        return said + "å" * round(len(said) * _MORE)
