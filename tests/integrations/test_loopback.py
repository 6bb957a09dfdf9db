"""The gateway on this computer: what it keeps, what it shows, and whom it lets in."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import urllib3

from core.clock import FixedClock
from core.errors import SurroundingsError
from core.integrations.sms.elks import ElksGateway
from core.integrations.sms.loopback import LoopbackGateway
from core.integrations.sms.phone_store import PhoneStore
from core.services.ports import SmsRequest
from tests.helpers.cores import STORY_TIME

JAMES = "+46701740640"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(STORY_TIME)


@pytest.fixture
def loopback(clock: FixedClock, tmp_path: Path) -> Iterator[LoopbackGateway]:
    running = LoopbackGateway(tmp_path / "phone.jsonl", clock).start()
    yield running
    running.stop()


def send(loopback: LoopbackGateway, text: str, to: str = JAMES) -> str:
    gateway = ElksGateway(loopback.user, loopback.password, loopback.base_url)
    return gateway.send(SmsRequest(to, "Espressotek", text)).gateway_id


def get(loopback: LoopbackGateway, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", loopback.base_url + path, headers=headers, retries=False)


def test_messages_survive_a_restart(loopback: LoopbackGateway, clock: FixedClock, tmp_path: Path) -> None:
    send(loopback, "Första")
    send(loopback, "Andra")

    again = LoopbackGateway(tmp_path / "phone.jsonl", clock)

    assert [message.text for message in again.messages()] == ["Första", "Andra"]
    assert again.messages() == loopback.messages()


def test_a_line_that_a_crash_cut_off_is_left_out_and_the_next_is_whole(clock: FixedClock, tmp_path: Path) -> None:
    file = tmp_path / "phone.jsonl"
    PhoneStore(file).take(JAMES, "Espressotek", "Hel", clock.now())
    with file.open("ab") as written:
        written.write(b'{"id":"s2","to":"+4670')
    store = PhoneStore(file)
    store.take(JAMES, "Espressotek", "Efter", clock.now())

    assert [message.text for message in PhoneStore(file).all()] == ["Hel", "Efter"]


def test_the_page_shows_what_the_customer_reads(loopback: LoopbackGateway, clock: FixedClock) -> None:
    send(loopback, "Hej James! <b>Alex</b> kommer ca 10:00.")
    clock.advance(timedelta(seconds=5))

    page = get(loopback, "/").data.decode()

    assert "Hej James! &lt;b&gt;Alex&lt;/b&gt; kommer ca 10:00." in page
    assert "Espressotek" in page
    assert "070-174 06 40" in page
    assert "Levererat" in page
    assert "default-src 'none'" in get(loopback, "/").headers["content-security-policy"]


def test_the_phone_is_also_there_for_programs(loopback: LoopbackGateway, clock: FixedClock) -> None:
    message_id = send(loopback, "Hej å 10–12")
    clock.advance(timedelta(seconds=5))

    (told,) = json.loads(get(loopback, "/phone.json").data)

    assert (told["id"], told["to"], told["message"], told["status"]) == (message_id, JAMES, "Hej å 10–12", "delivered")
    assert told["parts"] == 1


def test_an_empty_phone_says_so(loopback: LoopbackGateway) -> None:
    assert "Inga meddelanden ännu." in get(loopback, "/").data.decode()
    assert get(loopback, "/inter.ttf").status == 200


@pytest.mark.parametrize("header", ["", "Basic bm9ib2R5Om5vdGhpbmc=", "Basic ☃", "Bearer x"])
def test_a_stranger_may_neither_send_nor_look(loopback: LoopbackGateway, header: str) -> None:
    headers = {"authorization": header.encode().decode("latin-1")} if header else {}

    assert get(loopback, "/a1/sms", **headers).status == 401
    assert urllib3.request("POST", loopback.base_url + "/a1/sms", headers=headers, fields={"to": JAMES}).status == 401


def test_a_page_elsewhere_that_names_itself_this_computer_is_turned_away(loopback: LoopbackGateway) -> None:
    assert get(loopback, "/phone.json", host="evil.example").status == 400


@pytest.mark.parametrize(("fields", "status"), [
    ({"to": JAMES, "from": "Espressotek", "message": "x" * 1601}, 400),
    ({"to": JAMES, "from": "Espressotek", "message": "x" * 70_000}, 413),
    ({"to": "hello", "from": "Espressotek", "message": "x"}, 400),
    ({"to": JAMES, "from": "1abc", "message": "x"}, 400),
    ({"to": JAMES, "message": "x"}, 400),
    ({}, 400),
])
def test_a_form_that_46elks_would_refuse_is_refused(
    loopback: LoopbackGateway, fields: dict[str, str], status: int
) -> None:
    headers = urllib3.make_headers(basic_auth=f"{loopback.user}:{loopback.password}")
    answer = urllib3.request(
        "POST", loopback.base_url + "/a1/sms", body=urlencode(fields),
        headers=headers | {"content-type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == status
    assert loopback.messages() == ()


def test_crooked_dates_and_limits_get_a_sentence(loopback: LoopbackGateway) -> None:
    headers = urllib3.make_headers(basic_auth=f"{loopback.user}:{loopback.password}")
    for query in ("start=yesterday", "end=%00", "limit=many"):
        answer = urllib3.request("GET", f"{loopback.base_url}/a1/sms?{query}", headers=headers)
        assert answer.status == 400


def test_it_comes_back_on_the_same_port(loopback: LoopbackGateway) -> None:
    before = loopback.base_url
    loopback.stop()
    loopback.start()

    assert loopback.base_url == before
    assert get(loopback, "/").status == 200


def test_a_taken_port_is_told_in_a_sentence(loopback: LoopbackGateway) -> None:
    with pytest.raises(SurroundingsError) as caught:
        LoopbackGateway(port=int(loopback.base_url.rsplit(":", 1)[1])).start()
    assert caught.value.key == "sms.error_port_taken"
