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

    implicitHeight: Math.max(Theme.touchTarget, row.implicitHeight + Theme.s16)
    implicitWidth: row.implicitWidth + 2 * Theme.s12
    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusTile
        color: control.tone === "quiet" ? Theme.sunken : Theme.tone(control.tone).soft
        border.width: Theme.sun ? 2 : 0
        border.color: Theme.border

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
                color: control.enabled ? Theme.accent : Theme.text3
                size: 26
            }

            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                Label {
                    text: control.text
                    size: Theme.textMeta + 1
                    weight: Theme.semibold
                    color: control.enabled ? Theme.text : Theme.text3
                    wrapMode: Text.Wrap
                    lineHeight: 1
                    Layout.fillWidth: true
                }

                Label {
                    visible: control.detail !== ""
                    text: control.detail
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Icon {
                name: control.chevron ? "chevron-right" : ""
                color: Theme.text2
            }
        }
    }
}
