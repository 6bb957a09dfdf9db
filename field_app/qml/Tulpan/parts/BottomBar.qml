import QtQuick
import QtQuick.Layouts
import Tulpan

// The actions of a page; the primary one is always at the far end, at the same spot on every page.
Rectangle {
    id: bar

    default property alias actions: side.data
    property alias primary: main.data

    implicitHeight: 110
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.border
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.s20
        anchors.rightMargin: Theme.s20
        spacing: Theme.s12
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight

        RowLayout {
            id: side

            spacing: Theme.s12
        }

        Item {
            Layout.fillWidth: true
        }

        RowLayout {
            id: main

            spacing: Theme.s12
        }
    }
}
