import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Used articles, and the van's shelves to take more from.
Card {
    id: card

    required property TimeMaterialModel vm
    readonly property var view: vm.view

    // Where what can be used begins: what was used grows above it.
    readonly property real shelvesAt: search.y

    // Beside the card of the times its name stands as low as that one's, which has a button there.
    property bool beside: false

    signal used
    signal chargeAsked(string place)
    signal serialsAsked(var model)

    spacing: Theme.s8

    Heading {
        text: Tr.t("field_work.material")
        Layout.fillWidth: true
        Layout.minimumHeight: card.beside ? Theme.touchTarget : 0
        verticalAlignment: Text.AlignVCenter
    }

    Label {
        visible: taken.count === 0
        text: Tr.t("field_work.nothing_used")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Repeater {
        id: taken

        model: card.vm.materials

        ColumnLayout {
            id: line

            required property var model

            spacing: Theme.s8
            Layout.fillWidth: true

            RecordRow {
                model: line.model
                Layout.fillWidth: true
                onAdjusted: steps => card.vm.adjust_material(line.model.id, steps)
                onChargeAsked: card.chargeAsked(line.model.id)
                onRemoveAsked: card.vm.remove(line.model.id)
            }

            ActionButton {
                objectName: "serials-" + line.model.id
                visible: line.model.asksSerial
                kind: line.model.serial === "" ? "tonal" : "quiet"
                iconName: "hash"
                text: line.model.serial === "" ? Tr.t("record.serials_ask") : Tr.t("record.serials_change")
                Layout.fillWidth: true
                onClicked: card.serialsAsked(line.model)
            }
        }
    }

    ActionButton {
        objectName: "copyPlanParts"
        visible: text !== ""
        kind: "quiet"
        iconName: "clipboard-paste"
        text: card.vm.offers.view.planParts
        Layout.fillWidth: true
        onClicked: card.vm.copy_plan_parts()
    }

    Favourites {
        vm: card.vm
        Layout.fillWidth: true
        onUsed: card.used()
    }

    Field {
        id: search

        objectName: "searchVan"
        passesCodes: true
        label: Tr.t("field_work.search_van")
        Layout.fillWidth: true
        Layout.topMargin: Theme.s8
        onTextEdited: card.vm.look_for(text)
        onAccepted: {
            card.vm.take_code(text);
            forget();
        }
    }

    Label {
        objectName: "unknownCode"
        visible: text !== ""
        text: card.view.unknown
        color: Theme.badInk
        weight: Theme.medium
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        objectName: "shelfShown"
        visible: text !== ""
        text: card.view.shelf
        weight: Theme.semibold
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        visible: hits.count === 0 && card.view.loaded
        text: Tr.t("field_work.van_empty")
        color: Theme.text2
        Layout.fillWidth: true
    }

    Repeater {
        id: hits

        model: card.vm.hits

        VanRow {
            starred: card.vm.offers.view.starredIds.includes(model.id)
            Layout.fillWidth: true
            onUsed: {
                card.used();
                card.vm.use_item(model.id);
            }
            onStarAsked: card.vm.offers.star(model.id, !starred)
        }
    }
}
