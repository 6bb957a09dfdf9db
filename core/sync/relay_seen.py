"""Which letters of a relay folder the office need not look at again."""

from collections import defaultdict
from collections.abc import Callable

from core.sync.faults import ProtocolFault, UnknownSender
from core.sync.relay_folder import Found


class Seen:
    """Letters by their names, which stand for their content. What came from a tablet that was not known is looked at
    again as soon as it is: it may have left its work before the office paired it, or paired it anew."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._names: set[str] = set()
        self._of_strangers: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, letter: Found) -> bool:
        return letter.name in self._names

    def add(self, letter: Found) -> None:
        self._names.add(letter.name)

    def refuse(self, device_id: str, letter: Found, fault: ProtocolFault) -> None:
        """Notes that a letter in this tablet's directory cannot be used, or not yet."""
        self.add(letter)
        if isinstance(fault, UnknownSender) and fault.params["detail"] == device_id:
            self._of_strangers[device_id].add(letter.name)

    def begin(self, device_id: str) -> None:
        """Before a tablet's directory is looked through."""
        if device_id in self._of_strangers and self._is_known(device_id):
            self._names -= self._of_strangers.pop(device_id)

    def clear(self) -> None:
        self._names.clear()
        self._of_strangers.clear()
