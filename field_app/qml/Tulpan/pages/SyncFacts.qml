import QtQuick
import QtQuick.Layouts
import Tulpan

// Name and value, a row each.
Card {
    id: card

    required property var facts

    Repeater {
        model: card.facts

        RowLayout {
            id: fact

            required property var modelData

            spacing: Theme.s16
            Layout.fillWidth: true

            Label {
                text: fact.modelData.name
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.preferredWidth: 200
            }

            Label {
                text: fact.modelData.value
                weight: Theme.medium
                wrapMode: Text.WrapAnywhere
                Layout.fillWidth: true
            }
        }
    }
}
