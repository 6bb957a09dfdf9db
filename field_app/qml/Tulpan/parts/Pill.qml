import QtQuick
import QtQuick.Layouts
import Tulpan

// A short fact with its icon; `tone` is good, warn, bad, info, accent, quiet or a status. Not a button.
Rectangle {
    id: pill

    property string text: ""
    property string iconName: ""
    property string tone: "quiet"
    property int size: Theme.textMeta
    readonly property var look: Theme.tone(tone)

    implicitHeight: Math.max(36, words.implicitHeight + Theme.s16)
    implicitWidth: row.implicitWidth + 2 * Theme.s12 + 2
    radius: height / 2
    color: look.soft
    border.width: Theme.sun ? 2 : 0
    border.color: look.strong
    visible: text !== ""

    RowLayout {
        id: row

        anchors.centerIn: parent
        width: Math.min(implicitWidth, pill.width - 2 * Theme.s12 + 4)
        spacing: Theme.s8

        Icon {
            name: pill.iconName
            color: pill.look.ink
            size: 20
        }

        Label {
            id: words

            objectName: "pillText"
            text: pill.text
            color: pill.look.ink
            size: pill.size
            weight: Theme.semibold
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
