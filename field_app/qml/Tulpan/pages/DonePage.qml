import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The job is done: what is saved, how far it has been sent, and what comes next.
Page {
    id: page

    required property DoneModel vm
    readonly property var view: vm.view

    objectName: "donePage"
    title: view.customer
    subtitle: view.subtitle
    topBar.hasBack: false
    onBackAsked: vm.open_today()

    actions: [
        ActionButton {
            objectName: "correctRecords"
            iconName: "pencil"
            text: Tr.t("field_work.done_correct")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.correct()
        },
        ActionButton {
            objectName: "toToday"
            visible: page.view.nextId !== ""
            iconName: "calendar-clock"
            text: Tr.t("field_work.done_to_today")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.open_today()
        }
    ]
    primary: [
        ActionButton {
            objectName: "nextJob"
            kind: "primary"
            implicitWidth: page.portrait ? 440 : 500
            iconName: "arrow-right"
            text: page.view.nextId !== "" ? Tr.t("field_work.done_next") : Tr.t("field_work.done_to_today")
            detail: page.view.nextId !== "" ? page.view.nextTitle : Tr.t("field_work.done_no_next")
            onClicked: page.vm.open_next()
        }
    ]

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        ColumnLayout {
            width: Math.min(parent.width, 920)
            x: (parent.width - width) / 2
            // Lying, the next job stands on the page without scrolling.
            spacing: page.portrait ? Theme.s20 : Theme.s16

            Rectangle {
                implicitWidth: page.portrait ? 112 : 72
                implicitHeight: implicitWidth
                radius: width / 2
                color: Theme.goodSoft
                border.width: Theme.sun ? 2 : 0
                border.color: Theme.goodStrong
                Layout.alignment: Qt.AlignHCenter
                Layout.topMargin: page.portrait ? Theme.s16 : 0

                Icon {
                    anchors.centerIn: parent
                    name: "check"
                    color: Theme.goodStrong
                    size: parent.width / 2
                    stroke: 2.5
                }
            }

            ColumnLayout {
                spacing: 4
                Layout.fillWidth: true

                Label {
                    objectName: "doneTitle"
                    text: page.view.title
                    size: Theme.textTitle
                    weight: Theme.bold
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    text: [page.view.outcome, Tr.t("field_work.done_saved")].filter(one => one !== "").join(" · ")
                    color: Theme.text2
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Warning {
                objectName: "changedAfterSigning"
                visible: text !== ""
                text: page.view.changed
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "showCustomer"
                visible: page.view.changed !== ""
                iconName: "signature"
                text: Tr.t("field_work.done_show_customer")
                Layout.fillWidth: true
                onClicked: page.vm.show_customer()
            }

            Warning {
                objectName: "signatureAwaited"
                visible: text !== ""
                iconName: "signature"
                text: page.view.awaited
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "signNow"
                visible: page.view.awaited !== ""
                iconName: "pen-line"
                text: Tr.t("field.act_sign_now")
                Layout.fillWidth: true
                onClicked: page.vm.sign_now()
            }

            Card {
                spacing: 0
                Layout.fillWidth: true

                GridLayout {
                    columns: page.portrait ? 1 : 2
                    columnSpacing: Theme.s24
                    rowSpacing: Theme.s8
                    uniformCellWidths: true
                    Layout.fillWidth: true

                    Repeater {
                        model: page.view.facts

                        RowLayout {
                            id: fact

                            required property var modelData

                            spacing: Theme.s16
                            Layout.fillWidth: true
                            Layout.minimumHeight: 48

                            Rectangle {
                                implicitWidth: 44
                                implicitHeight: 44
                                radius: Theme.radiusTile
                                color: Theme.sunken
                                border.width: Theme.sun ? 2 : 0
                                border.color: Theme.border

                                Icon {
                                    anchors.centerIn: parent
                                    name: fact.modelData.icon
                                    color: Theme.accent
                                }
                            }

                            Label {
                                text: fact.modelData.text
                                weight: Theme.medium
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }
                        }
                    }
                }
            }

            Card {
                visible: page.view.nextId !== ""
                spacing: 4
                Layout.fillWidth: true

                Label {
                    text: Tr.t("field_work.done_next")
                    size: Theme.textMeta
                    color: Theme.text2
                }

                Heading {
                    text: page.view.nextTitle
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    text: page.view.nextDetail
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Label {
                text: page.view.home
                color: Theme.text2
                horizontalAlignment: Text.AlignHCenter
                Layout.fillWidth: true
            }
        }
    }
}
