import QtQuick
import QtQuick.Layouts
import Tulpan

// What the customer must read before he signs: what is not as it should be, and what he is recommended; one a line.
ColumnLayout {
    id: notes

    required property var view

    visible: view.notes !== "" || view.advice !== ""
    spacing: Theme.s12

    Repeater {
        model: [
            { name: "customerNotes", text: notes.view.notes, icon: "triangle-alert", warns: true },
            { name: "customerAdvice", text: notes.view.advice, icon: "info", warns: false }
        ]

        RowLayout {
            id: note

            required property var modelData
            readonly property color ink: modelData.warns ? Theme.warnInk : Theme.text

            visible: modelData.text !== ""
            spacing: Theme.s12
            Layout.fillWidth: true

            Icon {
                name: note.modelData.icon
                color: note.ink
                Layout.alignment: Qt.AlignTop
            }

            Label {
                objectName: note.modelData.name
                text: note.modelData.text
                color: note.ink
                weight: note.modelData.warns ? Theme.semibold : Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
    }
}
