import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// A row with a switch at its end; the whole row is the target. `asked(on)` carries the wish, `on` shows the truth.
T.AbstractButton {
    id: control

    property bool on: false
    property string detail: ""
    property string iconName: ""

    signal asked(bool on)

    implicitHeight: Math.max(Theme.touchPrimary, row.implicitHeight + Theme.s16)
    implicitWidth: row.implicitWidth
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checked: on
    onClicked: asked(!on)

    contentItem: Item {
        RowLayout {
            id: row

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s16

            Icon {
                name: control.iconName
                color: Theme.accent
                size: 28
            }

            ColumnLayout {
                spacing: 2
                Layout.fillWidth: true

                Label {
                    text: control.text
                    weight: Theme.medium
                    Layout.fillWidth: true
                    wrapMode: Text.Wrap
                }

                Label {
                    visible: control.detail !== ""
                    text: control.detail
                    size: Theme.textMeta
                    color: Theme.text2
                    Layout.fillWidth: true
                    wrapMode: Text.Wrap
                }
            }

            Rectangle {
                implicitWidth: 68
                implicitHeight: 40
                radius: height / 2
                color: control.on ? Theme.accent : Theme.surface
                border.width: 2
                border.color: control.on ? Theme.accent : Theme.borderStrong

                Rectangle {
                    width: 28
                    height: 28
                    radius: 14
                    y: 6
                    x: control.on ? 34 : 6
                    color: control.on ? Theme.accentFg : Theme.borderStrong

                    Behavior on x {
                        NumberAnimation { duration: Theme.motionPress }
                    }
                }
            }
        }
    }

    background: Rectangle {
        radius: Theme.radiusTile
        color: Theme.text
        opacity: control.pressed ? 0.06 : 0
    }
}
