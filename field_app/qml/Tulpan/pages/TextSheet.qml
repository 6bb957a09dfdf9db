import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The report's words; committed at every pause in the typing.
Sheet {
    id: sheet

    required property PageModel vm

    objectName: "textSheet"
    title: Tr.t("field_work.work_done")
    text: Tr.t("field_work.work_hint")
    panelWidth: 860
    onOpenedChanged: {
        if (opened) {
            box.text = vm.view.text;
            box.area.cursorPosition = box.text.length;
            Qt.callLater(box.area.forceActiveFocus);
        }
    }
    onClosed: vm.flush()

    TextBox {
        id: box

        objectName: "workText"
        implicitHeight: 260
        Layout.fillWidth: true
        onTyped: text => sheet.vm.write(text)
        onFinished: sheet.vm.flush()
    }

    RowLayout {
        spacing: Theme.s12
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
            horizontalAlignment: Text.AlignRight
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
