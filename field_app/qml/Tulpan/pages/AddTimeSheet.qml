import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Time by hand: its kind and how long.
Sheet {
    id: sheet

    required property TimeMaterialModel vm
    readonly property string kind: asked.kind ?? "work"
    readonly property int minutes: asked.minutes ?? 30

    objectName: "timeSheet"
    title: Tr.t("field_work.add_time")
    text: Tr.t("field_work.add_time_text")

    GridLayout {
        columns: 2
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: sheet.vm.timeKinds

            AnswerButton {
                required property string modelData

                objectName: "timeKind-" + modelData
                text: Tr.t("visit.time_" + modelData)
                iconName: "circle"
                listed: true
                chosen: sheet.kind === modelData
                Layout.fillWidth: true
                onClicked: sheet.note({ kind: modelData })
            }
        }
    }

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        IconButton {
            objectName: "minutesLess"
            side: 72
            iconName: "minus"
            text: Tr.t("field_work.five_less")
            enabled: sheet.minutes > 5
            onClicked: sheet.note({ minutes: sheet.minutes - 5 })
        }

        Label {
            objectName: "minutes"
            text: sheet.minutes + " " + Tr.t("field_work.minutes_label")
            size: Theme.textTitle
            weight: Theme.bold
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }

        IconButton {
            objectName: "minutesMore"
            side: 72
            iconName: "plus"
            text: Tr.t("field_work.five_more")
            enabled: sheet.minutes < 1435
            onClicked: sheet.note({ minutes: sheet.minutes + 5 })
        }
    }

    ActionButton {
        objectName: "saveNewTime"
        kind: "primary"
        iconName: "check"
        text: Tr.t("field_work.save")
        Layout.fillWidth: true
        onClicked: {
            sheet.vm.add_time(sheet.kind, sheet.minutes);
            sheet.close();
        }
    }
}
