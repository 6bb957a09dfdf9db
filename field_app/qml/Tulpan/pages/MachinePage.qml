import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A machine without a job of one's own: what it is, what was done on it, and what can be told about it.
Page {
    id: page

    required property MachineModel vm
    readonly property var view: vm.view

    objectName: "machinePage"
    title: view.title
    subtitle: view.subtitle

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        },
        ActionButton {
            objectName: "proposeVisit"
            visible: page.view.loaded && page.view.visit === ""
            iconName: "calendar-plus"
            text: Tr.t("finding.propose_visit")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.propose_visit()
        }
    ]
    primary: [
        ActionButton {
            objectName: "reportMachine"
            visible: page.view.loaded && page.view.visit === ""
            kind: "primary"
            implicitWidth: page.portrait ? 290 : 360
            iconName: "triangle-alert"
            text: Tr.t("finding.report_this")
            onClicked: page.vm.report_fault()
        },
        ActionButton {
            objectName: "openMachineJob"
            visible: page.view.visit !== ""
            kind: "primary"
            implicitWidth: page.portrait ? 290 : 360
            iconName: "wrench"
            text: Tr.t("field_work.scan_open_job")
            onClicked: page.vm.open_visit()
        }
    ]

    Scroller {
        placeName: "scroll"
        anchors.fill: parent
        padding: Theme.s20

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            Card {
                objectName: "machineFacts"
                spacing: Theme.s8
                Layout.fillWidth: true
                Layout.preferredWidth: 400
                Layout.alignment: Qt.AlignTop

                component Fact: Label {
                    visible: text !== ""
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                RowLayout {
                    spacing: Theme.s16
                    Layout.fillWidth: true

                    Rectangle {
                        implicitWidth: 88
                        implicitHeight: 88
                        radius: Theme.radiusTile
                        color: Theme.rail
                        Layout.alignment: Qt.AlignTop

                        Icon {
                            anchors.centerIn: parent
                            name: "coffee"
                            color: Theme.crema
                            size: 46
                        }
                    }

                    ColumnLayout {
                        spacing: Theme.s4
                        Layout.fillWidth: true

                        Fact {
                            text: page.view.detail
                            color: Theme.text
                            weight: Theme.medium
                        }

                        Fact {
                            text: page.view.address
                        }

                        Fact {
                            text: page.view.position
                        }
                    }
                }

                Flow {
                    spacing: Theme.s8
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.s4

                    Pill {
                        width: Math.min(implicitWidth, parent.width)
                        text: page.view.warranty
                        tone: page.view.warrantyTone
                        iconName: page.view.warrantyTone === "good" ? "shield-check" : "shield"
                    }

                    Pill {
                        text: page.view.contract
                        tone: "accent"
                    }
                }

                Label {
                    objectName: "machineNoJob"
                    visible: page.view.loaded && page.view.visit === ""
                    text: Tr.t("field_work.scan_no_job")
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.s8
                }
            }

            ColumnLayout {
                spacing: Theme.s16
                Layout.fillWidth: true
                Layout.preferredWidth: 720
                Layout.alignment: Qt.AlignTop

                Heading {
                    visible: page.view.loaded && !page.view.empty
                    text: Tr.t("field.history")
                }

                Repeater {
                    model: page.vm.visits

                    PastVisit {
                        Layout.fillWidth: true
                        onPhotoTouched: photoId => page.vm.look_at(id, photoId)
                    }
                }

                EmptyNote {
                    visible: page.view.empty
                    iconName: "history"
                    title: Tr.t("field.history_empty")
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.s48
                }
            }
        }
    }
}
