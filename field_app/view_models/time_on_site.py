"""How long he has been on site, as the top of a working page says it, minute by minute."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Slot

from core.presenters.job_page import on_site_for
from core.queries.time_on_site import on_site_since
from field_app.view_models.page_model import PageModel

CLOCK_STEP = 15_000
"""Milliseconds between two looks at the running time."""


class TimeOnSite(QObject):
    """Keeps the page's `view.onSite`."""

    def __init__(self, page: PageModel) -> None:
        super().__init__(page)
        self._page = page
        self._since: datetime | None = None
        self._clock = QTimer(self, interval=CLOCK_STEP)
        self._clock.timeout.connect(self.show)
        self._clock.start()

    def of(self, activity_id: str) -> None:
        self._page.ask(on_site_since, activity_id, self._page.author_id, done=self._arrived)

    def _arrived(self, since: datetime | None) -> None:
        self._since = since
        self.show()

    @Slot()
    def show(self) -> None:
        page, since = self._page, self._since
        page.show(onSite="" if since is None else on_site_for(since, page.core.clock.now(), page.texts))
