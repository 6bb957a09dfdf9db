import QtQuick
import QtQuick.Layouts
import Tulpan

// A time of the day between the touches that move it by five minutes; a touch on the time itself types another one.
RowLayout {
    id: dayTime

    required property string names
    required property string time
    property string less: Tr.t("field_work.five_less")
    property string more: Tr.t("field_work.five_more")

    signal adjusted(int steps)
    signal typeAsked

    spacing: Theme.s8

    IconButton {
        objectName: dayTime.names.arg("Less")
        side: Theme.touchTarget
        iconName: "minus"
        text: dayTime.less
        onClicked: dayTime.adjusted(-1)
    }

    ActionButton {
        objectName: dayTime.names.arg("Time")
        text: dayTime.time
        implicitHeight: Theme.touchTarget
        implicitWidth: 88
        Accessible.name: Tr.t("day_log.type_time", { time: dayTime.time })
        onClicked: dayTime.typeAsked()
    }

    IconButton {
        objectName: dayTime.names.arg("More")
        side: Theme.touchTarget
        iconName: "plus"
        text: dayTime.more
        onClicked: dayTime.adjusted(1)
    }
}
