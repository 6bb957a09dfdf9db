import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What is still missing, each with the way to where it is mended.
Card {
    id: card

    required property CheckoutModel vm

    objectName: "missingCard"
    visible: vm.view.missing > 0
    spacing: Theme.s8

    Heading {
        visible: card.vm.view.blocked
        text: Tr.t("field_work.left_to_do")
    }

    Repeater {
        model: card.vm.missing

        RowLayout {
            id: row

            required property var model

            visible: model.shown
            spacing: Theme.s12
            Layout.fillWidth: true

            Icon {
                name: "triangle-alert"
                color: row.model.blocking ? Theme.badStrong : Theme.warnStrong
                size: 28
            }

            Label {
                objectName: "missing-" + row.model.code
                text: row.model.text
                size: Theme.textMeta
                weight: Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "mend-" + row.model.code
                kind: row.model.blocking ? "tonal" : "quiet"
                text: Tr.t("field_work.mend")
                implicitHeight: Theme.touchTarget
                onClicked: card.vm.mend(row.model.place, row.model.name)
            }
        }
    }

    Label {
        objectName: "missingNote"
        visible: card.vm.view.blocked
        text: Tr.t("field_work.left_to_do_note")
        size: Theme.textMeta
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
