import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The report's words; committed at every pause in the typing.
Sheet {
    id: sheet

    required property CheckoutModel vm
    // From the first letter on the box leads and the model follows.
    property bool written: false

    function fill() {
        if (opened && !written && box.text !== vm.view.text) {
            box.text = vm.view.text;
            box.area.cursorPosition = box.text.length;
        }
    }

    objectName: "textSheet"
    title: Tr.t("field_work.work_done")
    text: Tr.t("field_work.work_hint")
    panelWidth: 860
    onOpenedChanged: {
        written = false;
        if (opened) {
            fill();
            Qt.callLater(box.area.forceActiveFocus);
        }
    }
    onClosed: vm.flush()

    TextBox {
        id: box

        objectName: "workText"
        implicitHeight: 260
        Layout.fillWidth: true
        onTyped: text => {
            sheet.written = true;
            sheet.vm.write(text);
        }
        onFinished: sheet.vm.flush()

        Connections {
            target: sheet.vm

            function onChanged() {
                sheet.fill();
            }
        }
    }

    RowLayout {
        spacing: Theme.s12
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        ActionButton {
            objectName: "useDraft"
            kind: "quiet"
            iconName: "sparkles"
            text: Tr.t("field_work.use_draft")
            implicitHeight: Theme.touchAnswer
            onClicked: {
                sheet.vm.use_draft();
                box.text = sheet.vm.view.text;
            }
        }

        Label {
            objectName: "textSaved"
            text: sheet.vm.view.saved
            size: Theme.textMeta
            color: Theme.text2
            horizontalAlignment: Theme.leftHanded ? Text.AlignLeft : Text.AlignRight
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "textDone"
            kind: "primary"
            iconName: "check"
            text: Tr.t("field_work.text_done")
            implicitWidth: 240
            onClicked: sheet.close()
        }
    }
}
