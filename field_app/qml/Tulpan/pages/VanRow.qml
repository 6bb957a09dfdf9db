import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// An article on the van's shelves: a touch uses one, the star keeps it at hand.
RowLayout {
    id: row

    required property var model
    property bool starred: false

    signal used
    signal starAsked

    spacing: Theme.s8

    T.AbstractButton {
        id: hit

        objectName: "use-" + row.model.id
        implicitHeight: Math.max(68, words.implicitHeight + Theme.s16)
        text: row.model.name
        Accessible.role: Accessible.Button
        Layout.fillWidth: true
        onClicked: row.used()

        background: Rectangle {
            radius: Theme.radiusTile
            color: Theme.sunken
            border.width: Theme.sun ? 2 : 0
            border.color: Theme.border

            Rectangle {
                anchors.fill: parent
                radius: parent.radius
                color: Theme.accent
                opacity: hit.pressed ? 0.2 : 0
            }
        }

        contentItem: Item {
            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: Theme.s16
                anchors.rightMargin: Theme.s16
                spacing: Theme.s12

                ColumnLayout {
                    id: words

                    spacing: 0
                    Layout.fillWidth: true

                    Label {
                        text: row.model.name
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        text: row.model.code + (row.model.detail !== "" ? " · " + row.model.detail : "")
                        size: Theme.textMeta
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                Label {
                    text: row.model.left
                    size: Theme.textMeta
                    weight: Theme.medium
                    color: row.model.short ? Theme.badInk : Theme.text2
                }

                Icon {
                    name: "circle-plus"
                    color: Theme.accent
                    size: 30
                }
            }
        }
    }

    IconButton {
        objectName: "star-" + row.model.id
        chosen: row.starred
        iconName: "star"
        text: row.starred ? Tr.t("record.unstar", { name: row.model.name }) : Tr.t("record.star", { name: row.model.name })
        onClicked: row.starAsked()
    }
}
