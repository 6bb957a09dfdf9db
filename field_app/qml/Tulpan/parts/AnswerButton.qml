import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// An answer to touch; the chosen one carries a mark, so that colour is not needed to see it. Only in the sun is it filled:
// elsewhere the page's primary button alone is.
T.AbstractButton {
    id: control

    property bool chosen: false
    property string iconName: ""
    // One of several below each other: the marks stand in a row.
    property bool listed: false
    readonly property color ink: !chosen ? Theme.text : Theme.sun ? Theme.accentFg : Theme.accentInk

    implicitHeight: Math.max(Theme.touchAnswer, words.implicitHeight + Theme.s16)
    implicitWidth: row.implicitWidth + 2 * Theme.s24
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: chosen

    background: Rectangle {
        radius: Theme.radiusCard
        color: !control.chosen ? Theme.surface : Theme.sun ? Theme.accent : Theme.accentSoft
        border.width: 2
        border.color: control.chosen ? Theme.accent : Theme.borderStrong

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: control.pressed ? 0.14 : 0
        }
    }

    contentItem: Item {
        RowLayout {
            id: row

            anchors.verticalCenter: parent.verticalCenter
            x: control.listed ? Theme.s20 : (parent.width - width) / 2
            width: Math.min(implicitWidth, parent.width - 2 * Theme.s20)
            spacing: Theme.s16

            Icon {
                name: control.chosen ? "circle-check" : control.iconName
                color: control.chosen ? control.ink : Theme.accent
                size: 30
            }

            Label {
                id: words

                text: control.text
                size: Theme.textSectionSmall
                weight: Theme.semibold
                color: control.ink
                wrapMode: Text.Wrap
                maximumLineCount: 3
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }
    }
}
