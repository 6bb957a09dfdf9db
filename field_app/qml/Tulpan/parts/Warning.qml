import QtQuick
import Tulpan

// A sentence that needs a look: bad when something cannot be done any more.
Rectangle {
    id: warning

    property string text: ""
    property string iconName: "triangle-alert"
    property bool bad: false

    radius: Theme.radiusTile
    color: bad ? Theme.badSoft : Theme.warnSoft
    border.width: Theme.sun ? 2 : 0
    border.color: bad ? Theme.badStrong : Theme.warnStrong
    implicitHeight: words.implicitHeight + 2 * Theme.s12

    Icon {
        x: Theme.s16
        anchors.verticalCenter: parent.verticalCenter
        name: warning.iconName
        color: warning.bad ? Theme.badInk : Theme.warnInk
    }

    Label {
        id: words

        x: 56
        width: parent.width - x - Theme.s16
        anchors.verticalCenter: parent.verticalCenter
        text: warning.text
        size: Theme.textMeta
        color: warning.bad ? Theme.badInk : Theme.warnInk
        wrapMode: Text.Wrap
    }
}
