import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A day, and a time of day when it is asked for: each part is turned up or down, or the present moment is taken.
ColumnLayout {
    id: dates

    required property ChecklistModel vm
    readonly property var step: vm.view.step
    readonly property var moment: step.moment
    readonly property bool given: moment.day !== undefined && !step.offered

    spacing: Theme.s16

    component Wheel: ColumnLayout {
        id: wheel

        required property string part
        required property string shown
        property int wide: 1

        spacing: Theme.s8
        Layout.fillWidth: true
        Layout.preferredWidth: wide * 100

        ActionButton {
            objectName: "more-" + wheel.part
            iconName: "chevron-up"
            Accessible.name: Tr.t("field_work.turn_more", { part: Tr.t("field_work.part_" + wheel.part) })
            Layout.fillWidth: true
            onClicked: dates.vm.turn(wheel.part, 1)
        }

        Label {
            objectName: "part-" + wheel.part
            // Before a day is chosen, what is turned here.
            text: wheel.shown !== "" ? wheel.shown : Tr.t("field_work.part_" + wheel.part)
            size: wheel.shown === "" ? Theme.textBody : wheel.wide > 1 ? Theme.textTitle : 36
            weight: wheel.shown !== "" ? Theme.bold : Theme.medium
            color: dates.given ? Theme.text : Theme.text2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.textLeast
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.preferredHeight: 56
        }

        ActionButton {
            objectName: "less-" + wheel.part
            iconName: "chevron-down"
            Accessible.name: Tr.t("field_work.turn_less", { part: Tr.t("field_work.part_" + wheel.part) })
            Layout.fillWidth: true
            onClicked: dates.vm.turn(wheel.part, -1)
        }
    }

    Rectangle {
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: 3
        border.color: dates.given ? Theme.accent : Theme.borderStrong
        implicitHeight: wheels.implicitHeight + 2 * Theme.s16
        Layout.fillWidth: true

        RowLayout {
            id: wheels

            x: Theme.s16
            y: Theme.s16
            width: parent.width - 2 * Theme.s16
            spacing: Theme.s12

            Wheel {
                part: "day"
                shown: dates.moment.day ?? ""
            }

            Wheel {
                part: "month"
                wide: 2
                shown: dates.moment.month ?? ""
            }

            Wheel {
                part: "year"
                shown: dates.moment.year ?? ""
            }

            Item {
                visible: dates.step.withTime
                implicitWidth: Theme.s8
            }

            Wheel {
                visible: dates.step.withTime
                part: "hour"
                shown: dates.moment.hour ?? ""
            }

            Wheel {
                visible: dates.step.withTime
                part: "minute"
                shown: dates.moment.minute ?? ""
            }
        }
    }

    RowLayout {
        spacing: Theme.s16
        Layout.fillWidth: true

        ActionButton {
            objectName: "dateNow"
            kind: "tonal"
            iconName: "calendar-check"
            text: dates.step.withTime ? Tr.t("field_work.date_now") : Tr.t("field_work.date_today")
            onClicked: dates.vm.turn("now", 0)
        }

        Label {
            objectName: "dateWeekday"
            text: dates.moment.weekday ?? Tr.t("field_work.date_none")
            color: Theme.text2
            Layout.fillWidth: true
        }
    }
}
