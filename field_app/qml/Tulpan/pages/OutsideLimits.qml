import QtQuick
import QtQuick.Layouts
import Tulpan

// What was measured and lies outside its limits, one sentence a line.
RowLayout {
    id: note

    required property string text

    objectName: "outsideLimits"
    visible: text !== ""
    spacing: Theme.s12

    Icon {
        name: "triangle-alert"
        color: Theme.warnInk
        Layout.alignment: Qt.AlignTop
    }

    Label {
        text: note.text
        color: Theme.warnInk
        weight: Theme.semibold
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
