import QtQuick
import Tulpan

// Where the job stands, each step with the time it was taken.
Item {
    id: track

    property var steps: []
    property bool compact: false

    implicitHeight: compact ? 96 : 52

    Row {
        anchors.fill: parent

        Repeater {
            id: nodes

            model: track.steps

            Item {
                id: node

                required property var modelData
                required property int index
                readonly property bool last: index === nodes.count - 1
                readonly property bool passed: modelData.state === "passed"
                readonly property bool current: modelData.state === "current"
                readonly property var look: Theme.status(modelData.status)

                width: track.compact ? track.width / nodes.count : last ? 130 : (track.width - 130) / (nodes.count - 1)
                height: track.height

                Rectangle {
                    readonly property real from: track.compact ? 46 + node.width / 2 - 23 : words.x + words.width + 10
                    readonly property bool done: node.index < nodes.count - 1 && track.steps[node.index + 1].state !== "ahead"

                    visible: !node.last
                    x: from
                    y: 23 - height / 2
                    width: (track.compact ? node.width + node.width / 2 - 23 : node.width) - from
                    height: done || !Theme.sun ? 4 : 2
                    color: done ? Theme.accent : Theme.border
                }

                Rectangle {
                    id: disc

                    x: track.compact ? (node.width - width) / 2 : 0
                    width: 46
                    height: 46
                    radius: 23
                    color: node.passed ? Theme.accent : node.current ? node.look.soft : Theme.surface
                    border.width: node.current ? 3 : node.passed ? 0 : 2
                    border.color: node.current ? node.look.strong : Theme.borderStrong

                    Icon {
                        anchors.centerIn: parent
                        name: node.modelData.icon
                        color: node.passed ? Theme.accentFg : node.current ? node.look.strong : Theme.text3
                    }
                }

                Column {
                    id: words

                    x: track.compact ? (node.width - width) / 2 : 58
                    y: track.compact ? 52 : disc.y + (disc.height - height) / 2

                    Label {
                        text: node.modelData.name
                        size: Theme.textMeta
                        fontSizeMode: track.compact ? Text.HorizontalFit : Text.FixedSize
                        minimumPixelSize: Theme.textLeast
                        horizontalAlignment: Text.AlignHCenter
                        width: track.compact ? Math.min(implicitWidth, node.width - Theme.s8) : implicitWidth
                        weight: Theme.semibold
                        color: node.modelData.state === "ahead" ? Theme.text3 : Theme.text
                        anchors.horizontalCenter: track.compact ? parent.horizontalCenter : undefined
                    }

                    Label {
                        visible: text !== ""
                        text: node.modelData.time
                        size: Theme.textMeta
                        color: Theme.text2
                        anchors.horizontalCenter: track.compact ? parent.horizontalCenter : undefined
                    }
                }
            }
        }
    }
}
