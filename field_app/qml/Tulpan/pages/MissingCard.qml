import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What is still missing, each with the way to where it is mended.
Card {
    id: card

    required property PageModel vm

    // The words, the result and the signature are asked for by the page's own buttons.
    readonly property var elsewhere: ["arrival", "checklist", "checklist_not_started", "time"]

    objectName: "missingCard"
    visible: rows.shown > 0
    spacing: Theme.s8

    function countShown() {
        let count = 0;
        for (let place = 0; place < rows.count; place++)
            count += rows.itemAt(place)?.counts ? 1 : 0;
        rows.shown = count;
    }

    Repeater {
        id: rows

        property int shown: 0

        model: card.vm.missing
        onItemAdded: card.countShown()
        onItemRemoved: Qt.callLater(card.countShown)

        RowLayout {
            id: row

            required property var model
            readonly property bool counts: card.elsewhere.includes(model.code)

            visible: counts
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
                wrapMode: Text.WordWrap
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "mend-" + row.model.code
                kind: row.model.blocking ? "tonal" : "quiet"
                text: Tr.t("field_work.mend")
                implicitHeight: Theme.touchTarget
                onClicked: card.vm.mend(row.model.place)
            }
        }
    }
}
