import QtQuick
import QtQuick.Layouts
import Tulpan

// Saved here, at the office, in the office's copies: how far the work has come.
Card {
    id: card

    required property var steps

    objectName: "syncSteps"

    Repeater {
        model: card.steps

        RowLayout {
            id: step

            required property var modelData
            readonly property var look: Theme.tone(modelData.tone)

            spacing: Theme.s16
            Layout.fillWidth: true

            Rectangle {
                implicitWidth: 44
                implicitHeight: 44
                radius: 22
                color: step.look.soft
                border.width: Theme.sun ? 2 : 0
                border.color: step.look.strong

                Icon {
                    anchors.centerIn: parent
                    name: step.modelData.icon
                    color: step.look.ink
                    size: 22
                }
            }

            Label {
                text: step.modelData.text
                weight: Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
    }
}
