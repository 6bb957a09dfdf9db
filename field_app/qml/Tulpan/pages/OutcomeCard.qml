import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// How the visit came out.
Card {
    id: card

    required property CheckoutModel vm
    readonly property var view: vm.view

    signal asked

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Label {
                text: Tr.t("field_work.result")
                size: Theme.textMeta
                color: Theme.text2
            }

            Label {
                objectName: "outcomeText"
                text: card.view.outcomeText !== "" ? card.view.outcomeText : Tr.t("field_work.result_open")
                weight: Theme.semibold
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }

        // The usual end in one touch; every other one is in the list.
        ActionButton {
            objectName: "outcomeSolved"
            visible: card.view.outcome === ""
            kind: "tonal"
            iconName: "check"
            text: Tr.t("visit.outcome_solved")
            implicitHeight: Theme.touchTarget
            onClicked: card.vm.set_outcome("solved", "", card.view.outcomeNote)
        }

        ActionButton {
            objectName: "chooseOutcome"
            kind: "quiet"
            iconName: card.view.outcome === "" ? "" : "pencil"
            text: card.view.outcome === "" ? Tr.t("field_work.other_result") : Tr.t("field_work.edit")
            implicitHeight: Theme.touchTarget
            onClicked: card.asked()
        }
    }
}
