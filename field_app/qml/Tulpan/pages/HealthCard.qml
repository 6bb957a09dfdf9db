import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What about the tablet itself needs a word: disk, clock, certificates. Quiet when there is nothing.
ColumnLayout {
    id: card

    required property PageModel vm

    objectName: "healthCard"
    visible: vm.health.rows.length > 0
    spacing: Theme.s8

    Repeater {
        model: card.vm.health.rows

        Rectangle {
            id: row

            required property var modelData

            radius: Theme.radiusTile
            color: modelData.bad ? Theme.badSoft : Theme.warnSoft
            border.width: Theme.sun ? 2 : 0
            border.color: modelData.bad ? Theme.badStrong : Theme.warnStrong
            implicitHeight: words.implicitHeight + 2 * Theme.s12
            Layout.fillWidth: true

            Icon {
                x: Theme.s16
                anchors.verticalCenter: parent.verticalCenter
                name: row.modelData.icon
                color: row.modelData.bad ? Theme.badInk : Theme.warnInk
            }

            Label {
                id: words

                x: 56
                width: parent.width - x - Theme.s16
                anchors.verticalCenter: parent.verticalCenter
                text: row.modelData.text
                size: Theme.textMeta
                color: row.modelData.bad ? Theme.badInk : Theme.warnInk
                wrapMode: Text.WordWrap
            }
        }
    }
}
