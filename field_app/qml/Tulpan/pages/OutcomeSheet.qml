import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// How it came out; another visit asks why it is needed, and a missing part which one.
Sheet {
    id: sheet

    required property CheckoutModel vm
    readonly property bool asksWhy: asked.why ?? false
    readonly property bool asksPart: asked.part ?? false

    objectName: "outcomeSheet"
    title: asksPart ? Tr.t("field_work.missing_title") : asksWhy ? Tr.t("field_work.result_reason") : Tr.t("field_work.result")
    text: asksPart ? Tr.t("field_work.missing_text") : ""
    panelWidth: 820
    onOpenedChanged: {
        if (opened)
            said.begin(asked.note ?? "");
    }

    function choose(outcome: string, reason: string) {
        vm.set_outcome(outcome, reason, said.text, asksPart ? asked.parts ?? [] : []);
        close();
    }

    Loader {
        active: sheet.asksPart
        visible: active
        Layout.fillWidth: true

        sourceComponent: MissingParts {
            search: sheet.vm.parts
            chosen: sheet.asked.parts ?? []
            onPicked: parts => sheet.note({ parts: parts })
        }
    }

    // Before the answers: with one of them the sheet is over.
    Field {
        id: said

        objectName: "outcomeNote"
        label: Tr.t("field_work.result_note")
        Layout.fillWidth: true
    }

    GridLayout {
        visible: !sheet.asksPart
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
                listed: true
                chosen: sheet.asksWhy ? sheet.vm.view.outcomeReason === modelData : sheet.vm.view.outcome === modelData
                Layout.fillWidth: true
                onClicked: {
                    if (modelData === "parts" && sheet.asksWhy)
                        sheet.note({ part: true });
                    else if (sheet.asksWhy)
                        sheet.choose("follow_up_needed", modelData);
                    else if (modelData === "follow_up_needed")
                        sheet.note({ why: true });
                    else
                        sheet.choose(modelData, "");
                }
            }
        }
    }

    ActionButton {
        objectName: "partsDone"
        visible: sheet.asksPart
        kind: (sheet.asked.parts ?? []).length > 0 ? "primary" : "outline"
        iconName: (sheet.asked.parts ?? []).length > 0 ? "check" : "circle-question-mark"
        implicitHeight: Theme.touchAnswer
        text: (sheet.asked.parts ?? []).length > 0 ? Tr.t("field_work.missing_save") : Tr.t("field_work.missing_unknown")
        Layout.fillWidth: true
        onClicked: sheet.choose("follow_up_needed", "parts")
    }
}
