import QtQuick
import Tulpan

// A column that scrolls by the finger and shows where it is; `placeName` keeps its height in the place.
Flickable {
    id: scroller

    default property alias content: holder.data
    property int padding: Theme.s20
    property int topPadding: padding
    property int bottomPadding: padding

    property string placeName: ""

    contentWidth: width
    contentHeight: holder.childrenRect.height + topPadding + bottomPadding
    boundsBehavior: Flickable.StopAtBounds
    // What is wholly in sight leaves the finger to the scroller that it lies in.
    interactive: contentHeight > height + 1
    clip: true

    PlaceKeeper {
        view: scroller
        placeName: scroller.placeName
    }

    Item {
        id: holder

        x: scroller.padding
        y: scroller.topPadding
        width: scroller.width - 2 * scroller.padding
        height: childrenRect.height
    }

    Rectangle {
        parent: scroller
        // Nothing but the padding below the content is out of sight: then there is nothing to scroll to.
        visible: scroller.contentHeight > scroller.height + Math.max(1, scroller.bottomPadding)
        width: 5
        radius: 2.5
        color: Theme.borderStrong
        opacity: 0.6
        x: scroller.width - width - 3
        y: scroller.visibleArea.yPosition * scroller.height
        height: Math.max(40, scroller.visibleArea.heightRatio * scroller.height)
    }
}
