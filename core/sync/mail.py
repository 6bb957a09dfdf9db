"""Letters over a line: sealed, posted, and only an answer that is from the office and of the right kind is taken."""

import msgspec

from core.settings import VERSION
from core.sync.dismissal import Dismissal, read_dismissal
from core.sync.envelope import open_envelope, seal
from core.sync.faults import BadSignature, Malformed, Revoked
from core.sync.identity import Pairing
from core.sync.keys import KeyPair
from core.sync.lan import ANSWER_SECONDS, Line
from core.sync.letters import PROTOCOL, Ack, Ask, Bundle, Hello, Letter, Page, Waiting, Welcome
from core.sync.relay_folder import mark_of


class Dismissed(Revoked):
    """The office itself has said, in answer to this letter, that it no longer trusts the tablet."""

    def __init__(self, word: Dismissal) -> None:
        super().__init__("signed")
        self.word = word


class Mail:
    """One open line to the office. `is_current` says whether all that is new has been fetched over it.

    `generation` is the office's when it greeted: it was restored since, when the tablet's books name another one.
    """

    def __init__(self, line: Line, *, device_id: str, keys: KeyPair, pairing: Pairing) -> None:
        self.line = line
        self.address = line.address
        self.is_current = False
        self.generation = ""
        self._device_id = device_id
        self._keys = keys
        self._pairing = pairing
        self._epoch = ""
        self._session = ""

    def hello(self, epoch: str, waiting: Waiting) -> Welcome:
        self._epoch = epoch
        hello = Hello(nonce=1, epoch=epoch, program=VERSION, protocol=PROTOCOL, waiting=waiting)
        welcome = self._exchange("/v1/hello", hello)
        if not isinstance(welcome, Welcome):
            raise Malformed("not a welcome")
        self._session = welcome.session
        self.generation = welcome.standing.generation
        return welcome

    def push(self, bundle: Bundle) -> Ack:
        ack = self._exchange("/v1/push", bundle)
        if not isinstance(ack, Ack):
            raise Malformed("not an acknowledgement")
        return ack

    def pull(self, ask: Ask) -> Page:
        page = self._exchange("/v1/pull", ask, seconds=ask.wait + ANSWER_SECONDS)
        if not isinstance(page, Page):
            raise Malformed("not a page")
        return page

    def put_piece(self, sha256: str, offset: int, total: int, content: bytes) -> int:
        """Sends a piece (or, when empty, only asks) and returns how many bytes the office has."""
        span = f"{offset}-{offset + len(content) - 1}" if content else "*"
        _, answer = self.line.request(
            "PUT", f"/v1/blob/{sha256}", content, session=self._session,
            headers={"content-range": f"bytes {span}/{total}"},
        )
        return have_of(answer)

    def put_sealed_piece(self, raw: bytes) -> int:
        """Sends a piece for which no session is needed and returns how many bytes the office has."""
        return have_of(self.line.post("/v1/piece", raw))

    def get_piece(self, sha256: str, offset: int) -> tuple[bytes, int]:
        """A piece from the offset on, and the whole size."""
        headers, content = self.line.request(
            "GET", f"/v1/blob/{sha256}", session=self._session, headers={"range": f"bytes={offset}-"}
        )
        total = headers.get("content-range", "").rpartition("/")[2]
        if not total.isdecimal() or len(total) > 12:
            raise Malformed("content-range")
        return content, int(total)

    def hang_up(self) -> None:
        self.line.cut()

    def _exchange(self, path: str, letter: Letter, seconds: float = ANSWER_SECONDS) -> Letter:
        pairing = self._pairing
        line = letter.epoch if isinstance(letter, Bundle) else self._epoch
        raw = seal(
            letter, sender=self._device_id, keys=self._keys, recipient_seal_key=pairing.office_keys.seal, line=line
        )
        try:
            answer = self.line.post(path, raw, seconds=seconds)
        except Revoked as fault:
            word = read_dismissal(fault.proof, pairing, self._device_id, mark_of(raw))
            if word is None:
                raise
            raise Dismissed(word) from fault
        opened = open_envelope(
            answer, keys=self._keys,
            sign_key_of=lambda sender: pairing.office_keys.sign if sender == pairing.office_id else None,
        )
        if getattr(opened.letter, "nonce", None) != letter.nonce:
            raise BadSignature("an answer to another letter")
        return opened.letter


def have_of(answer: bytes) -> int:
    """The count in the office's answer to a piece."""
    try:
        have = msgspec.json.decode(answer, type=dict[str, int])["have"]
    except (msgspec.MsgspecError, ValueError, KeyError) as error:
        raise Malformed("piece answer") from error
    return have
