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
}
