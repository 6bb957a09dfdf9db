import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// Which checklist? Begun ones and the suggested ones stand first; one touch begins.
Page {
    id: page

    required property ChecklistChoiceModel vm
    readonly property var view: vm.view

    objectName: "checklistChoicePage"
    title: Tr.t("field_work.choose_checklist")
    subtitle: view.subtitle

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        }
    ]
    primary: [
        ActionButton {
            objectName: "withoutChecklist"
            text: Tr.t("field_work.without_checklist")
            iconName: "arrow-right"
            iconAtEnd: true
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.leave_without()
        }
    ]

    PlaceKeeper {
        view: list
        placeName: "scroll"
    }

    ListView {
        id: list

        objectName: "choices"
        anchors.fill: parent
        anchors.leftMargin: Theme.s20
        anchors.rightMargin: Theme.s20
        // The name of the first group has its own air above it.
        topMargin: Theme.s4
        bottomMargin: Theme.s20
        spacing: Theme.s12
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.vm.choices
        section.property: "section"

        section.delegate: Item {
            required property string section

            width: list.width
            height: 36

            Label {
                text: parent.section
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.s8
                size: Theme.textBody
                weight: Theme.semibold
                color: Theme.text2
            }
        }

        header: Column {
            // Machines that come after the rows would stand above what is in sight, and so would their question.
            onHeightChanged: list.contentY = list.originY - list.topMargin
            width: list.width
            spacing: Theme.s12
            visible: page.view.machines.length > 1
            height: visible ? implicitHeight : 0

            Heading {
                text: Tr.t("field_work.which_machine")
            }

            Flow {
                width: parent.width
                spacing: Theme.s12

                Repeater {
                    model: page.view.machines

                    ActionButton {
                        required property var modelData

                        objectName: "machine-" + modelData.id
                        chosen: modelData.id === page.view.machineId
                        text: modelData.name
                        detail: modelData.serial
                        onClicked: page.vm.take_machine(modelData.id)
                    }
                }
            }
        }

        delegate: T.AbstractButton {
            id: row

            required property var model
            readonly property string mark: model.state
            readonly property bool first: model.suggested && mark === "new"

            objectName: "choice-" + model.id
            width: list.width
            implicitHeight: Math.max(104, words.implicitHeight + Theme.s24)
            text: model.name
            Accessible.role: Accessible.Button
            onClicked: page.vm.choose(model.id)

            background: Surface {
                border.width: row.first || row.mark === "begun" ? 3 : Theme.line
                border.color: row.first || row.mark === "begun" ? Theme.accent : Theme.border

                Rectangle {
                    anchors.fill: parent
                    radius: parent.radius
                    color: Theme.accent
                    opacity: row.pressed ? 0.1 : 0
                }
            }

            contentItem: Item {
                RowLayout {
                    anchors.fill: parent
                    anchors.leftMargin: Theme.s20
                    anchors.rightMargin: Theme.s20
                    spacing: Theme.s20

                    Rectangle {
                        implicitWidth: 60
                        implicitHeight: 60
                        radius: Theme.radiusTile
                        color: row.mark === "done" ? Theme.goodSoft : Theme.accentSoft
                        border.width: Theme.sun ? 2 : 0
                        border.color: Theme.accent

                        Icon {
                            anchors.centerIn: parent
                            name: row.mark === "done" ? "check" : "list-checks"
                            color: row.mark === "done" ? Theme.goodInk : Theme.accent
                            size: 32
                        }
                    }

                    ColumnLayout {
                        id: words

                        spacing: 4
                        Layout.fillWidth: true

                        Label {
                            text: row.model.name
                            size: Theme.textSection
                            weight: Theme.semibold
                            elide: Text.ElideRight
                            Layout.fillWidth: true
                        }

                        Label {
                            text: row.model.detail
                            size: Theme.textMeta
                            color: Theme.text2
                            wrapMode: Text.Wrap
                            maximumLineCount: 2
                            elide: Text.ElideRight
                            Layout.fillWidth: true
                        }
                    }

                    IconButton {
                        objectName: "drop-" + row.model.id
                        visible: row.model.removable
                        side: Theme.touchTarget
                        iconName: "trash-2"
                        text: Tr.t("field_work.choice_drop", { name: row.model.name })
                        onClicked: page.vm.drop(row.model.id)
                    }

                    Pill {
                        text: row.mark === "done" ? Tr.t("field_work.choice_done") : row.mark === "begun" ? Tr.t("field_work.choice_continue") : Tr.t("field_work.choice_begin")
                        iconName: row.mark === "done" ? "check" : "arrow-right"
                        tone: row.mark === "done" ? "good" : row.first || row.mark === "begun" ? "accent" : "quiet"
                        implicitHeight: 44
                    }
                }
            }
        }

        EmptyNote {
            visible: page.view.empty
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.s48
            iconName: "list-checks"
            title: Tr.t("field_work.no_checklists_title")
            text: Tr.t("field_work.no_checklists_text")
        }
    }
}
