import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The camera over the whole window: its picture, what was taken, and the shutter where the thumb is.
Rectangle {
    id: layer

    required property PhotoModel vm
    property bool portrait: false

    signal fileAsked

    objectName: "cameraLayer"
    color: Theme.rail

    MouseArea {
        anchors.fill: parent
        onWheel: wheel => wheel.accepted = true
    }

    Loader {
        anchors.fill: parent
        source: "CameraView.qml"
        onLoaded: layer.vm.camera.show_on(item)
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
        onDropped: event => layer.vm.add_files(event.urls)
    }

    // At the side: what is said to the technician lies between the corners.
    Column {
        x: Theme.leftHanded ? Theme.s12 : layer.width - width - Theme.s12
        y: Theme.s12
        spacing: Theme.s12

        IconButton {
            objectName: "cameraFile"
            iconName: "folder-open"
            text: Tr.t("field_work.photo_browse")
            onClicked: layer.fileAsked()
        }

        TorchButton {
            camera: layer.vm.camera
        }
    }

    RowLayout {
        id: bar

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.s20
        spacing: Theme.s12
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight

        ActionButton {
            objectName: "cameraDone"
            iconName: "check"
            busy: layer.vm.view.working
            text: Tr.t("field_work.text_done")
            implicitHeight: Theme.touchAnswer
            implicitWidth: 200
            onClicked: layer.vm.use()
        }

        Item {
            id: between

            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        ActionButton {
            objectName: "shoot"
            kind: "primary"
            iconName: "camera"
            text: Tr.t("field_work.photo_shoot")
            implicitWidth: 280
            onClicked: layer.vm.camera.shoot()
        }
    }

    PhotoStrip {
        vm: layer.vm
        visible: count > 0
        x: layer.portrait ? Theme.s20 : bar.x + between.x
        y: layer.portrait ? bar.y - height - Theme.s12 : bar.y + bar.height - height
        width: layer.portrait ? layer.width - 2 * Theme.s20 : between.width
        height: implicitHeight
    }
}
