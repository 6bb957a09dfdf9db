import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What about the tablet itself needs a word: disk, clock, certificates. Quiet when there is nothing.
ColumnLayout {
    id: card

    required property TodayModel vm

    objectName: "healthCard"
    visible: vm.health.rows.length > 0
    spacing: Theme.s8

    Repeater {
        model: card.vm.health.rows

        Warning {
            required property var modelData

            text: modelData.text
            iconName: modelData.icon
            bad: modelData.bad
            Layout.fillWidth: true
        }
    }
}
