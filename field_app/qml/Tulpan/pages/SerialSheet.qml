import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The numbers of a part that was swapped: the new one's and the old one's.
Sheet {
    id: sheet

    required property TimeMaterialModel vm

    objectName: "serialSheet"
    title: Tr.t("record.serials_title")
    text: Tr.t("record.serials_text")

    onOpenedChanged: {
        if (opened) {
            put.begin(asked.serial ?? "");
            taken.begin(asked.removed ?? "");
            Qt.callLater(put.forceActiveFocus);
        }
    }

    Field {
        id: put

        objectName: "newSerial"
        keepsCodes: true
        label: Tr.t("record.serial_in")
        Layout.fillWidth: true
        // A scanner ends what it types with Enter: on to the next number.
        onAccepted: taken.forceActiveFocus()
    }

    Field {
        id: taken

        objectName: "oldSerial"
        keepsCodes: true
        label: Tr.t("record.serial_out")
        Layout.fillWidth: true
    }

    ActionButton {
        objectName: "saveSerials"
        kind: "primary"
        iconName: "check"
        text: Tr.t("field_work.save")
        enabled: put.text.trim() !== "" || taken.text.trim() !== ""
        Layout.fillWidth: true
        onClicked: {
            sheet.vm.set_serials(sheet.asked.place ?? "", put.text, taken.text);
            sheet.close();
        }
    }
}
