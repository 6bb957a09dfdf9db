import QtQuick
import QtQuick.Layouts
import Tulpan

// The parts that the job is thought to need, and where each of them is.
Card {
    id: card

    required property var view

    signal lackAsked(string id, string name)
    signal callAsked(string id)

    objectName: "partsCard"
    padding: 16
    // A card beside it may be higher: its rows stay as near as they are.
    spreads: false
    spacing: 6

    RowLayout {
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field.parts")
            Layout.fillWidth: true
        }

        Label {
            text: card.view.parts_summary
            size: Theme.textMeta
            color: Theme.text2
        }
    }

    Label {
        visible: card.view.loaded && card.view.parts.length === 0
        text: Tr.t("field.no_parts")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Repeater {
        model: card.view.parts

        ColumnLayout {
            id: row

            required property var modelData

            objectName: "part_" + modelData.item_id
            spacing: 6
            Layout.fillWidth: true

            Divider {}

            GridLayout {
                columns: Theme.large ? 2 : 4
                columnSpacing: Theme.s12
                rowSpacing: 6
                Layout.fillWidth: true

                ColumnLayout {
                    spacing: 2
                    Layout.fillWidth: true

                    Label {
                        text: row.modelData.name
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        text: row.modelData.quantity
                        size: Theme.textMeta
                        color: Theme.text2
                    }
                }

                Pill {
                    text: row.modelData.place
                    tone: row.modelData.tone
                    iconName: row.modelData.icon
                    Layout.maximumWidth: Math.max(220, card.width * 0.45)
                }

                IconButton {
                    objectName: "callHolder_" + row.modelData.item_id
                    visible: row.modelData.phone !== ""
                    side: Theme.touchTarget
                    iconName: "phone"
                    text: Tr.t("field.call", { name: row.modelData.holder })
                    onClicked: card.callAsked(row.modelData.item_id)
                }

                ActionButton {
                    objectName: "lack_" + row.modelData.item_id
                    visible: row.modelData.can_lack
                    kind: "quiet"
                    implicitHeight: Theme.touchTarget
                    Layout.columnSpan: Theme.large ? 2 : 1
                    Layout.alignment: Qt.AlignRight
                    textSize: Theme.textMeta + 1
                    text: Tr.t("field.part_lacks")
                    Accessible.name: text + " " + row.modelData.name
                    onClicked: card.lackAsked(row.modelData.item_id, row.modelData.name)
                }
            }
        }
    }
}
