import QtQuick
import Tulpan
import Tulpan.Field

// Reads codes: a frame to aim with, and below it what was read and what can be done with it.
CameraLayer {
    id: layer

    required property ScanModel vm

    signal backAsked

    camera: vm.camera
    fills: true
    fileText: Tr.t("field_work.scan_picture")
    onDropped: urls => {
        if (urls.length > 0)
            vm.read_file(urls[0]);
    }
    corner: IconButton {
        objectName: "typeCode"
        iconName: "keyboard"
        text: Tr.t("field_work.scan_type")
        onClicked: layer.vm.type_code(true)
    }

    // In the middle of what the camera sees: of several codes the one there is meant.
    AimingFrame {
        visible: !result.offers && height > Theme.s48
        anchors.centerIn: parent
        width: Math.min(layer.width - 2 * (Theme.touchPrimary + Theme.s48), 520)
        height: Math.min(2 * (result.y - Theme.s12) - layer.height, 320)
        found: result.known
    }

    ScanResult {
        id: result

        vm: layer.vm
        overCamera: true
        x: Theme.s12
        y: bar.y - height - Theme.s12
        width: layer.width - 2 * Theme.s12
        // What stands to choose among may reach up to the corner's buttons.
        height: Math.min(implicitHeight, bar.y - layer.cornerEnd - 2 * Theme.s12)
    }

    BottomBar {
        id: bar

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom

        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            onClicked: layer.backAsked()
        }

        ActionButton {
            objectName: "scanAnother"
            visible: result.known || result.mark === "unknown"
            iconName: "scan-line"
            text: Tr.t("field_work.scan_another")
            implicitHeight: Theme.touchAnswer
            onClicked: layer.vm.look_on()
        }

        primary: ScanActions {
            vm: layer.vm
            portrait: layer.portrait
        }
    }
}
