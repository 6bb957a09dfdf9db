import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A signature within the checklist: by the customer or the technician, with the name in letters.
ColumnLayout {
    id: signature

    required property ChecklistModel vm
    readonly property var step: vm.view.step
    readonly property string stepId: step.id
    readonly property bool given: step.name !== ""

    // Each step has its own half-drawn one.
    function restore() {
        const kept = Navigation.remembered("pen", {});
        pen.strokes = kept.step === step.id ? kept.strokes : [];
    }

    spacing: Theme.s12
    onStepIdChanged: restore()
    Component.onCompleted: restore()

    Rectangle {
        implicitHeight: 250
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: 3
        border.color: signature.given ? Theme.accent : Theme.borderStrong
        Layout.fillWidth: true

        Rectangle {
            id: base

            x: 32
            y: pen.y + pen.lineY
            width: parent.width - 64
            height: Theme.line
            color: Theme.borderStrong
        }

        Label {
            x: 32
            y: base.y + Theme.s8
            text: signature.given ? signature.step.name : signature.step.role === "technician" ? Tr.t("field_work.step_signs_technician") : Tr.t("field_work.step_signs_customer")
            size: Theme.textMeta
            color: Theme.text2
        }

        SignatureField {
            objectName: "stepSigned"
            visible: signature.given
            anchors.fill: parent
            anchors.margins: 3
            draws: false
            ink: Theme.text
            strokes: signature.given ? signature.step.strokes : []
        }

        SignatureField {
            id: pen

            objectName: "stepPen"
            visible: !signature.given
            anchors.fill: parent
            anchors.margins: 3
            ink: Theme.text
            onStrokesChanged: if (!empty) Navigation.remember({ pen: { step: signature.stepId, strokes: strokes } })
        }
    }

    RowLayout {
        visible: !signature.given
        spacing: Theme.s12
        Layout.fillWidth: true

        Field {
            id: name

            objectName: "stepSignName"
            placeName: "name-" + signature.step.id
            label: Tr.t("field_work.step_sign_name")
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "keepSignature"
            kind: "tonal"
            iconName: "check"
            text: Tr.t("field_work.step_sign_keep")
            enabled: name.text.trim() !== "" && pen.written
            Layout.preferredHeight: 72
            onClicked: signature.vm.sign(name.text, pen.strokes)
        }
    }

    ActionButton {
        objectName: "signAgain"
        visible: signature.given
        iconName: "eraser"
        text: Tr.t("field_work.step_sign_again")
        Layout.fillWidth: true
        onClicked: {
            pen.clear();
            signature.vm.clear_answer();
        }
    }
}
