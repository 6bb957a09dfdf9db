"""Makes the service report of a visit as soon as it has come to the office whole, and has it mailed to the customer.

A correction after the close, or photos that came too late for it, make the next version, which is mailed as well. Slow:
never on the GUI thread.
"""

import logging
from datetime import timedelta

from core.clock import Clock
from core.commands.follow_up import KeepServiceReport
from core.commands.messages import SYSTEM_AUTHOR
from core.commands.report_mail import MailReport
from core.errors import TulpanError
from core.ids import new_id
from core.presenters.report_paper import report_paper
from core.queries.report_mail import ReportToMail, photos_for_customer, reports_to_mail
from core.services.command_bus import CommandBus
from core.storage.blobs import BlobStore
from core.storage.engine import Database

log = logging.getLogger(__name__)
PHOTOS_WITHIN = timedelta(minutes=30)
"""So long a report waits for photos that are still on their way from the tablet."""


class ReportMailer:
    """A background loop calls `step`; it does nothing that a person at the office could not do."""

    def __init__(self, database: Database, blobs: BlobStore, commands: CommandBus, clock: Clock) -> None:
        self._database, self._blobs, self._commands, self._clock = database, blobs, commands, clock
        self._given_up: set[tuple[str, int]] = set()

    def step(self) -> None:
        now = self._clock.now()
        for one in self._database.ask(reports_to_mail, now):
            if (one.activity_id, one.version) in self._given_up:
                continue
            try:
                self._mail(one)
            except TulpanError as error:
                # An address that is none, a report that cannot be made: said once, left to a person.
                log.warning("the report of visit %s was not mailed: %s", one.activity_id, error)
                self._given_up.add((one.activity_id, one.version))

    def _photos_came(self, one: ReportToMail) -> bool:
        """Those that the latest version lacked are all here now; one that comes alone waits for the others."""
        if not one.missing_photos:
            return False
        return all(self._blobs.has(sha256) for sha256 in self._database.ask(photos_for_customer, one.activity_id))

    def _mail(self, one: ReportToMail) -> None:
        version = one.version
        corrected = one.is_corrected or self._photos_came(one)
        if version == 0 or corrected:
            paper = report_paper(self._database, self._blobs, one.activity_id, renew=corrected, final=True)
            waits = paper.missing_photos and self._clock.now() < one.finished_at + PHOTOS_WITHIN
            if waits:
                return
            if paper.is_new:
                self._commands.execute(
                    KeepServiceReport(
                        activity_id=one.activity_id, report_id=new_id(), attachment_id=new_id(), version=paper.version,
                        language=paper.language, sha256=paper.sha256, size=len(paper.content),
                        file_name=paper.file_name, missing_photos=paper.missing_photos,
                    ),
                    SYSTEM_AUTHOR,
                )
                version = paper.version
            elif version == one.mailed:
                self._given_up.add((one.activity_id, version))  # corrected, but nothing that the report shows
                return
        if version > one.mailed:
            self._commands.execute(
                MailReport(message_id=new_id(), activity_id=one.activity_id, version=version), SYSTEM_AUTHOR
            )
