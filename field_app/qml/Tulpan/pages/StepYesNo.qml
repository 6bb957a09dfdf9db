import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Yes or no on big buttons, and a quieter one for what does not apply.
ColumnLayout {
    id: answers

    required property ChecklistModel vm
    readonly property string answer: vm.view.step.answer

    spacing: Theme.s12

    RowLayout {
        spacing: Theme.s12
        uniformCellSizes: true
        Layout.fillWidth: true

        AnswerButton {
            objectName: "answerYes"
            text: Tr.t("visit.answer_yes")
            iconName: "check"
            chosen: answers.answer === "yes"
            implicitHeight: 112
            Layout.fillWidth: true
            onClicked: answers.vm.answer("yes")
        }

        AnswerButton {
            objectName: "answerNo"
            text: Tr.t("visit.answer_no")
            iconName: "x"
            chosen: answers.answer === "no"
            implicitHeight: 112
            Layout.fillWidth: true
            onClicked: answers.vm.answer("no")
        }
    }

    AnswerButton {
        objectName: "answerNa"
        text: Tr.t("visit.answer_na")
        iconName: "minus"
        chosen: answers.answer === "na"
        Layout.fillWidth: true
        onClicked: answers.vm.answer("na")
    }
}
