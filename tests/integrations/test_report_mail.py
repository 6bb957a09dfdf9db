"""The customer's report: made when the visit has come in, mailed once through a real server, again when corrected."""

import io
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.bootstrap import Core
from core.clock import FixedClock
from core.commands.report_mail import MailReportAgain
from core.errors import UserError
from core.ids import new_id
from core.integrations.mail.smtp import MailAccount, SmtpGateway
from core.model.attachment import Attachment, ServiceReport
from core.model.message import Message
from core.presenters.report_mailer import PHOTOS_WITHIN, ReportMailer
from core.services.mail_dispatcher import MailDispatcher
from tests.helpers.field_day import FieldDay
from tests.helpers.mail_server import MailServer, mail_server, own_identity
from tests.helpers.story import STORY, build_story


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def alex(office: Core) -> FieldDay:
    build_story(office)
    day = FieldDay(office)
    day.works_the_whole_visit()
    return day


class Desk:
    """The office's two background loops on one server."""

    def __init__(self, core: Core, port: int, security: str = "none", **more: str) -> None:
        account = MailAccount(
            "127.0.0.1", port, security=security, sender="service@espressoteknik.example", **more
        )
        self.core = core
        self.mailer = ReportMailer(core.database, core.blobs, core.commands, core.clock)
        self.dispatcher = MailDispatcher(core.database, core.commands, core.blobs, SmtpGateway(account), core.clock)

    def works(self, after: timedelta = timedelta(seconds=9)) -> None:
        clock = self.core.clock
        assert isinstance(clock, FixedClock)
        self.mailer.step()
        clock.advance(after)
        self.dispatcher.step()

    @property
    def states(self) -> list[tuple[int, str, str]]:
        with self.core.database.read() as session:
            rows = session.execute(
                select(Message.revision, Message.state, Message.error).where(Message.channel == "mail")
                .order_by(Message.revision)
            )
            return [(row.revision, row.state, row.error.partition(":")[0]) for row in rows]


@pytest.fixture
def desk(alex: FieldDay, server: MailServer) -> Desk:
    return Desk(alex.core, server.port)


def pdf(mail: EmailMessage) -> bytes:
    (part,) = mail.iter_attachments()
    content = part.get_content()
    assert isinstance(content, bytes) and part.get_content_type() == "application/pdf"
    return content


