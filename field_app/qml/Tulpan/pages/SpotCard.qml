import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The exploded view around the part that this job most likely needs, and the button that takes one out of the van.
Card {
    id: card

    required property PageModel vm
    property var spot: ({})
    readonly property bool known: spot.itemId !== undefined

    objectName: "spotCard"
    padding: 16
    visible: known

    RowLayout {
        Layout.fillWidth: true

        Heading {
            text: card.known ? card.spot.title : ""
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "openDiagram"
            kind: "quiet"
            implicitHeight: Theme.touchTarget
            textSize: Theme.textMeta + 1
            iconName: "maximize-2"
            text: Tr.t("field.open")
            onClicked: card.vm.look_into("diagram")
        }
    }

    RowLayout {
        spacing: Theme.s20
        Layout.fillWidth: true

        Rectangle {
            id: frame

            implicitWidth: 312
            implicitHeight: 140
            radius: Theme.radiusTile
            color: Theme.sunken
            border.width: Theme.sun ? 2 : 0
            border.color: Theme.border
            clip: true

            Picture {
                id: picture

                anchors.fill: parent
                anchors.margins: Theme.s8
                room: Qt.size(624, 288)
                address: card.known && card.spot.here ? "blob/" + card.spot.sha256 : ""
            }

            Rectangle {
                visible: card.known && card.spot.position !== "" && picture.status === Image.Ready
                width: 36
                height: 36
                radius: 18
                color: Theme.accent
                x: card.known ? picture.x + (picture.width - picture.paintedWidth) / 2 + card.spot.x * picture.paintedWidth - 18 : 0
                y: card.known ? picture.y + (picture.height - picture.paintedHeight) / 2 + card.spot.y * picture.paintedHeight - 18 : 0

                Label {
                    anchors.centerIn: parent
                    text: card.known ? card.spot.position : ""
                    color: Theme.accentFg
                    weight: Theme.bold
                    size: Theme.textMeta
                }
            }
        }

        ColumnLayout {
            spacing: Theme.s8
            Layout.fillWidth: true

            Label {
                visible: card.known && card.spot.position !== ""
                text: card.known ? card.spot.position + "  " + card.spot.name : ""
                size: Theme.textMeta + 1
                weight: Theme.semibold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                visible: text !== ""
                text: card.known ? card.spot.code : ""
                size: Theme.textMeta
                color: Theme.text2
            }

            ActionButton {
                objectName: "useSpot"
                visible: card.known && card.spot.canUse
                kind: "tonal"
                iconName: "plus"
                textSize: Theme.textMeta + 1
                text: card.known ? card.spot.use : ""
                Layout.fillWidth: true
                onClicked: card.vm.use_part(card.spot.itemId)
            }
        }
    }
}
