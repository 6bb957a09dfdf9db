import QtQuick
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// The newest photo large, with what was drawn on it; a touch anywhere on it draws more.
T.AbstractButton {
    id: control

    required property string address
    required property var marks

    objectName: "latestPhoto"
    text: Tr.t("field_work.draw_on_photo")
    Accessible.name: text
    Accessible.role: Accessible.Button

    contentItem: Item {
        Picture {
            id: picture

            anchors.fill: parent
            address: control.address
            room: Qt.size(1200, 900)
        }

        MarkField {
            objectName: "latestMarks"
            enabled: false
            visible: picture.status === Image.Ready
            width: picture.paintedWidth
            height: picture.paintedHeight
            anchors.centerIn: picture
            marks: control.marks
            ink: Theme.photoMark
            edge: Theme.photoMarkEdge
        }

        Pill {
            text: control.text
            iconName: "pen-line"
            tone: "accent"
            implicitHeight: 40
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.s16
        }
    }
}
