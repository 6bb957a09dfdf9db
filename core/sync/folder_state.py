"""How the last visit to a folder beside the tablet's own went."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FolderState:
    """`error` is a text key; `safe` says that all that waits lies there and was read again.

    `at` is when it was last well, `files_left` how many attachments do not lie there whole yet, `arriving` how many lie
    there to be fetched. While `is_writing` a stick must stay.
    """

    location: str = ""
    at: datetime | None = None
    safe: bool = False
    files_left: int = 0
    error: str = ""
    arriving: int = 0
    is_writing: bool = False
