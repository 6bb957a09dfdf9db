import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Yes, no, or what does not apply: beside each other where there is room, else the last one below.
GridLayout {
    id: answers

    required property ChecklistModel vm
    readonly property string answer: vm.view.step.answer
    readonly property bool roomy: width >= 640

    columns: roomy ? 3 : 2
    columnSpacing: Theme.s12
    rowSpacing: Theme.s12
    uniformCellWidths: true

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

    AnswerButton {
        objectName: "answerNa"
        text: Tr.t("visit.answer_na")
        iconName: "minus"
        chosen: answers.answer === "na"
        implicitHeight: answers.roomy ? 112 : Theme.touchAnswer
        Layout.columnSpan: answers.roomy ? 1 : 2
        Layout.fillWidth: true
        onClicked: answers.vm.answer("na")
    }
}
