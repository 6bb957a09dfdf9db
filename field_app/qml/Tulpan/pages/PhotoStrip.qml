import QtQuick
import Tulpan
import Tulpan.Field

// What was taken in this place, the newest always in sight: a touch draws on it, the bin takes it away.
ListView {
    id: taken

    required property PhotoModel vm

    objectName: "takenPhotos"
    model: vm.photos
    orientation: ListView.Horizontal
    spacing: Theme.s12
    clip: true
    implicitHeight: 116
    onCountChanged: Qt.callLater(positionViewAtEnd)

    delegate: Item {
        id: photo

        required property var model

        width: 116 + Theme.s8 + Theme.touchTarget
        height: 116

        Thumbnail {
            objectName: "taken-" + photo.model.id
            width: 116
            height: 116
            side: 116
            source: photo.model.source
            text: Tr.t("field_work.mark_photo") + " " + photo.model.time
            onClicked: taken.vm.mark(photo.model.id)
        }

        Pill {
            visible: text !== ""
            x: 6
            y: 80
            text: photo.model.pair
            tone: "accent"
        }

        IconButton {
            objectName: "removePhoto-" + photo.model.id
            x: 116 + Theme.s8
            anchors.verticalCenter: parent.verticalCenter
            side: Theme.touchTarget
            iconName: "trash-2"
            text: Tr.t("field_work.photo_remove")
            onClicked: taken.vm.remove(photo.model.id)
        }
    }
}
