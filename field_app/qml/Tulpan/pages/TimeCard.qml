import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Saved time and the time that is still running.
Card {
    id: card

    required property PageModel vm

    signal addAsked
    signal chargeAsked(string place)

    spacing: Theme.s8

    RowLayout {
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field_work.time")
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "addTime"
            kind: "quiet"
            iconName: "plus"
            text: Tr.t("field_work.add_time")
            implicitHeight: Theme.touchTarget
            onClicked: card.addAsked()
        }
    }

    Repeater {
        model: card.vm.view.suggestions

        SuggestedTime {
            required property var modelData

            time: modelData
            Layout.fillWidth: true
            onAdjusted: minutes => card.vm.adjust_suggestion(modelData.kind, minutes)
            onSaveAsked: card.vm.save_suggestion(modelData.kind)
        }
    }

    Repeater {
        model: card.vm.times

        RecordRow {
            Layout.fillWidth: true
            onAdjusted: steps => card.vm.adjust_time(model.id, 5 * steps)
            onChargeAsked: card.chargeAsked(model.id)
            onRemoveAsked: card.vm.remove(model.id)
        }
    }
}
