import QtQuick
import QtQuick.Templates as T
import Tulpan

// A small picture that can be touched, in a frame that is rounder than what stands in it, so that no corner sticks out.
T.AbstractButton {
    id: control

    property string source: ""
    property int side: 96

    implicitWidth: side
    implicitHeight: side
    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.s8
        color: Theme.sunken
        border.width: Theme.line
        border.color: Theme.border
    }

    contentItem: Item {
        Picture {
            anchors.fill: parent
            anchors.margins: Theme.s4
            address: control.source
            room: Qt.size(2 * control.side, 2 * control.side)
            fillMode: Image.PreserveAspectCrop
            clip: true
        }

        Rectangle {
            anchors.fill: parent
            radius: Theme.s8
            color: Theme.text
            opacity: control.pressed ? 0.2 : 0
        }
    }
}
