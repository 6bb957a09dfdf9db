"""Everybody at the job's customer: whom to ring, and whose number or role to put right."""

from PySide6.QtCore import Slot

from core.queries.customer_people import CustomerPerson, customer_people
from core.rules.phone import can_text, shown
from field_app.qml_module import for_qml
from field_app.view_models.outside import ring, write_to
from field_app.view_models.page_model import PageModel


@for_qml
class PeopleModel(PageModel):
    """`people` has whom the call names first; changing one is the page `on_site`."""

    EMPTY = {"loaded": False, "people": []}
    KINDS = ("contact", "service_call")

    _activity_id = ""

    @Slot(str)
    def open(self, activity_id: str) -> None:
        self._activity_id = activity_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(customer_people, self._activity_id, done=self._arrived)

    @Slot(str, str)
    def call(self, name: str, phone: str) -> None:
        ring(self, name, phone)

    @Slot(str, str)
    def text(self, name: str, phone: str) -> None:
        write_to(self, name, phone)

    @Slot(str)
    def edit(self, contact_id: str) -> None:
        self.go("on_site", activityId=self._activity_id, kind="contact", contactId=contact_id)

    @Slot()
    def add(self) -> None:
        self.go("on_site", activityId=self._activity_id, kind="contact")

    def _arrived(self, found: tuple[CustomerPerson, ...]) -> None:
        self.show(loaded=True, people=[self._row(one) for one in found])

    def _row(self, one: CustomerPerson) -> dict[str, object]:
        numbers = [shown(number).replace(" ", "\u00a0") for number in (one.mobile, one.phone) if number]
        said = [self.texts("on_site.asked_for")] if one.is_asked_for else []
        phone = one.mobile or one.phone
        return {
            "id": one.id, "name": one.name, "initials": "".join(part[0] for part in one.name.split()[:2]).upper(),
            "role": " · ".join([one.role, *said] if one.role else said),
            "ways": "\n".join(part for part in (" · ".join(numbers), one.email) if part),
            "phone": phone, "textTo": phone if phone and can_text(phone) else "",
        }
