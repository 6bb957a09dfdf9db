import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Choosing the tablet's PIN: twice the same digits.
Page {
    id: page

    required property PinModel vm
    readonly property var view: vm.view

    objectName: "pinPage"
    title: Tr.t("lock.title")
    subtitle: view.text

    actions: [
        ActionButton {
            objectName: "removePin"
            visible: page.view.hasPin
            iconName: "trash-2"
            text: Tr.t("lock.remove")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.remove()
        }
    ]
    primary: [
        ActionButton {
            objectName: "pinNext"
            kind: "primary"
            implicitWidth: 320
            iconAtEnd: page.view.stage !== "again"
            iconName: page.view.stage === "again" ? "check" : "arrow-right"
            enabled: page.view.ready
            text: page.view.stage === "again" ? Tr.t("lock.save") : Tr.t("lock.next")
            onClicked: page.vm.go_on()
        }
    ]

    Scroller {
        anchors.fill: parent

        // Lying, the choice of minutes stands beside the pad, so that nothing has to be scrolled.
        GridLayout {
            width: Math.min(parent.width, page.portrait ? 520 : 920)
            x: (parent.width - width) / 2
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s32
            rowSpacing: Theme.s16

            ColumnLayout {
                spacing: Theme.s16
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop

                Label {
                    objectName: "pinStage"
                    text: Tr.t("lock.stage_" + page.view.stage)
                    weight: Theme.semibold
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }

                PinDots {
                    count: page.view.typed
                    Layout.alignment: Qt.AlignHCenter
                }

                NumberPad {
                    objectName: "pinPad"
                    hasDecimal: false
                    radius: Theme.radiusCard
                    implicitHeight: 424
                    Layout.fillWidth: true
                    onKeyPressed: key => page.vm.press(key)
                }
            }

            Card {
                Layout.fillWidth: page.portrait
                Layout.preferredWidth: page.portrait ? -1 : 320
                Layout.alignment: Qt.AlignTop

                Heading {
                    text: Tr.t("lock.after")
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                GridLayout {
                    columns: page.portrait && !Theme.large ? 4 : 2
                    columnSpacing: Theme.s12
                    rowSpacing: Theme.s12
                    uniformCellWidths: true
                    Layout.fillWidth: true

                    Repeater {
                        model: page.view.minutes

                        ActionButton {
                            required property var modelData

                            objectName: "lockAfter-" + modelData.id
                            chosen: modelData.chosen
                            text: modelData.text
                            Layout.fillWidth: true
                            onClicked: page.vm.lock_after(modelData.id)
                        }
                    }
                }
            }
        }
    }
}
