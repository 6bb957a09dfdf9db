import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Takes pictures: what was taken, and the shutter where the thumb is.
CameraLayer {
    id: layer

    required property PhotoModel vm

    camera: vm.camera
    fileText: Tr.t("field_work.photo_browse")
    takes: !vm.view.full
    onDropped: urls => vm.add_files(urls)

    PhotoExample {
        objectName: "photoExample"
        visible: layer.vm.view.example !== ""
        address: layer.vm.view.example
        side: layer.portrait ? 200 : 240
        x: Theme.leftHanded ? layer.width - width - Theme.s12 : Theme.s12
        y: Theme.s12
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
            enabled: layer.takes
            kind: "primary"
            iconName: "camera"
            text: Tr.t("field_work.photo_shoot")
            detail: layer.takes ? layer.vm.view.asks : Tr.t("field_work.photo_enough")
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
