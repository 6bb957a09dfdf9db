import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// An amount: one touch more, one touch less. What is only offered is fainter than what has been answered.
RowLayout {
    id: counter

    required property ChecklistModel vm
    readonly property var step: vm.view.step
    readonly property bool given: step.value !== "" && !step.offered

    spacing: Theme.s16

    IconButton {
        objectName: "countLess"
        side: 116
        strong: true
        iconName: "minus"
        text: Tr.t("field_work.count_less")
        onClicked: counter.vm.count(-1)
    }

    Rectangle {
        implicitHeight: 116
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: 3
        border.color: counter.given ? Theme.accent : Theme.borderStrong
        Layout.fillWidth: true

        Row {
            anchors.centerIn: parent
            spacing: Theme.s16

            Label {
                id: value

                objectName: "countValue"
                text: counter.step.value !== "" ? counter.step.value : "–"
                color: counter.given ? Theme.text : Theme.text3
                size: Theme.textValue
                weight: counter.given ? Theme.bold : Theme.regular
            }

            Label {
                visible: text !== ""
                anchors.baseline: value.baseline
                text: counter.step.unit
                size: 28
                color: Theme.text2
            }
        }
    }

    IconButton {
        objectName: "countMore"
        side: 116
        kind: "tonal"
        iconName: "plus"
        text: Tr.t("field_work.count_more")
        onClicked: counter.vm.count(1)
    }
}
