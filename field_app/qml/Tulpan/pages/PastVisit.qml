import QtQuick
import QtQuick.Layouts
import Tulpan

// An earlier visit to a machine: what was done, what was measured, and the photos taken then.
Card {
    id: card

    required property string id
    required property string date
    required property string subject
    required property string detail
    required property string work
    required property var readings
    required property var photos

    signal photoTouched(string photoId)

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

    Flow {
        visible: card.photos.length > 0
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: card.photos

            Thumbnail {
                required property var modelData

                objectName: "pastPhoto_" + modelData.id
                side: 112
                source: modelData.source
                text: Tr.t("field.past_photo", { time: modelData.text })
                onClicked: card.photoTouched(modelData.id)
            }
        }
    }
}
