"""Every page by name: its QML file, its model (loaded when the page is first opened) and its place in the rail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageSpec:
    """`model` is `module:Class` below field_app.view_models; `section` marks the rail; without it there is no rail.

    `ends`: what the job was worked on lies behind it, and back leads no more to a page of that work.
    """

    file: str
    model: str
    section: str
    ends: bool = False


PAGES = {
    "today": PageSpec("TodayPage.qml", "today:TodayModel", "today"),
    "day_log": PageSpec("DayLogPage.qml", "day_log:DayLogModel", "today"),
    "own_history": PageSpec("OwnHistoryPage.qml", "own_history:OwnHistoryModel", "today"),
    "job": PageSpec("JobPage.qml", "job:JobModel", "job"),
    "diagram": PageSpec("DiagramPage.qml", "diagram:DiagramModel", "job"),
    "paper": PageSpec("PaperPage.qml", "paper:PaperModel", "job"),
    "history": PageSpec("HistoryPage.qml", "history:HistoryModel", "job"),
    "past_photo": PageSpec("PastPhotoPage.qml", "past_photo:PastPhotoModel", "job"),
    "checklist_choice": PageSpec("ChecklistChoicePage.qml", "checklist_choice:ChecklistChoiceModel", "job"),
    "checklist": PageSpec("ChecklistPage.qml", "checklist:ChecklistModel", "job"),
    "photo": PageSpec("PhotoPage.qml", "photo:PhotoModel", "job"),
    "photo_marks": PageSpec("PhotoMarksPage.qml", "photo_marks:PhotoMarksModel", "job"),
    "time_material": PageSpec("TimeMaterialPage.qml", "time_material:TimeMaterialModel", "job"),
    "checkout": PageSpec("CheckoutPage.qml", "checkout:CheckoutModel", "job"),
    "finding": PageSpec("FindingPage.qml", "finding:FindingModel", "job"),
    "people": PageSpec("PeoplePage.qml", "people:PeopleModel", "job"),
    "on_site": PageSpec("OnSitePage.qml", "on_site:OnSiteModel", "job"),
    "done": PageSpec("DonePage.qml", "done:DoneModel", "job", ends=True),
    "scan": PageSpec("ScanPage.qml", "scan:ScanModel", "scan"),
    "machine": PageSpec("MachinePage.qml", "machine:MachineModel", "scan"),
    "parts": PageSpec("PartsPage.qml", "parts:PartsModel", "parts"),
    "sync": PageSpec("SyncPage.qml", "sync:SyncModel", "more"),
    "relay": PageSpec("RelayPage.qml", "relay:RelayModel", "more"),
    "office_way": PageSpec("OfficeWayPage.qml", "office_way:OfficeWayModel", "more"),
    "care": PageSpec("CarePage.qml", "care:CareModel", "more"),
    "more": PageSpec("MorePage.qml", "more:MoreModel", "more"),
    "encryption": PageSpec("EncryptionPage.qml", "encryption:EncryptionModel", "more"),
    "pin": PageSpec("PinPage.qml", "pin:PinModel", "more"),
    "revoked": PageSpec("RevokedPage.qml", "revoked:RevokedModel", ""),
    "pairing": PageSpec("PairingPage.qml", "pairing:PairingModel", ""),
}
HOME = "today"
PAIRING = "pairing"
REVOKED = "revoked"
