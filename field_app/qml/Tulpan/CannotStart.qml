import QtQuick
import QtQuick.Layouts
import Tulpan

// What the program says when it cannot open its data: what happened, what is safe, what to do.
Rectangle {
    id: page

    required property string sentence

    objectName: "cannotStart"
    color: Theme.canvas

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(620, parent.width - 2 * Theme.s32)
        spacing: Theme.s24

        EmptyNote {
            iconName: "database"
            title: Tr.t("field.cannot_start")
            text: page.sentence
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "quit"
            kind: "primary"
            text: Tr.t("field.close")
            Layout.fillWidth: true
            onClicked: Qt.quit()
        }
    }
}
