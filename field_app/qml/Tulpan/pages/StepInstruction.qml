import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Something to do: the words stand above; one touch says that it is done.
ColumnLayout {
    id: instruction

    required property ChecklistModel vm

    AnswerButton {
        objectName: "instructionRead"
        text: Tr.t("field_work.instruction_read")
        iconName: "circle"
        chosen: instruction.vm.view.step.answer === "read"
        implicitHeight: 112
        Layout.fillWidth: true
        onClicked: instruction.vm.read()
    }
}
