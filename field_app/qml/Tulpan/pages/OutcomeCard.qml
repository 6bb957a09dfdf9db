import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// How the visit came out.
Card {
    id: card

    required property PageModel vm
    readonly property var view: vm.view

    signal asked

    padding: Theme.s16

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.leftMargin: 4

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

        ActionButton {
            objectName: "chooseOutcome"
            kind: card.view.outcome === "" ? "tonal" : "quiet"
            iconName: card.view.outcome === "" ? "flag" : "pencil"
            text: card.view.outcome === "" ? Tr.t("field_work.choose_result") : Tr.t("field_work.edit")
            implicitHeight: Theme.touchTarget
            onClicked: card.asked()
        }
    }
}
