import QtQuick
import Tulpan
import Tulpan.Field

// A photo of an earlier visit, large, with what was drawn on it; the others of that visit are one touch away.
Page {
    id: page

    required property PastPhotoModel vm
    readonly property var view: vm.view

    objectName: "pastPhotoPage"
    title: view.title
    subtitle: view.said

    actions: [
        ActionButton {
            objectName: "newerPhoto"
            iconName: "chevron-left"
            enabled: page.view.hasNewer
            text: Tr.t("field.photo_newer")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.turn(-1)
        }
    ]
    primary: [
        ActionButton {
            objectName: "olderPhoto"
            kind: "primary"
            implicitWidth: page.portrait ? 280 : 340
            iconName: "chevron-right"
            iconAtEnd: true
            enabled: page.view.hasOlder
            text: Tr.t("field.photo_older")
            onClicked: page.vm.turn(1)
        }
    ]

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.s20
        radius: Theme.radiusCard
        color: Theme.rail
        clip: true

        Picture {
            id: picture

            objectName: "pastPicture"
            anchors.fill: parent
            anchors.margins: Theme.s8
            address: page.view.here ? "blob/" + page.view.sha256 : page.view.small
            room: Qt.size(1600, 1600)
        }

        MarkField {
            // The small picture has its marks in it.
            visible: page.view.here && picture.status === Image.Ready
            width: picture.paintedWidth
            height: picture.paintedHeight
            anchors.centerIn: picture
            enabled: false
            marks: page.view.marks
            ink: Theme.photoMark
            edge: Theme.photoMarkEdge
        }

        Flow {
            visible: page.view.loaded && !page.view.gone
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.s16
            spacing: Theme.s8

            Pill {
                objectName: "photoPlace"
                text: page.view.place
                iconName: "images"
            }

            Pill {
                objectName: "photoFetching"
                visible: !page.view.here
                width: Math.min(implicitWidth, parent.width)
                text: Tr.t("field.photo_fetching")
                tone: "info"
                iconName: "download"
            }
        }
    }

    EmptyNote {
        visible: page.view.gone
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "images"
        title: Tr.t("field.photo_gone")
    }
}
