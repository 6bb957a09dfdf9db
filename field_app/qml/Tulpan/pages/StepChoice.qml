import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// One alternative, or several.
ColumnLayout {
    id: choice

    required property ChecklistModel vm
    readonly property var step: vm.view.step

    spacing: Theme.s12

    Label {
        text: choice.step.multiple ? Tr.t("field_work.choose_several") : Tr.t("field_work.choose_one")
        size: Theme.textMeta
        color: Theme.text2
    }

    Field {
        id: search

        objectName: "optionSearch"
        placeName: "optionSearch-" + choice.step.id
        visible: choice.step.searched
        label: Tr.t("field_work.option_search")
        Layout.fillWidth: true
    }

    Label {
        objectName: "optionNone"
        visible: choice.step.searched && shown.count === 0
        text: Tr.t("field_work.option_none")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    GridLayout {
        columns: choice.step.options.length > 3 ? 2 : 1
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            id: shown

            model: choice.step.searched ? choice.vm.options_like(choice.step.options, search.text) : choice.step.options

            AnswerButton {
                required property var modelData

                objectName: "option-" + modelData.id
                text: modelData.text
                iconName: choice.step.multiple ? "square" : "circle"
                listed: true
                chosen: modelData.chosen
                Layout.fillWidth: true
                onClicked: choice.vm.choose(modelData.id)
            }
        }
    }
}
