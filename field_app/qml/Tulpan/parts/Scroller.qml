import QtQuick
import Tulpan

// A column that scrolls by the finger and shows where it is; lay the content out in the column inside.
Flickable {
    id: scroller

    default property alias content: holder.data
    property int padding: Theme.s20
    property int topPadding: padding

    contentWidth: width
    contentHeight: holder.childrenRect.height + topPadding + padding
    boundsBehavior: Flickable.StopAtBounds
    clip: true

    Item {
        id: holder

        x: scroller.padding
        y: scroller.topPadding
        width: scroller.width - 2 * scroller.padding
        height: childrenRect.height
    }

    Rectangle {
        parent: scroller
        visible: scroller.contentHeight > scroller.height + 1
        width: 5
        radius: 2.5
        color: Theme.borderStrong
        opacity: 0.6
        x: scroller.width - width - 3
        y: scroller.visibleArea.yPosition * scroller.height
        height: Math.max(40, scroller.visibleArea.heightRatio * scroller.height)
    }
}
