import QtQuick
import QtQuick.Layouts
import Tulpan

// The actions of a page; the primary one is always at the far end, at the same spot on every page.
// Where both do not fit beside each other, the primary one stands below the others.
Rectangle {
    id: bar

    default property alias actions: side.data
    property alias primary: main.data
    readonly property bool stacked: side.implicitWidth > 0 && main.implicitWidth > 0 && side.implicitWidth + main.implicitWidth + Theme.s12 + 2 * Theme.s20 > width

    implicitHeight: stacked ? side.implicitHeight + main.implicitHeight + 42 : Math.max(side.implicitHeight, main.implicitHeight) + 30
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.border
    }

    RowLayout {
        id: side

        x: Theme.leftHanded ? bar.width - width - Theme.s20 : Theme.s20
        y: bar.stacked ? 15 : (bar.height - height) / 2
        width: bar.stacked ? bar.width - 2 * Theme.s20 : Math.min(implicitWidth, bar.width - 2 * Theme.s20)
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Theme.s12
    }

    // In two rows both go from edge to edge.
    Component.onCompleted: {
        for (const one of [...side.children, ...main.children]) {
            if (one instanceof ActionButton)
                one.Layout.fillWidth = Qt.binding(() => bar.stacked);
        }
    }

    RowLayout {
        id: main

        x: Theme.leftHanded ? Theme.s20 : bar.width - width - Theme.s20
        y: bar.stacked ? bar.height - height - 15 : (bar.height - height) / 2
        width: bar.stacked ? bar.width - 2 * Theme.s20 : implicitWidth
        layoutDirection: Theme.leftHanded ? Qt.LeftToRight : Qt.RightToLeft
        spacing: Theme.s12
    }
}
