import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The positions of a diagram at its side: the chosen one in full, the others to touch.
Rectangle {
    id: side

    required property DiagramModel vm
    required property var view
    readonly property bool known: view.chosen.itemId !== undefined

    color: Theme.surface

    Rectangle {
        width: Theme.line
        height: parent.height
        color: Theme.border
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        spacing: Theme.s12

        Label {
            objectName: "chosenName"
            visible: side.known
            text: side.known ? side.view.chosen.position + "  " + side.view.chosen.name : ""
            size: Theme.textSection
            weight: Theme.semibold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Label {
            visible: side.known
            text: side.known ? side.view.chosen.code : ""
            size: Theme.textMeta
            color: Theme.text2
        }

        Flow {
            visible: side.known
            spacing: Theme.s8
            Layout.fillWidth: true

            Pill {
                objectName: "chosenStock"
                width: Math.min(implicitWidth, parent.width)
                text: side.known ? side.view.chosen.stock : ""
                tone: side.known && side.view.chosen.inVan ? "good" : "warn"
                iconName: side.known && side.view.chosen.inVan ? "check" : "package-x"
            }

            Pill {
                text: side.known && side.view.chosen.needed ? Tr.t("field.needed_here") : ""
                tone: "warn"
            }
        }

        ActionButton {
            objectName: "useChosen"
            visible: side.known && side.view.canUse
            kind: "tonal"
            iconName: "plus"
            text: side.known ? side.view.chosen.use : ""
            Layout.fillWidth: true
            onClicked: side.vm.use()
        }

        Divider {}

        Flow {
            visible: side.view.diagrams.length > 1
            spacing: Theme.s8
            Layout.fillWidth: true

            Repeater {
                model: side.view.diagrams.length > 1 ? side.view.diagrams : []

                Tile {
                    required property var modelData

                    objectName: "diagram_" + modelData.id
                    text: modelData.title
                    tone: modelData.id === side.view.diagramId ? "accent" : "quiet"
                    onClicked: side.vm.choose_diagram(modelData.id)
                }
            }
        }

        ListView {
            id: list

            objectName: "spotList"
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            spacing: Theme.s8
            model: side.view.spots
            Layout.fillWidth: true
            Layout.fillHeight: true

            delegate: Tile {
                required property var modelData

                objectName: "row_" + modelData.position
                width: list.width
                text: modelData.position + "  " + modelData.name
                detail: modelData.stock
                tone: side.known && modelData.position === side.view.chosen.position ? "accent" : "quiet"
                onClicked: side.vm.choose(modelData.position)
            }
        }
    }
}
