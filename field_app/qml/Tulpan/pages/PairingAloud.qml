import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Pairing by a file: thirty digits that tablet and office read to each other, then the wait for the answer.
Card {
    id: card

    required property PairingModel vm
    required property var view
    readonly property bool isAway: view.step === "away"

    objectName: "pairingAloud"
    padding: Theme.s32
    spacing: Theme.s20

    Label {
        objectName: "aloudState"
        text: card.isAway ? Tr.t("field.pairing_away", { office: card.view.fileOffice }) : Tr.t("field.pairing_aloud", { office: card.view.fileOffice })
        size: Theme.textSection
        weight: Theme.semibold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        objectName: "aloudDigits"
        text: card.view.fingerprint
        size: Theme.textTitle
        weight: Theme.bold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        text: card.isAway ? Tr.t("field.pairing_away_text") : Tr.t("field.pairing_aloud_text")
        color: Theme.text2
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.s16
        Layout.fillWidth: true

        ActionButton {
            objectName: "aloudCancel"
            implicitHeight: Theme.touchAnswer
            text: card.isAway ? Tr.t("field.pairing_cancel") : Tr.t("field.pairing_different")
            Layout.fillWidth: true
            onClicked: card.vm.start_over()
        }

        ActionButton {
            objectName: "aloudEqual"
            visible: !card.isAway
            kind: "primary"
            text: Tr.t("field.pairing_equal")
            Layout.fillWidth: true
            onClicked: card.vm.read_aloud_equal()
        }

        ActionButton {
            objectName: "aloudLook"
            visible: card.isAway
            kind: "primary"
            iconName: "refresh-cw"
            text: Tr.t("field.pairing_look_again")
            Layout.fillWidth: true
            onClicked: card.vm.look_again("")
        }
    }
}
