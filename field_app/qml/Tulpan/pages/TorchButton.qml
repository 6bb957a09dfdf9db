import QtQuick
import Tulpan
import Tulpan.Field

// The camera's lamp, where it has one.
IconButton {
    id: torch

    required property PageModel vm

    objectName: "torch"
    visible: vm.camera.hasTorch
    chosen: vm.camera.torch
    iconName: vm.camera.torch ? "flashlight-off" : "flashlight"
    text: vm.camera.torch ? Tr.t("field_work.torch_off") : Tr.t("field_work.torch_on")
    onClicked: vm.camera.switch_torch()
}
