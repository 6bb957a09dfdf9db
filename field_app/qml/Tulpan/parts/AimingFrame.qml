import QtQuick
import Tulpan

// Four corners to hold over a code: light with a dark edge, so that they are seen on whatever lies before the camera.
Item {
    id: frame

    objectName: "aimingFrame"

    // What lay in it was read.
    property bool found: false
    readonly property int arm: Math.min(56, width / 3, height / 3)

    Repeater {
        model: 4

        Item {
            id: corner

            required property int index
            readonly property bool atRight: index % 2 === 1
            readonly property bool atBottom: index > 1

            x: atRight ? frame.width - width : 0
            y: atBottom ? frame.height - height : 0
            width: frame.arm
            height: frame.arm

            component Bar: Rectangle {
                radius: 5
                color: frame.found ? Theme.accent : Theme.photoMarkEdge
                border.width: 2
                border.color: frame.found ? Theme.photoMarkEdge : Theme.scrim
            }

            Bar {
                width: frame.arm
                height: 10
                y: corner.atBottom ? parent.height - height : 0
            }

            Bar {
                width: 10
                height: frame.arm
                x: corner.atRight ? parent.width - width : 0
            }
        }
    }
}
