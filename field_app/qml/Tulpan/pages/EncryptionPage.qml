import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Encryption at rest: who keeps the key, and what changing that takes.
Page {
    id: page

    required property EncryptionModel vm
    readonly property var view: vm.view

    objectName: "encryptionPage"
    title: Tr.t("encryption.title")
    subtitle: view.text
    hasBottomBar: view.stage !== "rest"

    actions: [
        ActionButton {
            objectName: "encryptionCancel"
            visible: page.view.stage !== "rest"
            iconName: "x"
            text: Tr.t("encryption.cancel")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.cancel()
        }
    ]
    primary: [
        ActionButton {
            objectName: "encryptionNext"
            visible: page.view.stage !== "rest"
            kind: "primary"
            implicitWidth: 320
            iconAtEnd: page.view.stage !== "sure"
            iconName: page.view.stage !== "sure" ? "arrow-right" : page.view.restarts ? "rotate-ccw" : "check"
            busy: page.view.busy
            enabled: page.view.ready && !page.view.busy
            text: page.view.stage !== "sure" ? Tr.t("lock.next") : page.view.restarts ? Tr.t("encryption.restart") : Tr.t("encryption.change")
            onClicked: page.vm.go_on()
        }
    ]

    Scroller {
        anchors.fill: parent

        ColumnLayout {
            width: Math.min(parent.width, page.view.asksDigits ? 520 : 760)
            x: (parent.width - width) / 2
            spacing: Theme.s16

            Label {
                visible: page.view.stage === "rest"
                text: Tr.t("encryption.about")
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            // What is about to happen, before the last touch.
            Card {
                visible: page.view.stage === "sure"
                padding: Theme.s32
                spacing: Theme.s20
                Layout.fillWidth: true

                RowLayout {
                    spacing: Theme.s20
                    Layout.fillWidth: true

                    Rectangle {
                        implicitWidth: 80
                        implicitHeight: 80
                        radius: 40
                        color: Theme.accentSoft
                        border.width: Theme.sun ? 2 : 0
                        border.color: Theme.accent
                        Layout.alignment: Qt.AlignTop

                        Icon {
                            anchors.centerIn: parent
                            name: "key-round"
                            color: Theme.accentInk
                            size: 38
                        }
                    }

                    Label {
                        objectName: "encryptionSays"
                        text: page.view.says
                        weight: Theme.medium
                        lineHeight: 1.2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                Divider {}

                Label {
                    text: Tr.t("encryption.about")
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Card {
                visible: page.view.stage === "rest"
                Layout.fillWidth: true

                Repeater {
                    model: page.view.choices

                    Tile {
                        required property var modelData

                        objectName: "encryption_" + modelData.id
                        iconName: modelData.chosen ? "check" : modelData.icon
                        chevron: !modelData.chosen || modelData.id === "pin"
                        least: Theme.touchAnswer
                        tone: modelData.chosen ? "accent" : "quiet"
                        text: modelData.text
                        detail: modelData.detail
                        Layout.fillWidth: true
                        onClicked: page.vm.choose(modelData.id)
                    }
                }
            }

            Label {
                objectName: "encryptionSays"
                visible: page.view.says !== "" && page.view.stage !== "sure"
                text: page.view.says
                weight: Theme.medium
                wrapMode: Text.Wrap
                horizontalAlignment: page.view.asksDigits ? Text.AlignHCenter : Text.AlignLeft
                Layout.fillWidth: true
            }

            PinDots {
                visible: page.view.asksDigits
                count: page.view.typed
                Layout.alignment: Qt.AlignHCenter
            }

            NumberPad {
                objectName: "encryptionPad"
                visible: page.view.asksDigits
                hasDecimal: false
                radius: Theme.radiusCard
                implicitHeight: 424
                Layout.fillWidth: true
                onKeyPressed: key => page.vm.press(key)
            }
        }
    }
}
