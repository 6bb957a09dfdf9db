import QtQuick
import Tulpan

// A person's initials.
Rectangle {
    id: avatar

    property string initials: ""
    property int side: 64
    property bool round: false

    implicitWidth: side
    implicitHeight: side
    radius: round ? side / 2 : Theme.radiusTile
    color: round ? Theme.accent : Theme.accentSoft
    border.width: Theme.sun && !round ? 2 : 0
    border.color: Theme.accent

    Label {
        anchors.centerIn: parent
        text: avatar.initials
        color: avatar.round ? Theme.accentFg : Theme.accentInk
        size: Math.max(Theme.textLeast, avatar.side * 0.34)
        weight: Theme.bold
    }
}
