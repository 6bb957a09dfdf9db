import QtQuick
import QtQuick.Layouts
import Tulpan

// Earlier visits to the same machines.
Page {
    id: page

    readonly property var view: vm.view

    objectName: "historyPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: false

    ListView {
        id: list

        objectName: "historyList"
        anchors.fill: parent
        leftMargin: Theme.s20
        rightMargin: Theme.s20
        topMargin: Theme.s20
        bottomMargin: Theme.s20
        spacing: Theme.s16
        boundsBehavior: Flickable.StopAtBounds
        model: page.vm.visits

        delegate: Card {
            id: card

            required property string id
            required property string date
            required property string subject
            required property string detail
            required property string work
            required property var readings

            objectName: "history_" + id
            width: list.width - 2 * Theme.s20
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
    }

    EmptyNote {
        visible: page.view.empty
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "history"
        title: Tr.t("field.history_empty")
    }
}
