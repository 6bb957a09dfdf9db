import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The machine with its warranty, contract and place; what the customer said; the ways to what is known about it.
Card {
    id: card

    required property JobModel vm
    required property var view
    property int shown: 0
    readonly property var machine: view.machines[Math.min(shown, view.machines.length - 1)] ?? null

    objectName: "machineCard"
    padding: Theme.s16
    spacing: Theme.s8

    RowLayout {
        visible: card.view.machines.length > 1
        spacing: Theme.s8
        Layout.fillWidth: true

        Repeater {
            model: card.view.machines.length > 1 ? card.view.machines : []

            Tile {
                required property var modelData
                required property int index

                objectName: "machine_" + modelData.id
                text: modelData.name
                tone: index === card.shown ? "accent" : "quiet"
                Layout.fillWidth: true
                Layout.preferredWidth: 100
                onClicked: card.shown = index
            }
        }
    }

    RowLayout {
        visible: card.machine !== null
        spacing: Theme.s20
        Layout.fillWidth: true

        Rectangle {
            implicitWidth: 116
            implicitHeight: 116
            radius: Theme.radiusTile
            color: Theme.rail
            Layout.alignment: Qt.AlignTop

            Icon {
                anchors.centerIn: parent
                name: "coffee"
                color: Theme.crema
                size: 60
            }
        }

        ColumnLayout {
            spacing: 3
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop

            Label {
                objectName: "machineName"
                text: card.machine !== null ? card.machine.name : ""
                size: Theme.textSectionSmall
                weight: Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                visible: text !== ""
                text: card.machine !== null ? card.machine.detail : ""
                size: Theme.textMeta
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Flow {
                spacing: Theme.s8
                Layout.fillWidth: true

                Pill {
                    width: Math.min(implicitWidth, parent.width)
                    text: card.machine !== null ? card.machine.warranty : ""
                    tone: card.machine !== null ? card.machine.warranty_tone : "quiet"
                    iconName: card.machine !== null && card.machine.warranty_tone === "good" ? "shield-check" : "shield"
                }

                Pill {
                    text: card.machine !== null ? card.machine.contract : ""
                    tone: "accent"
                }
            }

            Label {
                objectName: "machinePosition"
                visible: text !== ""
                text: card.machine !== null ? card.machine.position : ""
                size: Theme.textMeta
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
    }

    RowLayout {
        visible: card.machine === null && card.view.loaded
        spacing: Theme.s12
        Layout.fillWidth: true

        Icon {
            name: "coffee"
            color: Theme.text3
            size: 28
        }

        Label {
            text: card.view.can_reject || card.view.can_turn_back ? Tr.t("field.no_machine_yet") : Tr.t("field.no_machine")
            color: Theme.text2
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "machineMet"
            visible: card.view.on_site
            kind: "tonal"
            iconName: "plus"
            implicitHeight: Theme.touchTarget
            text: Tr.t("on_site.title_machine")
            onClicked: card.vm.register("machine")
        }
    }

    Divider {
        visible: card.view.problem !== ""
    }

    Label {
        visible: card.view.problem !== ""
        text: Tr.t("field.customer_words")
        size: Theme.textMeta
        weight: Theme.semibold
        color: Theme.text2
        Layout.bottomMargin: -Theme.s8
    }

    Label {
        objectName: "problem"
        visible: text !== ""
        text: card.view.problem
        lineHeight: 1.15
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    // At the card's foot, also where it is higher than what it says.
    GridLayout {
        columns: Theme.large ? 1 : 3
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        Layout.fillWidth: true
        Layout.fillHeight: true

        Repeater {
            // Without a machine there is seldom anything to look into; with one, what it lacks is said.
            model: card.machine === null ? card.view.links.filter(link => link.enabled) : card.view.links

            Tile {
                required property var modelData

                objectName: "link_" + modelData.name
                iconName: modelData.icon
                text: modelData.text
                detail: modelData.detail
                enabled: modelData.enabled
                Layout.fillWidth: true
                Layout.preferredWidth: 100
                Layout.alignment: Qt.AlignBottom
                onClicked: card.vm.look_into(modelData.name)
            }
        }
    }
}
