import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// A folder, or a file with its small picture; one that cannot be used is grey and says why.
T.AbstractButton {
    id: control

    property bool isFolder: false
    property string detail: ""
    property string trouble: ""
    property string source: ""
    property bool chosen: false
    readonly property bool filled: chosen && Theme.sun
    readonly property color ink: filled ? Theme.accentFg : Theme.text2

    enabled: trouble === ""
    implicitHeight: Math.max(88, row.implicitHeight + Theme.s16)
    Accessible.name: trouble !== "" ? text + ". " + trouble : text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusTile
        color: control.filled ? Theme.accent : control.chosen ? Theme.accentSoft : Theme.sunken
        border.width: control.chosen || Theme.sun ? 2 : 0
        border.color: control.chosen ? Theme.accent : Theme.border

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: control.pressed ? 0.12 : 0
        }
    }

    contentItem: Item {
        RowLayout {
            id: row

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.s12
            anchors.rightMargin: Theme.s16
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s16

            Item {
                Layout.preferredWidth: 72
                Layout.preferredHeight: 72

                Icon {
                    anchors.centerIn: parent
                    visible: control.source === ""
                    name: control.isFolder ? "folder-open" : "file-x"
                    color: control.trouble !== "" ? Theme.text3 : Theme.accent
                    size: 36
                }

                Picture {
                    anchors.fill: parent
                    visible: control.source !== ""
                    address: control.source
                    room: Qt.size(144, 144)
                    fillMode: Image.PreserveAspectCrop
                    clip: true
                }
            }

            ColumnLayout {
                spacing: 2
                Layout.fillWidth: true

                Label {
                    objectName: "fileName"
                    text: control.text
                    weight: Theme.medium
                    color: control.filled ? Theme.accentFg : control.trouble !== "" ? Theme.text2 : Theme.text
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                }

                Label {
                    visible: control.trouble !== ""
                    text: control.trouble
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    visible: control.detail !== ""
                    text: control.detail
                    size: Theme.textMeta
                    color: control.ink
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Icon {
                name: control.isFolder ? "chevron-right" : control.chosen ? "circle-check" : ""
                color: control.filled ? Theme.accentFg : control.chosen ? Theme.accent : Theme.text2
                size: 32
            }
        }
    }
}
