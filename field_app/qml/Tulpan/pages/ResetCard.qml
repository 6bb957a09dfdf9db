import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Making the tablet new: refused while anything is not at the office, with a file as the way out.
Card {
    id: card

    required property CareModel vm
    required property var view

    signal folderAsked

    objectName: "resetCard"

    Heading {
        text: Tr.t("field.reset_title")
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        text: card.view.asksReset ? card.view.resetText : Tr.t("field.reset_text")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        objectName: "resetRefused"
        visible: card.view.refused !== ""
        text: card.view.refused
        color: Theme.warnInk
        weight: Theme.medium
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    ActionButton {
        objectName: "resetAsk"
        visible: !card.view.asksReset
        iconName: "rotate-ccw"
        text: Tr.t("field.reset_ask")
        Layout.fillWidth: true
        onClicked: card.vm.ask_reset()
    }

    RowLayout {
        visible: card.view.asksReset
        spacing: Theme.s12
        Layout.fillWidth: true

        ActionButton {
            objectName: "resetCancel"
            implicitHeight: Theme.touchAnswer
            text: Tr.t("field.pairing_cancel")
            Layout.fillWidth: true
            onClicked: card.vm.forget_reset()
        }

        ActionButton {
            objectName: "resetDo"
            kind: "danger"
            implicitHeight: Theme.touchAnswer
            busy: card.view.busy
            text: Tr.t("field.reset_do")
            Layout.fillWidth: true
            onClicked: card.vm.reset()
        }
    }

    ActionButton {
        objectName: "exportUnsent"
        visible: card.view.isPaired && card.view.waiting > 0
        kind: "tonal"
        iconName: "file-down"
        busy: card.view.busy
        text: Tr.t("field.care_export")
        detail: card.view.exportText
        Layout.fillWidth: true
        onClicked: card.folderAsked()
    }

    Label {
        objectName: "exported"
        visible: card.view.exported !== ""
        text: card.view.exported
        color: Theme.goodInk
        wrapMode: Text.WrapAnywhere
        Layout.fillWidth: true
    }
}
