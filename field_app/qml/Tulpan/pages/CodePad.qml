import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A code by hand: digits and the dash by thumb, letters from a keyboard. An office's code is letters only.
ColumnLayout {
    id: pad

    required property ScanModel vm
    readonly property bool pairing: vm.view.pairing

    // What is typed next takes its place.
    function lookUp() {
        vm.take(code.text);
        code.selectAll();
    }

    function type(key: string) {
        const selected = code.selectedText !== "";
        if (selected)
            code.remove(code.selectionStart, code.selectionEnd);
        const place = code.cursorPosition;
        if (key !== "back")
            code.insert(place, key === "decimal" ? "-" : key);
        else if (!selected)
            code.remove(place - 1, place);
        code.textEdited();
    }

    spacing: Theme.s16

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        Field {
            id: code

            objectName: "scanCode"
            passesCodes: true
            label: pad.pairing ? Tr.t("field_work.scan_pairing_code") : Tr.t("field_work.scan_code")
            Layout.fillWidth: true
            persistentSelection: true
            onAccepted: pad.lookUp()
        }

        ActionButton {
            objectName: "scanLookUp"
            kind: "tonal"
            iconName: pad.pairing ? "link" : "search"
            text: pad.pairing ? Tr.t("field_work.scan_pairing_use") : Tr.t("field_work.scan_look_up")
            Layout.preferredHeight: 72
            onClicked: pad.lookUp()
        }
    }

    NumberPad {
        objectName: "codePad"
        visible: !pad.pairing
        radius: Theme.radiusCard
        decimalSign: "-"
        least: Theme.touchTarget
        Layout.fillWidth: true
        Layout.fillHeight: true
        onKeyPressed: key => pad.type(key)
    }
}
