import QtQuick
import Tulpan

// Where a value stands between its limits; `gauge` holds shares of the width and the limits in words.
Item {
    id: control

    required property var gauge
    readonly property real okFrom: gauge.okFrom ?? 0
    readonly property real okTo: gauge.okTo ?? 1
    readonly property real needle: gauge.needle ?? -1

    implicitHeight: 54
    Accessible.ignored: true

    component Mark: Label {
        property real share: 0

        size: Theme.textMeta
        y: 32
        x: Math.max(0, Math.min(control.width - width, share * control.width - width / 2))
    }

    Rectangle {
        y: 10
        width: parent.width
        height: 14
        radius: 7
        color: Theme.badSoft
        border.width: Theme.sun ? 2 : 1
        border.color: Theme.badStrong
    }

    Rectangle {
        y: 10
        x: control.okFrom * parent.width
        width: (control.okTo - control.okFrom) * parent.width
        height: 14
        color: Theme.goodStrong
    }

    Rectangle {
        visible: control.needle >= 0
        objectName: "gaugeNeedle"
        y: 0
        x: Math.max(0, Math.min(parent.width - width, control.needle * parent.width - width / 2))
        width: 8
        height: 34
        radius: 4
        color: Theme.text
        border.width: 2
        border.color: Theme.surface

        Behavior on x {
            NumberAnimation { duration: Theme.motionPress }
        }
    }

    Mark {
        text: control.gauge.low ?? ""
        color: Theme.text2
        share: 0
    }

    Mark {
        text: control.gauge.okLow ?? ""
        weight: Theme.semibold
        share: control.okFrom
    }

    Mark {
        text: control.gauge.okHigh ?? ""
        weight: Theme.semibold
        share: control.okTo
    }

    Mark {
        text: control.gauge.high ?? ""
        color: Theme.text2
        share: 1
    }
}
