import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The technician's own earlier visits, found by any word of them.
Page {
    id: page

    required property OwnHistoryModel vm
    readonly property var view: vm.view

    objectName: "ownHistoryPage"
    title: Tr.t("day_log.history_title")
    subtitle: view.count
    hasBottomBar: false

    Field {
        id: search

        objectName: "historySearch"
        placeName: ""
        x: Theme.s20
        y: Theme.s20
        width: parent.width - 2 * Theme.s20
        label: Tr.t("day_log.history_search")
        text: page.view.search
        onTextEdited: page.vm.look_for(text)
    }

    PlaceKeeper {
        view: list
        placeName: "scroll"
    }

    ListView {
        id: list

        objectName: "ownVisits"
        anchors.top: search.bottom
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        leftMargin: Theme.s20
        rightMargin: Theme.s20
        topMargin: Theme.s16
        bottomMargin: Theme.s20
        spacing: Theme.s12
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.vm.visits

        delegate: Card {
            id: card

            required property string id
            required property string date
            required property string customer
            required property string subject
            required property string detail
            required property string work
            required property var readings
            required property bool isWhole

            objectName: "own_" + id
            width: list.width - 2 * Theme.s20
            spacing: Theme.s8

            RowLayout {
                spacing: Theme.s16
                Layout.fillWidth: true

                ColumnLayout {
                    spacing: 2
                    Layout.fillWidth: true

                    Label {
                        text: card.customer + " · " + card.subject
                        weight: Theme.semibold
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }

                    Label {
                        text: card.date + (card.detail !== "" ? " · " + card.detail : "")
                        size: Theme.textMeta
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                IconButton {
                    objectName: "ownVisit_" + card.id
                    visible: card.isWhole
                    side: Theme.touchTarget
                    iconName: "chevron-right"
                    text: card.customer
                    onClicked: page.vm.look_at(card.id)
                }
            }

            Label {
                visible: text !== ""
                text: card.work
                color: Theme.text2
                wrapMode: Text.Wrap
                maximumLineCount: 3
                elide: Text.ElideRight
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
        visible: page.view.loaded && page.view.empty
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "history"
        title: Tr.t("day_log.history_empty")
        text: Tr.t("day_log.history_empty_text")
    }
}
