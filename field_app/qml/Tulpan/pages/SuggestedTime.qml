import QtQuick
import QtQuick.Layouts
import Tulpan

// Time that the stamps tell of and that is not saved yet; it can be corrected before it is.
Rectangle {
    id: row

    required property var time

    signal adjusted(int minutes)
    signal saveAsked

    implicitHeight: 84
    radius: Theme.radiusTile
    color: Theme.accentSoft
    border.width: Theme.sun ? 2 : 0
    border.color: Theme.accent

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.s16
        anchors.rightMargin: Theme.s12
        spacing: Theme.s8

        Icon {
            name: row.time.kind === "travel" ? "car" : "timer"
            color: Theme.accentInk
            size: 28
            Layout.rightMargin: Theme.s8
        }

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Label {
                text: row.time.title
                weight: Theme.semibold
                color: Theme.accentInk
                elide: Text.ElideRight
                Layout.fillWidth: true
            }

            Label {
                text: row.time.detail
                size: Theme.textMeta
                color: Theme.accentInk
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }

        IconButton {
            objectName: "suggestedLess-" + row.time.kind
            side: Theme.touchTarget
            iconName: "minus"
            text: Tr.t("field_work.five_less")
            onClicked: row.adjusted(-5)
        }

        Label {
            objectName: "suggested-" + row.time.kind
            text: row.time.minutes
            weight: Theme.semibold
            color: Theme.accentInk
            horizontalAlignment: Text.AlignHCenter
            Layout.preferredWidth: Math.max(100, implicitWidth)
        }

        IconButton {
            objectName: "suggestedMore-" + row.time.kind
            side: Theme.touchTarget
            iconName: "plus"
            text: Tr.t("field_work.five_more")
            onClicked: row.adjusted(5)
        }

        IconButton {
            objectName: "saveTime-" + row.time.kind
            kind: "tonal"
            side: Theme.touchTarget
            iconName: "check"
            text: Tr.t("field_work.save")
            onClicked: row.saveAsked()
        }
    }
}
