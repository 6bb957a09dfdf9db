import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What helps when the network does not: another address, a stick, and the card that outlives the tablet.
Card {
    id: card

    required property SyncModel vm
    required property string relay
    required property bool suggested

    objectName: "syncWays"

    Tile {
        objectName: "openRelay"
        iconName: "usb"
        chevron: true
        tone: card.suggested ? "warn" : "quiet"
        Layout.minimumHeight: Theme.touchPrimary
        text: Tr.t("field.relay_title")
        detail: card.relay
        Layout.fillWidth: true
        onClicked: card.vm.open_page("relay")
    }

    Tile {
        objectName: "openOfficeWay"
        iconName: "wifi"
        chevron: true
        Layout.minimumHeight: Theme.touchPrimary
        text: Tr.t("field.way_title")
        detail: Tr.t("field.way_tile")
        Layout.fillWidth: true
        onClicked: card.vm.open_page("office_way")
    }

    Tile {
        objectName: "openCare"
        iconName: "shield-check"
        chevron: true
        Layout.minimumHeight: Theme.touchPrimary
        text: Tr.t("field.care_title")
        detail: Tr.t("field.care_tile")
        Layout.fillWidth: true
        onClicked: card.vm.open_page("care")
    }
}
