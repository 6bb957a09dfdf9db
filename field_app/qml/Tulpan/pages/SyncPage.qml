import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// How the sync stands, in words, and the network switch.
Page {
    id: page

    required property SyncModel vm
    readonly property var view: vm.view

    objectName: "syncPage"
    title: Tr.t("field.sync_title")
    topBar.showsSync: false

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            ColumnLayout {
                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 560

                Card {
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s20
                        Layout.fillWidth: true

                        Rectangle {
                            readonly property var look: Theme.tone(page.view.tone)

                            implicitWidth: 80
                            implicitHeight: 80
                            radius: 40
                            color: look.soft
                            border.width: Theme.sun ? 2 : 0
                            border.color: look.strong
                            Layout.alignment: Qt.AlignTop

                            Icon {
                                anchors.centerIn: parent
                                name: page.view.icon
                                color: parent.look.ink
                                size: 38
                            }
                        }

                        ColumnLayout {
                            spacing: Theme.s4
                            Layout.fillWidth: true

                            Label {
                                objectName: "syncHeadline"
                                text: page.view.headline
                                size: Theme.textSection
                                weight: Theme.semibold
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            Label {
                                objectName: "syncExplanation"
                                text: page.view.explanation
                                color: Theme.text2
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }
                        }
                    }

                    Label {
                        objectName: "syncRestored"
                        visible: page.view.restored !== ""
                        text: page.view.restored
                        color: Theme.warnInk
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Divider {}

                    Toggle {
                        objectName: "networkSwitch"
                        on: page.view.networkOn
                        iconName: page.view.networkOn ? "wifi" : "wifi-off"
                        text: Tr.t("field.network")
                        detail: page.view.networkOn ? Tr.t("field.network_on") : Tr.t("field.network_off")
                        Layout.fillWidth: true
                        onAsked: on => page.vm.set_network(on)
                    }
                }

                SyncSteps {
                    steps: page.view.steps
                    visible: page.view.isPaired
                    Layout.fillWidth: true
                }

                SyncFacts {
                    facts: page.view.facts
                    visible: page.view.facts.length > 0
                    Layout.fillWidth: true
                }
            }

            ColumnLayout {
                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 568

                Card {
                    objectName: "unsentCard"
                    Layout.fillWidth: true

                    Heading {
                        text: Tr.t("field.saved_here")
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        objectName: "nothingWaiting"
                        visible: unsent.count === 0
                        text: Tr.t("field.nothing_waiting")
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Repeater {
                        id: unsent

                        model: page.vm.jobs

                        ColumnLayout {
                            id: job

                            required property string id
                            required property string title
                            required property string items
                            required property string count

                            objectName: "unsent_" + id
                            spacing: 4
                            Layout.fillWidth: true

                            Divider {
                                Layout.bottomMargin: Theme.s8
                            }

                            Label {
                                text: job.title
                                weight: Theme.medium
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            Label {
                                text: job.items
                                size: Theme.textMeta
                                color: Theme.text2
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            Label {
                                text: job.count
                                size: Theme.textMeta
                                color: Theme.text2
                            }
                        }
                    }
                }

                SyncWays {
                    vm: page.vm
                    relay: page.view.relay
                    suggested: page.view.suggestsRelay
                    visible: page.view.isPaired
                    Layout.fillWidth: true
                }
            }
        }
    }

    primary: [
        ActionButton {
            objectName: "sendNow"
            visible: page.view.canSend
            kind: "primary"
            implicitWidth: 320
            iconName: "cloud-upload"
            text: page.view.sendText
            onClicked: page.vm.send_now()
        },
        ActionButton {
            objectName: "pairNow"
            visible: !page.view.isPaired
            kind: "primary"
            implicitWidth: 360
            iconName: "link-2"
            text: Tr.t("field.pair_again")
            onClicked: page.vm.pair()
        }
    ]

    hasBottomBar: view.canSend || !view.isPaired
}
