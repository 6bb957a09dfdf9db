"""Finding the office on a network that does not tell: the addresses that are known, a search, and one typed by hand."""

from PySide6.QtCore import QObject, Slot

from core.errors import TulpanError
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class OfficeWayModel(PageModel):
    """`ways` are the addresses in the order in which they are tried; `verdict` says how the last try by hand went."""

    EMPTY = {
        "ways": [], "typed": "", "busy": False, "searching": False, "verdict": "", "verdictTone": "quiet",
        "connected": "", "isPaired": False,
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)
        self._found: list[str] = []

    @Slot()
    def refresh(self) -> None:
        status, texts, sync = self._tablet.status, self.texts, self._tablet.sync
        ways = list(sync.ways if sync is not None else ())
        ways += [("found", one) for one in self._found if one not in [address for _, address in ways]]
        self.show(
            ways=[
                {"address": address, "detail": texts(f"field.way_{kind}"), "current": address == status.address}
                for kind, address in ways
            ],
            connected=status.address, isPaired=sync is not None,
        )

    @Slot()
    def look_around(self) -> None:
        """Asks the network where the office of this tablet is."""
        sync = self._tablet.sync
        if sync is None:
            return
        self.show(searching=True, verdict="")

        def looked() -> list[str]:
            from core.sync.discovery import look_around

            return [address for near in look_around(office_id=sync.office_id) for address in near.addresses]

        self.tasks.work(looked, self._looked, self._refused, owner=self)

    @Slot(str)
    def use(self, address: str) -> None:
        """Tries this address first from now on, if the office of this tablet answers there."""
        sync = self._tablet.sync
        if sync is None or not address.strip():
            return
        self.show(busy=True, typed=address.strip(), verdict="")
        self.tasks.work(lambda: sync.try_address(address.strip()), self._tried, self._refused, owner=self)

    def _looked(self, found: list[str]) -> None:
        self._found = list(dict.fromkeys(found))
        said = "" if found else self.texts("field.way_none_found")
        self.show(searching=False, verdict=said, verdictTone="quiet")
        self.refresh()

    def _tried(self, is_office: bool) -> None:
        key, tone = ("field.way_right", "good") if is_office else ("field.way_other", "bad")
        self.show(busy=False, verdict=self.texts(key), verdictTone=tone)
        self.refresh()

    def _refused(self, error: TulpanError) -> None:
        self.show(busy=False, searching=False, verdict=self.texts.error(error), verdictTone="warn")


