import QtQuick
import QtQuick.Layouts
import Tulpan

// One thing of the day: own entries can be made longer, shorter or taken out, gaps filled, the others stand on a visit.
Rectangle {
    id: row

    required property string rowId
    required property string kind
    required property string icon
    required property string title
    required property string detail
    required property string time
    required property string minutes
    required property string starts
    required property string ends
    required property bool own
    required property bool running
    readonly property bool isGap: kind === "gap"
    // Which of its times stands between the buttons.
    readonly property string edge: running ? "start" : "end"

    signal fillAsked(string wanted)
    signal lookAsked
    signal removeAsked
    signal adjusted(int steps)
    signal typeAsked

    objectName: "day-" + rowId
    implicitHeight: Math.max(72, words.implicitHeight + 2 * Theme.s8)
    radius: Theme.radiusTile
    color: isGap ? "transparent" : Theme.sunken
    border.width: isGap ? 2 : Theme.sun ? 2 : 0
    border.color: isGap ? Theme.borderStrong : Theme.border

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.s12
        anchors.rightMargin: Theme.s8
        spacing: Theme.s12

        Icon {
            name: row.icon
            color: row.running ? Theme.accent : Theme.text2
        }

        ColumnLayout {
            id: words

            spacing: 0
            Layout.fillWidth: true

            Label {
                text: row.detail !== "" ? row.title + " · " + row.detail : row.title
                weight: row.isGap ? Theme.regular : Theme.semibold
                color: row.isGap ? Theme.text2 : Theme.text
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                text: row.time + " · " + row.minutes
                size: Theme.textMeta
                color: Theme.text2
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }

        DayTime {
            names: "day%1-" + row.rowId
            visible: row.own
            time: row.running ? row.starts : row.ends
            onAdjusted: steps => row.adjusted(steps)
            onTypeAsked: row.typeAsked()
        }

        IconButton {
            objectName: "dayRemove-" + row.rowId
            visible: row.own
            side: Theme.touchTarget
            iconName: "trash-2"
            text: Tr.t("day_log.remove")
            onClicked: row.removeAsked()
        }

        ActionButton {
            objectName: "dayFill-" + row.rowId
            visible: row.isGap
            kind: "tonal"
            implicitHeight: Theme.touchTarget
            text: Tr.t("day_log.fill")
            onClicked: row.fillAsked(row.rowId)
        }

        IconButton {
            objectName: "dayVisit-" + row.rowId
            visible: !row.own && !row.isGap
            side: Theme.touchTarget
            iconName: "chevron-right"
            text: Tr.t("day_log.to_job")
            onClicked: row.lookAsked()
        }
    }
}
