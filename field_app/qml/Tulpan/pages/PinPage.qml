import QtQuick
import QtQuick.Layouts
import Tulpan

// Choosing the tablet's PIN: twice the same digits.
Page {
    id: page

    readonly property var view: vm.view

    objectName: "pinPage"
    title: Tr.t("lock.title")
    subtitle: Tr.t("lock.text")

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
            iconName: page.view.stage === "again" ? "check" : "arrow-right"
            enabled: page.view.ready
            text: page.view.stage === "again" ? Tr.t("lock.save") : Tr.t("lock.next")
            onClicked: page.vm.go_on()
        }
    ]

    Scroller {
        anchors.fill: parent

        ColumnLayout {
            width: Math.min(parent.width, 520)
            x: (parent.width - width) / 2
            spacing: Theme.s16

            Label {
                objectName: "pinStage"
                text: Tr.t("lock.stage_" + page.view.stage)
                weight: Theme.semibold
                wrapMode: Text.WordWrap
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
    }
}
