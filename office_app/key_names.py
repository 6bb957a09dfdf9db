"""Keys as they are printed on a keyboard: arrows as arrows, Enter as Enter."""

from PySide6.QtGui import QKeySequence

_PRINTED = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def key_name(keys: str) -> str:
    """How keys are shown to a person: Qt says «Skift» in Swedish, which no keyboard does; a chord stays as it is."""
    if " " in keys:
        return keys
    *held, last = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText).rsplit("+", 1)
    return "+".join((*held, _PRINTED.get(last, last))) if last else keys
