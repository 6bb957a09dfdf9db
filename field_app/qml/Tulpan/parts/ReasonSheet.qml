import QtQuick
import QtQuick.Layouts
import Tulpan

// Asks why: ready answers to touch, or own words. `given` carries the reason.
Sheet {
    id: sheet

    property var reasons: []
    property string saveText: Tr.t("field_work.skip_save")

    signal given(string reason)

    function answer(reason: string) {
        sheet.given(reason);
        sheet.close();
    }

    Repeater {
        model: sheet.reasons

        ActionButton {
            required property string modelData
            required property int index

            objectName: "reason-" + index
            text: modelData
            kind: "quiet"
            Layout.fillWidth: true
            onClicked: sheet.answer(modelData)
        }
    }

    RowLayout {
        spacing: Theme.s12

        Field {
            id: own

            objectName: "ownReason"
            label: Tr.t("field_work.other_reason")
            Layout.fillWidth: true
            onAccepted: if (text.trim() !== "") sheet.answer(text.trim())
        }

        ActionButton {
            objectName: "saveReason"
            kind: "primary"
            text: sheet.saveText
            enabled: own.text.trim() !== ""
            Layout.preferredHeight: 72
            onClicked: sheet.answer(own.text.trim())
        }
    }
}
