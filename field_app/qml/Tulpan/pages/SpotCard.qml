import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The exploded view around the part that this job most likely needs, and the button that takes one out of the van.
Card {
    id: card

    required property JobModel vm
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
        Layout.fillHeight: true

        Rectangle {
            id: frame

            implicitWidth: 312
            implicitHeight: 140
            Layout.fillHeight: true
            radius: Theme.radiusTile
            color: Theme.surface
            border.width: Theme.sun ? 2 : Theme.line
            border.color: Theme.border

            // Whole where that is large enough to see; a tall one is cut, and moved so that the part is in sight.
            Item {
                id: sight

                anchors.fill: parent
                anchors.margins: 2
                clip: true

                Picture {
                    id: picture

                    readonly property real ratio: implicitHeight > 0 ? implicitWidth / implicitHeight : 2

                    width: Math.min(sight.width, Math.max(sight.width * 0.7, sight.height * ratio))
                    height: width / ratio
                    x: (sight.width - width) / 2
                    y: height < sight.height ? (sight.height - height) / 2 : card.known ? Math.min(0, Math.max(sight.height - height, sight.height / 2 - card.spot.y * height)) : 0
                    fillMode: Image.Stretch
                    mipmap: true
                    room: Qt.size(624, 624)
                    address: card.known && card.spot.here ? "blob/" + card.spot.sha256 : ""
                }
            }

            Rectangle {
                visible: card.known && card.spot.position !== "" && picture.status === Image.Ready
                width: 36
                height: 36
                radius: 18
                color: Theme.accent
                x: card.known ? sight.x + Math.max(0, Math.min(sight.width - width, picture.x + card.spot.x * picture.width - width / 2)) : 0
                y: card.known ? sight.y + Math.max(0, Math.min(sight.height - height, picture.y + card.spot.y * picture.height - height / 2)) : 0

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
