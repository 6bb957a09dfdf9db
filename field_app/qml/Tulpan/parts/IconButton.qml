import QtQuick
import QtQuick.Templates as T
import Tulpan

// A square button with an icon only; `text` is what it is called aloud.
T.AbstractButton {
    id: control

    property string iconName: ""
    property string kind: chosen ? "tonal" : "outline"
    property bool strong: false
    // It holds; in the sun it is filled.
    property bool chosen: false
    readonly property bool filled: chosen && Theme.sun
    property int side: Theme.touchPrimary

    implicitWidth: side
    implicitHeight: side
    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusCard - 2
        color: control.filled ? Theme.accent : control.kind === "tonal" ? Theme.accentSoft : control.kind === "quiet" ? Theme.sunken : Theme.surface
        border.width: control.kind === "quiet" && !Theme.sun ? 0 : 2
        border.color: control.kind === "tonal" ? Theme.accent : control.strong || Theme.sun ? Theme.borderStrong : Theme.border

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: control.pressed ? 0.14 : 0
        }

        Rectangle {
            anchors.fill: parent
            anchors.margins: -4
            radius: parent.radius + 4
            color: "transparent"
            border.width: Theme.focusWidth
            border.color: Theme.accent
            visible: control.visualFocus
        }
    }

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: control.iconName
            color: !control.enabled ? Theme.text3 : control.filled ? Theme.accentFg : control.kind === "quiet" ? Theme.text : Theme.accent
            size: 28
        }
    }
}
