import QtQuick
import QtQuick.Layouts
import Tulpan

// What a list says when there is nothing in it.
ColumnLayout {
    id: note

    property string iconName: "inbox"
    property string title: ""
    property string text: ""

    spacing: Theme.s12

    Rectangle {
        implicitWidth: 96
        implicitHeight: 96
        radius: 48
        color: Theme.accentSoft
        border.width: Theme.sun ? 2 : 0
        border.color: Theme.accent
        Layout.alignment: Qt.AlignHCenter

        Icon {
            anchors.centerIn: parent
            name: note.iconName
            color: Theme.accentInk
            size: 44
        }
    }

    Label {
        text: note.title
        size: Theme.textSection
        weight: Theme.semibold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        visible: note.text !== ""
        text: note.text
        color: Theme.text2
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
