import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A step that is answered by photos.
ColumnLayout {
    id: photo

    required property ChecklistModel vm
    readonly property var step: vm.view.step

    spacing: Theme.s16

    Flow {
        visible: photo.step.photos.length > 0
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: photo.step.photos

            Thumbnail {
                required property var modelData

                objectName: "stepPhoto-" + modelData.id
                side: 168
                source: modelData.source
                text: Tr.t("field_work.more_photos")
                onClicked: photo.vm.take_photo()
            }
        }
    }

    Label {
        objectName: "photoAsk"
        visible: text !== ""
        text: photo.step.photosFull ? Tr.t("field_work.photos_full") : photo.step.photoAsk
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    ActionButton {
        objectName: "takePhoto"
        kind: photo.step.photos.length > 0 ? "outline" : "tonal"
        iconName: photo.step.photosFull ? "image" : "camera"
        text: photo.step.photosFull ? Tr.t("field_work.see_photos") : photo.step.photos.length > 0 ? Tr.t("field_work.more_photos") : Tr.t("field_work.take_photo")
        detail: photo.step.photos.length > 0 ? "" : Tr.t("field_work.photo_step_none")
        implicitHeight: photo.step.photos.length > 0 ? Theme.touchAnswer : 160
        Layout.fillWidth: true
        onClicked: photo.vm.take_photo()
    }
}
