import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The ways to meet an office: its code, an office nearby, an address typed by hand, or a file on a stick.
ColumnLayout {
    id: ask

    required property PairingModel vm
    required property var view

    // The page has the room for choosing among files.
    signal pictureAsked
    signal folderAsked

    spacing: Theme.s16

    Card {
        Layout.fillWidth: true

        RowLayout {
            spacing: Theme.s16
            Layout.fillWidth: true

            Icon {
                name: "qr-code"
                color: Theme.accent
                size: 48
            }

            Label {
                text: Tr.t("field.pairing_text")
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            ActionButton {
                objectName: "scanPairing"
                kind: "tonal"
                iconName: "scan-line"
                text: Tr.t("field.pairing_scan")
                Layout.fillWidth: true
                onClicked: Navigation.openPage("scan", { purpose: "pairing" })
            }

            ActionButton {
                objectName: "pairingPicture"
                iconName: "file-image"
                text: Tr.t("field.pairing_picture")
                Layout.fillWidth: true
                onClicked: ask.pictureAsked()
            }
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            Field {
                id: payload

                objectName: "pairingPayload"
                keepsCodes: true
                label: Tr.t("field.pairing_payload")
                text: ask.view.payload
                inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhPreferUppercase
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "pairingJoin"
                kind: "tonal"
                implicitHeight: 72
                Layout.minimumWidth: 120
                enabled: payload.text.trim() !== ""
                text: Tr.t("field.pairing_join")
                onClicked: ask.vm.join(payload.text.trim())
            }
        }
    }

    Card {
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field.pairing_or")
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            Field {
                id: address

                objectName: "pairingAddress"
                label: Tr.t("field.pairing_address")
                text: ask.view.address
                inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "pairingJoinAddress"
                kind: "tonal"
                implicitHeight: 72
                Layout.minimumWidth: 120
                enabled: address.text.trim() !== ""
                text: Tr.t("field.pairing_join")
                onClicked: ask.vm.join_address(address.text.trim())
            }
        }

        ActionButton {
            objectName: "pairingLook"
            iconName: "wifi"
            busy: ask.view.searching
            text: ask.view.searching ? Tr.t("field.pairing_looking") : Tr.t("field.pairing_look")
            Layout.fillWidth: true
            onClicked: ask.vm.look_around()
        }

        Repeater {
            model: ask.view.nearby

            Tile {
                required property var modelData

                objectName: "nearby_" + modelData.address
                iconName: "building-2"
                chevron: true
                least: Theme.touchPrimary
                text: modelData.address
                Layout.fillWidth: true
                onClicked: ask.vm.join_address(modelData.address)
            }
        }
    }

    Card {
        objectName: "pairingFile"
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field.pairing_file")
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Label {
            text: Tr.t("field.pairing_file_text")
            color: Theme.text2
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        DriveChoice {
            drives: ask.view.drives
            label: Tr.t("field.relay_place")
            typed: ask.view.place
            Layout.fillWidth: true
            onChosen: place => ask.vm.join_folder(place)
            onFolderAsked: ask.folderAsked()
        }
    }
}
