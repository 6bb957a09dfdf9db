import QtQuick
import Tulpan

// What the photo should look like, beside where it is taken.
Rectangle {
    id: example

    required property string address
    property int side: 168

    width: side
    height: picture.height + title.height + 3 * Theme.s8
    radius: Theme.radiusTile
    color: Theme.surface
    border.width: Theme.sun ? 2 : Theme.line
    border.color: Theme.border

    Label {
        id: title

        x: Theme.s8
        y: Theme.s8
        width: parent.width - 2 * Theme.s8
        text: Tr.t("field_work.photo_example")
        size: Theme.textMeta
        weight: Theme.semibold
        wrapMode: Text.Wrap
    }

    Picture {
        id: picture

        x: Theme.s8
        y: title.y + title.height + Theme.s8
        width: parent.width - 2 * Theme.s8
        height: implicitWidth > 0 ? Math.min(width, width * implicitHeight / implicitWidth) : 100
        room: Qt.size(2 * example.side, 2 * example.side)
        address: example.address
    }
}
