import QtQuick
import Tulpan
import Tulpan.Field

// The camera's lamp, where it has one.
IconButton {
    id: torch

    required property Camera camera

    objectName: "torch"
    visible: torch.camera.hasTorch
    chosen: torch.camera.torch
    iconName: torch.camera.torch ? "flashlight-off" : "flashlight"
    text: torch.camera.torch ? Tr.t("field_work.torch_off") : Tr.t("field_work.torch_on")
    onClicked: torch.camera.switch_torch()
}
