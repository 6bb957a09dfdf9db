import QtQuick
import Tulpan

// A Lucide icon in one colour.
Image {
    id: icon

    property string name: ""
    property color color: Theme.text2
    property int size: Theme.iconSmall
    property real stroke: Theme.iconStroke

    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: name !== "" ? "image://icon/%1/%2/%3".arg(name).arg(String(color).slice(1)).arg(stroke) : ""
    visible: name !== ""
}
