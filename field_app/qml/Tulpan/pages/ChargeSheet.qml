import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Who pays for a line, when a person decides otherwise than the rule.
Sheet {
    id: sheet

    required property TimeMaterialModel vm
    readonly property string place: asked.place ?? ""

    objectName: "chargeSheet"
    title: Tr.t("field_work.who_pays")
    text: Tr.t("field_work.who_pays_text")

    function choose(option: string) {
        vm.set_charge(place, option, reason.text);
        close();
    }

    Field {
        id: reason

        objectName: "chargeReason"
        label: Tr.t("field_work.charge_reason")
        Layout.fillWidth: true
    }

    GridLayout {
        columns: 2
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        ActionButton {
            objectName: "charge-rule"
            kind: "tonal"
            iconName: "undo-2"
            text: Tr.t("field_work.by_rule")
            Layout.fillWidth: true
            onClicked: sheet.choose("")
        }

        Repeater {
            model: sheet.vm.chargeOptions

            ActionButton {
                required property string modelData

                objectName: "charge-option-" + modelData
                text: Tr.t("charge.option_" + modelData)
                Layout.fillWidth: true
                onClicked: sheet.choose(modelData)
            }
        }
    }

    ActionButton {
        objectName: "removeRecord"
        kind: "danger"
        iconName: "trash-2"
        text: Tr.t("field_work.remove")
        onClicked: {
            sheet.vm.remove(sheet.place);
            sheet.close();
        }
    }
}
