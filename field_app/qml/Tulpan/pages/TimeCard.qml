import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Saved time and the time that is still running.
Card {
    id: card

    required property TimeMaterialModel vm

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

    ActionButton {
        objectName: "copyPlanTime"
        visible: text !== ""
        kind: "quiet"
        iconName: "clipboard-paste"
        text: card.vm.offers.view.planTime
        Layout.fillWidth: true
        onClicked: card.vm.copy_plan_time()
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
        id: times

        model: card.vm.times

        ColumnLayout {
            id: line

            required property var model
            required property int index

            spacing: Theme.s8
            Layout.fillWidth: true

            RecordRow {
                model: line.model
                divided: line.index < times.count - 1
                Layout.fillWidth: true
                onAdjusted: steps => card.vm.adjust_time(line.model.id, 5 * steps)
                onChargeAsked: card.chargeAsked(line.model.id)
                onRemoveAsked: card.vm.remove(line.model.id)
            }

            ActionButton {
                objectName: "fix-" + line.model.id
                visible: line.model.fix !== ""
                kind: "tonal"
                iconName: "check"
                text: line.model.fix
                Layout.fillWidth: true
                onClicked: card.vm.fix_overlap(line.model.id)
            }
        }
    }
}