def words_of(mail: EmailMessage) -> str:
    """What stands in the report that came with it."""
    pages = PdfReader(io.BytesIO(pdf(mail))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_report_is_mailed_once_after_the_time_of_regret(desk: Desk, server: MailServer) -> None:
    desk.works(timedelta(seconds=7))
    assert server.mails == [] and desk.states == [(1, "queued", "")]
    desk.works(timedelta(seconds=2))
    desk.works()
    (mail,) = server.mails
    assert mail["To"] == "Kafé Tulpan <james@kafetulpan.example>" and "S-2026-02048" in mail["Subject"]
    assert "service@espressoteknik.example" in mail["From"] and "Kafé Tulpan" in mail.get_body().get_content()  # type: ignore[union-attr]
    with desk.core.database.read() as session:
        kept = session.scalars(select(ServiceReport.pdf_sha256)).one()
    assert pdf(mail) == desk.core.blobs.get(kept) and pdf(mail).startswith(b"%PDF")
    assert desk.states == [(1, "sent", "")]


def test_a_late_correction_is_mailed_as_version_two(desk: Desk, server: MailServer, alex: FieldDay) -> None:
    desk.works()
    alex.clock.advance(timedelta(hours=2))
    alex.records_time("work", "11:12", "11:42")
    alex.clock.advance(timedelta(minutes=1))
    desk.works()
    desk.works()
    first, second = server.mails
    assert pdf(first) != pdf(second) and second["Subject"].startswith("Rättad servicerapport")
    assert first["Message-ID"] != second["Message-ID"]
    assert desk.states == [(1, "sent", ""), (2, "sent", "")]


def test_who_signs_later_gets_the_report_once_more_with_his_name_in_the_language_he_read_it_in(
    office: Core, server: MailServer
) -> None:
    build_story(office)
    alex = FieldDay(office)
    alex.works_up_to_the_signature()
    alex.gets_signature("remote_pending")
    alex.finishes()
    desk = Desk(office, server.port)
    desk.works()
    alex.clock.advance(timedelta(days=1))
    alex.gets_signature(language="en")
    alex.clock.advance(timedelta(minutes=1))
    desk.works()
    desk.works()
    first, second = (words_of(mail) for mail in server.mails)
    assert "Kunden skriver under senare" in first and "James Wallin, " not in first
    assert "James Wallin, " in second and "Service report" in second and "Servicerapport" not in second
    assert desk.states == [(1, "sent", ""), (2, "sent", "")], "and nothing more leaves"


def test_a_late_photo_is_mailed_as_version_two(desk: Desk, server: MailServer, alex: FieldDay) -> None:
    desk.works()
    alex.clock.advance(timedelta(hours=2))
    alex.photographs(photo_id="late")
    desk.works()
    desk.works()
    first, second = server.mails
    assert len(pdf(second)) > len(pdf(first)) and second["Subject"].startswith("Rättad servicerapport")
    desk.works()
    assert desk.states == [(1, "sent", ""), (2, "sent", "")], "and nothing more leaves"


def test_it_is_mailed_again_when_asked_to_the_same_address_and_to_another(desk: Desk, server: MailServer) -> None:
    def again(address: str) -> None:
        desk.core.commands.execute(
            MailReportAgain(message_id=new_id(), activity_id=STORY.visit, address=address), STORY.mara
        )

    desk.works()
    again("james@kafetulpan.example")
    with pytest.raises(UserError, match="error_on_its_way"):
        again("james@kafetulpan.example")
    desk.works()
    again("ekonomi@kafetulpan.example")
    desk.works()
    assert [mail["To"].addresses[0].addr_spec for mail in server.mails] == [
        "james@kafetulpan.example", "james@kafetulpan.example", "ekonomi@kafetulpan.example"
    ]
    assert len({pdf(mail) for mail in server.mails}) == 1
    assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]
    with pytest.raises(UserError, match="error_address"):
        again("ingen")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_mail_goes_in_secret_to_a_server_that_is_trusted(
    alex: FieldDay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    identity = own_identity(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(identity))
    with mail_server(security, identity) as server:
        desk = Desk(alex.core, server.port, security, user="firm", password="secret")
        desk.works()
        assert (len(server.mails), server.accounts, desk.states) == (1, ["in secret"], [(1, "sent", "")])


@pytest.mark.parametrize(("security", "speaks"), [("starttls", "starttls"), ("tls", "tls"), ("starttls", "none")])
def test_to_a_stranger_or_in_the_open_nothing_is_said(
    alex: FieldDay, tmp_path: Path, security: str, speaks: str
) -> None:
    """A certificate that nobody vouches for, or a server that cannot hide what is said: tried again later."""
    with mail_server(speaks, own_identity(tmp_path) if speaks != "none" else None) as server:
        desk = Desk(alex.core, server.port, security, user="firm", password="secret")
        desk.works()
        assert (server.mails, server.accounts, desk.states) == ([], [], [(1, "queued", "unreachable")])


def test_a_report_waits_for_its_photos_but_not_for_ever(desk: Desk, server: MailServer) -> None:
    with desk.core.database.write() as session:
        photo = session.scalars(select(Attachment).where(Attachment.mime == "image/jpeg")).first()
        assert photo is not None
        desk.core.blobs.path(photo.sha256).unlink()
    desk.works()
    assert desk.states == []
    desk.works(PHOTOS_WITHIN)
    desk.works()
    assert len(server.mails) == 1


def test_photos_that_came_too_late_for_the_report_are_mailed_as_version_two(desk: Desk, server: MailServer) -> None:
    with desk.core.database.read() as session:
        photos = session.scalars(select(Attachment.sha256).where(Attachment.mime == "image/jpeg")).all()
    blobs = desk.core.blobs
    kept = {sha256: blobs.get(sha256) for sha256 in photos}
    for sha256 in kept:
        blobs.path(sha256).unlink()
    desk.works(PHOTOS_WITHIN)
    desk.works()
    assert [version for version, *_ in desk.states] == [1]
    for _ in range(3):
        desk.works(timedelta(hours=2))
    assert len(server.mails) == 1, "nothing new to say while they are away"
    for content in kept.values():
        assert content is not None
        blobs.put(content)
    for _ in range(3):
        desk.works()
    assert [(version, state) for version, state, _ in desk.states] == [(1, "sent"), (2, "sent")]
    assert len(pdf(server.mails[1])) > len(pdf(server.mails[0])), "now with its pictures"


@pytest.mark.parametrize(("trouble", "state"), [
    ("refuse", ("failed", "refused")), ("later", ("queued", "unreachable")), ("hang_up", ("failed", "uncertain")),
])
def test_what_the_server_says_decides_whether_it_is_tried_again(
    desk: Desk, server: MailServer, trouble: str, state: tuple[str, str]
) -> None:
    server.trouble = trouble
    desk.works()
    assert desk.states == [(1, *state)]
    server.trouble = ""
    desk.works(timedelta(minutes=1))
    assert len(server.mails) == (0 if trouble == "refuse" else 1), "never a second one"
    assert desk.states == [(1, "sent", "") if trouble == "later" else (1, *state)]


def test_a_server_that_is_gone_is_tried_again(desk: Desk, server: MailServer) -> None:
    gone = Desk(desk.core, 1)
    gone.works()
    assert gone.states == [(1, "queued", "unreachable")]
    desk.works(timedelta(minutes=1))
    assert len(server.mails) == 1


def test_an_attempt_that_a_crash_broke_off_is_left_to_a_person(desk: Desk, server: MailServer) -> None:
    desk.works(timedelta(seconds=1))
    with desk.core.database.write() as session:
        session.scalars(select(Message).where(Message.channel == "mail")).one().state = "sending"
    desk.works()
    assert server.mails == [] and desk.states == [(1, "failed", "uncertain")]


@pytest.mark.parametrize("address", ["", "inte en adress", "a@b.se\r\nBcc: alla@b.se"])
def test_without_an_address_nothing_is_mailed(office: Core, server: MailServer, address: str) -> None:
    build_story(office)
    day = FieldDay(office)
    day.arrives()
    day.fills_checklist()
    day.records_all()
    day.writes()
    day.comes_out()
    day.gets_signature()
    day.finishes(address)
    desk = Desk(office, server.port)
    desk.works()
    desk.works()
    assert server.mails == [] and desk.states == []
