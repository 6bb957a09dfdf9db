import QtQuick
import QtQuick.Layouts
import Tulpan

// A stick with one touch, another folder, or an address typed by hand.
ColumnLayout {
    id: choice

    required property var drives
    required property string label
    property string typed: ""
    property string hint: ""
    property bool busy: false

    signal chosen(string place)
    // The page has the room for choosing among folders.
    signal folderAsked

    spacing: Theme.s12

    Repeater {
        model: choice.drives

        Tile {
            required property var modelData

            objectName: "drive_" + modelData.path
            iconName: modelData.chosen ? "check" : "usb"
            tone: modelData.chosen ? "good" : "quiet"
            enabled: !choice.busy
            Layout.minimumHeight: Theme.touchPrimary
            text: modelData.name
            detail: modelData.detail
            Layout.fillWidth: true
            onClicked: choice.chosen(modelData.path)
        }
    }

    Label {
        visible: choice.drives.length === 0
        text: Tr.t("field.no_drive")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    Field {
        id: place

        objectName: "placeField"
        label: choice.label
        placeholderText: choice.hint
        text: choice.typed
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        ActionButton {
            objectName: "otherFolder"
            iconName: "folder-open"
            text: Tr.t("field.other_folder")
            enabled: !choice.busy
            Layout.fillWidth: true
            onClicked: choice.folderAsked()
        }

        ActionButton {
            objectName: "usePlace"
            kind: "tonal"
            enabled: !choice.busy && place.text.trim() !== ""
            text: Tr.t("field.use_place")
            Layout.fillWidth: true
            onClicked: choice.chosen(place.text.trim())
        }
    }
}
