import QtQuick
import QtQuick.Layouts
import Tulpan

// A state in a circle, its name, and what it means.
RowLayout {
    id: state

    required property string iconName
    required property string tone
    required property string title
    property string text: ""
    readonly property var look: Theme.tone(tone)

    spacing: Theme.s20

    Rectangle {
        implicitWidth: 80
        implicitHeight: 80
        radius: 40
        color: state.look.soft
        border.width: Theme.sun ? 2 : 0
        border.color: state.look.strong
        Layout.alignment: Qt.AlignTop

        Icon {
            anchors.centerIn: parent
            name: state.iconName
            color: state.look.ink
            size: 38
        }
    }

    ColumnLayout {
        spacing: Theme.s4
        Layout.fillWidth: true

        Label {
            objectName: "stateTitle"
            text: state.title
            size: Theme.textSection
            weight: Theme.semibold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Label {
            objectName: "stateText"
            visible: state.text !== ""
            text: state.text
            color: Theme.text2
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
