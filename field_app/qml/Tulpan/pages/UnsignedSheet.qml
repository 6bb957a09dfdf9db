import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Why there is no signature: the report says it as it is.
Sheet {
    id: sheet

    required property CheckoutModel vm
    readonly property string chosen: asked.state ?? "absent"
    readonly property var reasons: chosen === "absent" ? ["absent_reason_closed", "absent_reason_busy"] : chosen === "refused" ? ["refused_reason_price", "refused_reason_work"] : []

    objectName: "unsignedSheet"
    title: Tr.t("field_work.not_here_title")
    text: Tr.t("field_work.not_here_text")

    Repeater {
        model: ["absent", "refused", "remote_pending"]

        AnswerButton {
            required property string modelData

            objectName: "unsigned-" + modelData
            text: Tr.t("field_work.sign_" + modelData)
            iconName: "circle"
            listed: true
            chosen: sheet.chosen === modelData
            implicitHeight: Theme.touchPrimary
            Layout.fillWidth: true
            onClicked: sheet.note({ state: modelData })
        }
    }

    Flow {
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: sheet.reasons

            ActionButton {
                required property string modelData

                objectName: "reason-" + modelData
                kind: "quiet"
                text: Tr.t("field_work." + modelData)
                implicitHeight: Theme.touchTarget
                onClicked: reason.put(text)
            }
        }
    }

    Field {
        id: reason

        objectName: "unsignedReason"
        label: Tr.t("field_work.sign_reason")
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.s12
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        // The sheet lies open again when the picture is taken.
        ActionButton {
            objectName: "unsignedPhoto"
            iconName: "camera"
            text: Tr.t("field_work.add_photo")
            implicitHeight: save.implicitHeight
            onClicked: sheet.vm.take_photo()
        }

        ActionButton {
            id: save

            objectName: "saveUnsigned"
            kind: "primary"
            iconName: "check"
            text: Tr.t("field_work.save")
            enabled: sheet.chosen === "remote_pending" || reason.text.trim() !== ""
            Layout.fillWidth: true
            onClicked: {
                sheet.vm.leave_unsigned(sheet.chosen, reason.text.trim());
                sheet.close();
            }
        }
    }
}
