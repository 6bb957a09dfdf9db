import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What lies in the van.
Page {
    id: page

    required property PartsModel vm
    readonly property var view: vm.view

    objectName: "partsPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: false
    topBar.hasBack: false

    Field {
        id: search

        objectName: "vanSearch"
        passesCodes: true
        placeName: ""
        x: Theme.s20
        y: Theme.s20
        width: parent.width - 2 * Theme.s20
        label: Tr.t("field.search_van")
        text: page.view.search
        inputMethodHints: Qt.ImhNoPredictiveText
        onTextEdited: page.vm.find(text)
    }

    PlaceKeeper {
        view: list
        placeName: "scroll"
    }

    ListView {
        id: list

        objectName: "vanList"
        anchors.fill: parent
        anchors.topMargin: search.height + Theme.s20
        leftMargin: Theme.s20
        topMargin: Theme.s16
        bottomMargin: Theme.s20
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.vm.items

        delegate: Rectangle {
            id: row

            required property string id
            required property string name
            required property string code
            required property string amount
            required property string shelf
            required property string note
            required property string tone
            required property int index

            objectName: "van_" + id
            width: list.width - 2 * Theme.s20
            height: Math.max(76, words.implicitHeight + Theme.s20)
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.border
            radius: Theme.radiusTile

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: Theme.s20
                anchors.rightMargin: Theme.s20
                spacing: Theme.s16

                ColumnLayout {
                    id: words

                    spacing: 2
                    Layout.fillWidth: true

                    Label {
                        text: row.name
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        text: row.code
                        size: Theme.textMeta
                        color: Theme.text2
                        Layout.fillWidth: true
                    }

                    // Standing, a sentence has no room beside the name.
                    Pill {
                        visible: page.portrait && row.note !== ""
                        text: row.note
                        tone: row.tone
                        iconName: "triangle-alert"
                        Layout.topMargin: Theme.s4
                        Layout.maximumWidth: implicitWidth
                        Layout.fillWidth: true
                    }
                }

                Pill {
                    visible: !page.portrait && row.note !== ""
                    text: row.note
                    tone: row.tone
                    iconName: "triangle-alert"
                }

                Label {
                    text: row.shelf
                    size: Theme.textMeta
                    color: Theme.text2
                    horizontalAlignment: Text.AlignRight
                    Layout.minimumWidth: 90
                }

                Label {
                    text: row.amount
                    size: Theme.textSectionSmall
                    weight: Theme.semibold
                    horizontalAlignment: Text.AlignRight
                    Layout.minimumWidth: 96
                }
            }
        }

        spacing: Theme.s8
    }

    EmptyNote {
        objectName: "vanNote"
        visible: page.view.state === "empty" || page.view.state === "nothing_found"
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "package-open"
        title: page.view.state === "empty" ? Tr.t("field.van_empty_title") : Tr.t("field.van_nothing_found")
        text: page.view.state === "empty" ? Tr.t("field.van_empty_text") : Tr.t("field.van_nothing_found_text")
    }
}
