import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// How it came out; another visit asks why it is needed.
Sheet {
    id: sheet

    required property PageModel vm
    readonly property bool asksWhy: asked.why ?? false

    objectName: "outcomeSheet"
    title: asksWhy ? Tr.t("field_work.result_reason") : Tr.t("field_work.result")
    panelWidth: 820
    onOpenedChanged: {
        if (opened)
            said.begin(asked.note ?? "");
    }

    function choose(outcome: string, reason: string) {
        vm.set_outcome(outcome, reason, said.text);
        close();
    }

    GridLayout {
        columns: 2
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: sheet.asksWhy ? sheet.vm.followUpReasons : sheet.vm.outcomes

            AnswerButton {
                required property string modelData

                objectName: (sheet.asksWhy ? "followUp-" : "outcome-") + modelData
                text: Tr.t((sheet.asksWhy ? "visit.follow_up_" : "visit.outcome_") + modelData)
                iconName: "circle"
                chosen: sheet.asksWhy ? sheet.vm.view.outcomeReason === modelData : sheet.vm.view.outcome === modelData
                Layout.fillWidth: true
                onClicked: {
                    if (sheet.asksWhy)
                        sheet.choose("follow_up_needed", modelData);
                    else if (modelData === "follow_up_needed")
                        sheet.note({ why: true });
                    else
                        sheet.choose(modelData, "");
                }
            }
        }
    }

    Field {
        id: said

        objectName: "outcomeNote"
        label: Tr.t("field_work.result_note")
        Layout.fillWidth: true
    }
}
