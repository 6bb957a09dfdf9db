import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// A way further in: icon, name, and what is there.
T.AbstractButton {
    id: control

    property string iconName: ""
    property string detail: ""
    property bool chevron: false
    property string tone: "quiet"
    // How high it is at least; two lines of large letters get more.
    property real least: Theme.touchTarget
    // A way on that asks to be taken: it does not hold, so that it is no filled one in the sun.
    readonly property bool asks: chevron && tone === "warn"
    // In the sun a tone is no soft ground: the one that holds is filled.
    readonly property bool filled: Theme.sun && tone !== "quiet" && !asks
    readonly property color ink: filled ? Theme.accentFg : enabled ? Theme.text : Theme.text3

    implicitHeight: Math.max(least, row.implicitHeight + Theme.s16)
    implicitWidth: row.implicitWidth + 2 * Theme.s12
    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusTile
        color: control.filled ? Theme.accent : control.tone === "quiet" ? Theme.sunken : Theme.tone(control.tone).soft
        border.width: !Theme.sun ? 0 : control.asks ? 3 : 2
        border.color: control.asks ? Theme.warnStrong : Theme.border

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: control.pressed ? 0.12 : 0
        }
    }

    contentItem: Item {
        RowLayout {
            id: row

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.s12
            anchors.rightMargin: Theme.s12
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s12

            Icon {
                name: control.iconName
                color: control.filled ? Theme.accentFg : control.asks ? Theme.warnInk : control.enabled ? Theme.accent : Theme.text3
                size: 26
            }

            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                Label {
                    text: control.text
                    size: Theme.textMeta + 1
                    weight: Theme.semibold
                    color: control.ink
                    wrapMode: Text.Wrap
                    lineHeight: 1
                    Layout.fillWidth: true
                }

                Label {
                    visible: control.detail !== ""
                    text: control.detail
                    size: Theme.textMeta
                    color: control.filled ? Theme.accentFg : Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Icon {
                name: control.chevron ? "chevron-right" : ""
                color: control.filled ? Theme.accentFg : control.asks ? Theme.warnInk : Theme.text2
            }
        }
    }
}
