import QtQuick
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// A page of a document, or a diagram with one position lit, out of what the office knows; a touch opens it whole.
T.AbstractButton {
    id: control

    required property ChecklistModel vm
    readonly property var exhibit: vm.view.step.exhibit
    readonly property bool here: exhibit.here ?? false
    readonly property bool isPage: exhibit.kind === "paper"
    readonly property real shape: picture.implicitWidth > 0 ? picture.implicitHeight / picture.implicitWidth : 0.6

    objectName: "openExhibit"
    text: exhibit.label ?? ""
    implicitHeight: caption.height + (here ? frame.height + Theme.s8 : 0)
    Accessible.name: text
    Accessible.role: Accessible.Button
    onClicked: vm.open_exhibit()

    background: null
    contentItem: Item {
        Rectangle {
            id: caption

            width: parent.width
            height: Math.max(Theme.touchTarget, said.implicitHeight + 2 * Theme.s8)
            radius: Theme.radiusTile
            color: control.pressed ? Theme.sunken : Theme.surface
            border.width: Theme.sun ? 2 : Theme.line
            border.color: Theme.border

            Icon {
                x: Theme.s16
                anchors.verticalCenter: parent.verticalCenter
                name: !control.here ? "download" : control.isPage ? "file-text" : "layers"
                color: Theme.accent
            }

            Label {
                id: said

                objectName: "exhibitLabel"
                x: 56
                width: parent.width - x - 48
                anchors.verticalCenter: parent.verticalCenter
                text: control.here ? control.text : control.text + "\n" + Tr.t("field_work.exhibit_away")
                size: Theme.textMeta
                weight: Theme.semibold
                wrapMode: Text.Wrap
            }

            Icon {
                anchors.right: parent.right
                anchors.rightMargin: Theme.s16
                anchors.verticalCenter: parent.verticalCenter
                visible: control.here
                name: "maximize"
                size: 22
                color: Theme.text2
            }
        }

        Rectangle {
            id: frame

            objectName: "exhibit"
            visible: control.here
            y: caption.height + Theme.s8
            // A page is read, so it has the whole width; a drawing is looked at, so it is seen at once.
            width: control.isPage ? parent.width : Math.min(parent.width, 260 / control.shape)
            height: width * control.shape
            radius: 4
            color: Theme.surface
            border.width: 1
            border.color: Theme.border

            Picture {
                id: picture

                objectName: "exhibitPicture"
                anchors.fill: parent
                anchors.margins: 1
                fillMode: Image.Stretch
                room: Qt.size(control.isPage ? 1520 : 1200, 4096)
                address: control.here ? control.exhibit.address : ""
            }

            Rectangle {
                objectName: "exhibitSpot"
                visible: picture.status === Image.Ready && (control.exhibit.position ?? "") !== ""
                width: 56
                height: 56
                radius: 28
                x: (control.exhibit.x ?? 0) * frame.width - width / 2
                y: (control.exhibit.y ?? 0) * frame.height - height / 2
                color: "transparent"
                border.width: 5
                border.color: Theme.accent

                Rectangle {
                    anchors.centerIn: parent
                    width: 38
                    height: 38
                    radius: 19
                    color: Theme.accent

                    Label {
                        anchors.centerIn: parent
                        text: control.exhibit.position ?? ""
                        size: Theme.textMeta
                        weight: Theme.bold
                        color: Theme.accentFg
                    }
                }
            }
        }
    }
}
