"""The checkout: what was done and what it costs, turned to the customer in his language, signed, and ended."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.commands.checkout import FinishVisit, SetOutcome, Sign, WriteReport, missing_part
from core.errors import TulpanError
from core.ids import id_born_with, new_id
from core.presenters.checkout import CheckoutPage, checkout_page
from core.queries.checkout import Checkout, checkout
from core.queries.job_sheet import JobSheet, job_sheet
from core.rules.lifecycle import FOLLOW_UP_REASONS, OUTCOMES
from core.texts import Texts
from field_app.qml_module import for_qml
from field_app.view_models.checklist_answers import TYPING_PAUSE
from field_app.view_models.checkout_view import EMPTY, checkout_view, line_row, missing_row
from field_app.view_models.missing_parts import MissingPartSearch
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class CheckoutModel(PageModel):
    """The technician's side and, when the tablet is turned, the customer's; both show the same statement."""

    EMPTY = EMPTY
    KINDS = (
        "activity", "time_effort", "material", "mileage", "expense", "checklist_answer", "checklist_instance",
        "signature", "attachment", "service_assignment",
    )

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._lines = RowModel("id", "icon", "title", "detail", "amount", "reason", "free", parent=self)
        self._parts = MissingPartSearch(context, self)
        self._missing = RowModel("id", "code", "text", "place", "blocking", "shown", "name", parent=self)
        self._activity_id = ""
        self._checkout: Checkout | None = None
        self._page: CheckoutPage | None = None
        self._sheet: JobSheet | None = None
        self._faces_customer = self._turns_at_once = False
        self._customer_language = self._turned = ""
        self._typed: str | None = None
        self._email: str | None = None
        self._is_finishing = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self.flush)

    lines = Property(RowModel, lambda self: self._lines, constant=True)
    missing = Property(RowModel, lambda self: self._missing, constant=True)
    parts = Property(MissingPartSearch, lambda self: self._parts, constant=True)
    outcomes = Property("QVariantList", lambda self: list(OUTCOMES), constant=True)  # type: ignore[arg-type]
    followUpReasons = Property(
        "QVariantList", lambda self: list(FOLLOW_UP_REASONS), constant=True  # type: ignore[arg-type]
    )

    @property
    def page_texts(self) -> Texts:
        """The words of the page: the customer's while it is turned to him."""
        return Texts(self._customer_language) if self._faces_customer else self.texts

    @Slot(str)
    def open(
        self, activity_id: str, typed: str | None = None, facing: str = "", signing: bool = False, turned: str = ""
    ) -> None:
        """`typed` was half typed when the program ended, `facing` the language in which the customer was shown it.

        `signing` turns the page to him at once: the job is done, only his name is missing. `turned` is the time that it
        was turned to him: signed once more after a sudden end it is one signature.
        """
        self._turned = turned
        self._activity_id, self._typed, self._turns_at_once = activity_id, typed, signing and not facing
        self._faces_customer, self._customer_language = bool(facing), facing
        self._parts.of_visit(activity_id)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._activity_id:
            now, language = self.core.clock.now(), self.page_texts.language
            self.ask(job_sheet, self._activity_id, self.author_id, now, language, done=self._take_sheet)
            self.ask(checkout, self._activity_id, self.author_id, now, language, done=self._arrived)

    def _take_sheet(self, sheet: JobSheet | None) -> None:
        self._sheet = sheet

    def _arrived(self, found: Checkout | None) -> None:
        if found is None:
            return
        is_first, self._checkout = self._checkout is None, found
        self._customer_language = self._customer_language or found.language
        self._page = checkout_page(found, self.page_texts)
        self._lines.set_rows([line_row(line) for line in self._page.lines])
        self._missing.set_rows([missing_row(place, row) for place, row in enumerate(self._page.missing)])
        self._present()
        if is_first and self._turns_at_once:
            self._turn(True)
        if is_first:
            self.flush()  # what was half typed at a sudden end, or before the page had its answer

    def _present(self) -> None:
        if self._checkout is not None and self._page is not None:
            self.show(
                **checkout_view(
                    self._checkout, self._page, self.page_texts, text=self._text, email=self._report_email,
                    facing=self._faces_customer, language=self._customer_language,
                )
            )

    # What was done

    @property
    def _text(self) -> str:
        """What is being typed, else what is kept, else the draft made from the records."""
        if self._typed is not None:
            return self._typed
        found = self._checkout
        return (found.work_done or found.suggested_text) if found else ""

    @property
    def _report_email(self) -> str:
        if self._email is not None:
            return self._email
        return self._checkout.report_email if self._checkout else ""

    @Slot(str)
    def write(self, text: str) -> None:
        if text != self._text:
            self._typed = text
            self._typing.start()
            self.keep_place(typed=text)

    @Slot()
    def use_draft(self) -> None:
        """The draft made from parts and readings takes the text's place."""
        if self._checkout is not None:
            self._typed = self._checkout.suggested_text
            self.flush()

    @Slot()
    def flush(self) -> None:
        self._typing.stop()
        if self._typed is not None:
            self._commit_text(self._typed)

    def _commit_text(self, text: str) -> None:
        found = self._checkout
        if found is None or text == found.work_done:
            return
        self.do(
            WriteReport(activity_id=self._activity_id, work_done=text, fault_found=found.fault_found),
            lambda _changes: self._text_kept(text),
        )

    def _text_kept(self, text: str) -> None:
        if self._typed == text:
            self.keep_place(typed=None)
        self.show(saved=self.texts("field_work.saved_at", time=self.texts.time(self.core.clock.now())))

    @Slot(str)
    def write_email(self, email: str) -> None:
        self._email = email

    @Slot(str, str, str)
    @Slot(str, str, str, "QVariantList")
    def set_outcome(self, outcome: str, reason: str, note: str, parts: Sequence[dict[str, Any]] = ()) -> None:
        """`parts` are what the next visit must bring: each an article's id and how many."""
        self.do(SetOutcome(
            activity_id=self._activity_id, outcome=outcome, reason=reason, note=note,
            parts=tuple(missing_part(self._activity_id, one["id"], int(one["count"])) for one in parts),
        ))

    # The customer

    @Slot()
    def turn_to_customer(self) -> None:
        """Commits the words that stand on the page, then shows them to the customer."""
        self.settled(self._keep_words)
        self.settled(lambda: self._turn(True))

    def _keep_words(self) -> None:
        """Also a draft that nobody touched: it is what stands on the page that is signed, or left unsigned."""
        self.flush()
        if self._checkout is not None and not self._checkout.work_done and self._text.strip():
            self._commit_text(self._text)

    @Slot()
    def turn_back(self) -> None:
        self._turn(False)

    @Slot(str)
    def speak(self, language: str) -> None:
        """The customer's language, chosen on the page that is turned to him."""
        self._customer_language = language
        self.keep_place(facing=language)
        self.refresh()

    def scanned(self, _text: str) -> bool:
        """The customer's page is his alone."""
        return self._faces_customer

    def _turn(self, faces_customer: bool) -> None:
        self._faces_customer = faces_customer
        self._turned = new_id() if faces_customer else ""
        facing = self._customer_language if faces_customer else ""
        self.keep_place(facing=facing, turned=self._turned, signing=False, pen=[], penUnder="")
        self.refresh()

    @Slot(str, "QVariantList")
    def sign(self, name: str, strokes: list[Any]) -> None:
        """The customer signs what he sees; the tablet then turns back."""
        # Drawn anew it is another one; as JSON gave the strokes back, their figures are written otherwise.
        signature_id = id_born_with(self._turned or new_id(), repr((name, [len(one) for one in strokes])))
        self.settled(lambda: self._sign("signed", signature_id, name=name, strokes=strokes))

    @Slot(str, str)
    def leave_unsigned(self, state: str, reason: str) -> None:
        """refused, absent or remote_pending, with the reason; a quick hand may be here before the words are."""
        signature_id = self.id_for_sheet(state, reason)
        self.settled(self._keep_words)
        self.settled(lambda: self._sign(state, signature_id, reason=reason))

    @Slot()
    def take_photo(self) -> None:
        """A closed door, or what the customer does not accept."""
        self.flush()
        self.settled(lambda: self.go("photo", activityId=self._activity_id))

    def _sign(
        self, state: str, signature_id: str, name: str = "", strokes: list[Any] | None = None, reason: str = ""
    ) -> None:
        found = self._checkout
        if found is None or (state == "signed" and not self._faces_customer):
            return  # a second touch on "approve": the tablet has turned back by now, and one signature is enough
        self.do(
            Sign(
                activity_id=self._activity_id, signature_id=signature_id, state=state, name=name,
                strokes=strokes or [], reason=reason,
                shown_sha256=found.shown_sha256, shown=found.shown,
                language=self._customer_language if state == "signed" else "",
            ),
            lambda _changes: self._turn(False),
        )

    # The end

    @Slot(str, str)
    def mend(self, place: str, name: str) -> None:
        """Goes to where something is missing, in that checklist; the page shows what is mended on itself."""
        self.settled(lambda: self._mend(place, name))

    def _mend(self, place: str, name: str) -> None:
        sheet = self._sheet
        if place == "job":
            self.go("job", activityId=self._activity_id)
        elif place == "records":
            self.go("time_material", activityId=self._activity_id)
        elif place == "checklist" and sheet is not None:
            begun = next((one for one in sheet.checklists if one.instance_id and one.title == name), None)
            if begun is not None:
                self.go("checklist", instanceId=begun.instance_id, missing=True)
            else:
                self.go("checklist_choice", activityId=self._activity_id)

    @Slot()
    def finish(self) -> None:
        self.flush()
        self.settled(self._finish)

    def _finish(self) -> None:
        if self._sheet is None or self._is_finishing:
            return
        if self._sheet.step == "done":
            self.go("done", activityId=self._activity_id)
            return
        self._is_finishing = True
        command = FinishVisit(
            activity_id=self._activity_id, assignment_id=self._sheet.assignment_id, event_id=new_id(),
            report_email=self._report_email,
        )
        self.do(command, lambda _changes: self.go("done", activityId=self._activity_id))
        self.settled(self._allow_again)

    def _allow_again(self) -> None:
        self._is_finishing = False

    def complain(self, error: TulpanError) -> None:
        self._allow_again()
        super().complain(error)
