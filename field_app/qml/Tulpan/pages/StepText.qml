import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Own words, with ready phrases to touch; what is typed is committed at every pause.
ColumnLayout {
    id: words

    required property ChecklistModel vm
    readonly property var step: vm.view.step

    spacing: Theme.s12

    TextBox {
        id: box

        objectName: "stepText"
        placeholder: words.step.offer !== "" ? words.step.offer : Tr.t("field_work.write_here")
        implicitHeight: 200
        Layout.fillWidth: true
        onTyped: text => words.vm.write(text)
        onFinished: words.vm.flush()

        // The box follows the model except while it is being typed in, so that the cursor stays where it is.
        Binding {
            target: box.area
            property: "text"
            value: words.step.text
            when: !box.area.activeFocus
            restoreMode: Binding.RestoreNone
        }
    }

    Flow {
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: words.step.phrases

            ActionButton {
                required property string modelData
                required property int index

                objectName: "phrase-" + index
                kind: "quiet"
                iconName: "plus"
                text: modelData
                onClicked: {
                    box.area.focus = false;
                    words.vm.add_phrase(modelData);
                }
            }
        }
    }
}
