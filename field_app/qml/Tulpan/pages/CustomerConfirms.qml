import QtQuick
import QtQuick.Layouts
import Tulpan

// What the customer confirms with his signature.
Rectangle {
    id: box

    required property var confirms

    radius: Theme.radiusTile
    color: Theme.accentSoft
    border.width: Theme.sun ? 2 : 0
    border.color: Theme.accent
    implicitHeight: agreed.implicitHeight + 2 * Theme.s16

    ColumnLayout {
        id: agreed

        x: Theme.s20
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * Theme.s20
        spacing: Theme.s8

        Repeater {
            model: box.confirms

            RowLayout {
                id: confirmed

                required property string modelData
                required property int index

                spacing: Theme.s12
                Layout.fillWidth: true

                Icon {
                    name: "check"
                    color: Theme.accentInk
                }

                Label {
                    objectName: "confirms-" + confirmed.index
                    text: confirmed.modelData
                    color: Theme.accentInk
                    weight: Theme.medium
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }
        }
    }
}
