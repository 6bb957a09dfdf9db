import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A code: from the camera, from a scanner that types into the box, or by hand.
ColumnLayout {
    id: scan

    required property ChecklistModel vm
    readonly property var step: vm.view.step

    spacing: Theme.s16

    Rectangle {
        implicitHeight: 96
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: 3
        border.color: scan.step.deviation ? Theme.badStrong : scan.step.code !== "" ? Theme.accent : Theme.borderStrong
        Layout.fillWidth: true

        Icon {
            x: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            name: "scan-barcode"
            size: 32
            color: scan.step.code !== "" ? Theme.text : Theme.text3
        }

        Label {
            objectName: "scannedCode"
            anchors.left: parent.left
            anchors.leftMargin: 72
            anchors.right: verdict.visible ? verdict.left : parent.right
            anchors.rightMargin: Theme.s16
            anchors.verticalCenter: parent.verticalCenter
            text: scan.step.found !== "" ? scan.step.found + " · " + scan.step.code : scan.step.code !== "" ? scan.step.code : Tr.t("field_work.step_scan_none")
            color: scan.step.code !== "" ? Theme.text : Theme.text2
            size: scan.step.code !== "" && scan.step.found === "" ? Theme.textTitle : Theme.textBody
            weight: scan.step.code !== "" ? Theme.bold : Theme.medium
            wrapMode: scan.step.found !== "" ? Text.Wrap : Text.NoWrap
            maximumLineCount: 2
            elide: scan.step.found !== "" ? Text.ElideRight : Text.ElideMiddle
        }

        Pill {
            id: verdict

            objectName: "stepVerdict"
            visible: scan.step.code !== "" && scan.step.expects !== ""
            anchors.right: parent.right
            anchors.rightMargin: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            text: scan.step.badgeText
            iconName: scan.step.badgeIcon
            tone: scan.step.badge
            size: Theme.textBody
            implicitHeight: 52
        }
    }

    Label {
        objectName: "scanHint"
        visible: text !== ""
        text: scan.step.scanHint
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    ActionButton {
        objectName: "scanStep"
        kind: "tonal"
        iconName: "scan-line"
        text: scan.step.code !== "" ? Tr.t("field_work.step_scan_again") : Tr.t("field_work.step_scan")
        implicitHeight: Theme.touchAnswer
        Layout.fillWidth: true
        onClicked: scan.vm.open_scan()
    }

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        Field {
            id: code

            objectName: "stepCode"
            passesCodes: true
            placeName: "code-" + scan.step.id
            label: Tr.t("field_work.step_code")
            Layout.fillWidth: true
            onAccepted: keep.clicked()
        }

        ActionButton {
            id: keep

            objectName: "keepCode"
            iconName: "check"
            text: Tr.t("field_work.step_code_keep")
            enabled: code.text.trim() !== ""
            Layout.preferredHeight: 72
            onClicked: {
                scan.vm.take_code(code.text);
                code.forget();
            }
        }
    }
}
