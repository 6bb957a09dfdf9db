import QtQuick
import QtQuick.Layouts
import Tulpan

// An earlier visit to a machine: what was done, and what was measured then.
Card {
    id: card

    required property string id
    required property string date
    required property string subject
    required property string detail
    required property string work
    required property var readings

    objectName: "history_" + id
    spacing: Theme.s8

    RowLayout {
        spacing: Theme.s16
        Layout.fillWidth: true

        Label {
            text: card.date
            weight: Theme.semibold
        }

        Label {
            text: card.subject
            weight: Theme.semibold
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }

    Label {
        visible: text !== ""
        text: card.detail
        size: Theme.textMeta
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Label {
        visible: text !== ""
        text: card.work
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Flow {
        visible: card.readings.length > 0
        spacing: Theme.s8
        Layout.fillWidth: true

        Repeater {
            model: card.readings

            Pill {
                required property string modelData

                text: modelData
                iconName: "gauge"
                tone: "accent"
            }
        }
    }
}
