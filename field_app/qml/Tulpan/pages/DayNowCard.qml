import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What is being done now, beside the jobs: one touch begins it, another one ends it.
Card {
    id: card

    required property DayLogModel vm
    readonly property var view: vm.view

    spacing: Theme.s12

    Heading {
        text: Tr.t("day_log.now_title")
    }

    Label {
        objectName: "runningSince"
        text: card.view.runningSince !== "" ? card.view.runningSince : Tr.t("day_log.now_text")
        color: card.view.runningSince !== "" ? Theme.accentInk : Theme.text2
        weight: card.view.runningSince !== "" ? Theme.semibold : Theme.regular
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    GridLayout {
        columns: 2
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: card.view.kinds

            ActionButton {
                required property var modelData

                objectName: "begin-" + modelData.id
                chosen: card.view.running === modelData.id
                iconName: card.view.running === modelData.id ? "square" : modelData.icon
                text: modelData.text
                implicitHeight: Theme.touchAnswer
                Layout.fillWidth: true
                onClicked: card.vm.begin(modelData.id)
            }
        }
    }
}
