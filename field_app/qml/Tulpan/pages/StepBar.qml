import QtQuick
import QtQuick.Templates as T
import Tulpan

// Held upright: how far the checklist has come, and the way to each of its steps.
T.AbstractButton {
    id: bar

    required property var steps
    property int place: 0
    property int total: 0
    readonly property real room: width - mark.width - 2 * Theme.s20 - Theme.s16

    implicitHeight: Theme.touchTarget
    text: Tr.t("field_work.all_steps")
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusTile
        color: Theme.surface
        border.width: Theme.sun ? 2 : Theme.line
        border.color: Theme.border

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: bar.pressed ? 0.1 : 0
        }
    }

    contentItem: Item {
        StepDots {
            id: dots

            visible: width <= bar.room
            x: Theme.s20 + (bar.room - width) / 2
            anchors.verticalCenter: parent.verticalCenter
            steps: bar.steps
        }

        // More steps than dots have room for: the share that lies behind.
        Rectangle {
            visible: !dots.visible
            x: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            width: bar.room
            height: 14
            radius: 7
            color: Theme.sunken
            border.width: Theme.sun ? 2 : Theme.line
            border.color: Theme.borderStrong

            Rectangle {
                width: Math.max(parent.height, parent.width * (bar.place + 1) / Math.max(1, bar.total))
                height: parent.height
                radius: parent.radius
                color: Theme.accent
            }
        }

        Icon {
            id: mark

            anchors.right: parent.right
            anchors.rightMargin: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            name: "list"
            color: Theme.accent
            size: 26
        }
    }
}
