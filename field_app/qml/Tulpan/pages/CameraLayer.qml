import QtQuick
import Tulpan
import Tulpan.Field

// The camera over the whole window: its picture, and at the side a file instead and the lamp. What is done with it
// (taking pictures, reading codes) lies over that.
Rectangle {
    id: layer

    required property Camera camera
    property bool portrait: false
    // Cut at two sides instead of standing whole between bars.
    property alias fills: finder.fills
    property string fileText
    // Another picture is wanted.
    property bool takes: true
    default property alias content: over.data
    property alias corner: corner.data
    readonly property real cornerEnd: corner.y + corner.height

    signal fileAsked
    signal dropped(urls: list<url>)

    objectName: "cameraLayer"
    color: Theme.rail

    MouseArea {
        anchors.fill: parent
        onWheel: wheel => wheel.accepted = true
    }

    Viewfinder {
        id: finder

        objectName: "viewfinder"
        anchors.fill: parent
        Component.onCompleted: layer.camera.show_on(finder)
    }

    Rectangle {
        anchors.fill: parent
        visible: drop.containsDrag
        color: "transparent"
        border.width: 4
        border.color: Theme.accent
    }

    DropArea {
        id: drop

        anchors.fill: parent
        enabled: layer.takes
        onDropped: event => layer.dropped(event.urls)
    }

    Item {
        id: over

        anchors.fill: parent
    }

    // At the side: what is said to the technician lies between the corners.
    Column {
        id: corner

        x: Theme.leftHanded ? Theme.s12 : layer.width - width - Theme.s12
        y: Theme.s12
        spacing: Theme.s12

        IconButton {
            objectName: "cameraFile"
            enabled: layer.takes
            iconName: "folder-open"
            text: layer.fileText
            onClicked: layer.fileAsked()
        }

        TorchButton {
            camera: layer.camera
        }
    }
}
