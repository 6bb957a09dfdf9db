import QtQuick
import QtQuick.Layouts
import Tulpan

// One of a few: the chosen one is filled and has a tick.
Card {
    id: card

    property string title: ""
    property string prefix: ""
    property var choices: []

    signal chosen(string id)

    Heading {
        text: card.title
    }

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: card.choices

            ActionButton {
                required property var modelData

                objectName: card.prefix + modelData.id
                chosen: modelData.chosen
                iconName: modelData.chosen ? "check" : modelData.icon
                text: modelData.text
                Layout.fillWidth: true
                Layout.preferredWidth: 100
                onClicked: card.chosen(modelData.id)
            }
        }
    }
}
