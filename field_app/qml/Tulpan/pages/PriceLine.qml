import QtQuick
import QtQuick.Layouts
import Tulpan

// A line as the customer sees it: what, how much, and what it costs or who pays instead.
Item {
    id: line

    required property var model

    implicitHeight: Math.max(62, words.implicitHeight + Theme.s12, sum.implicitHeight + Theme.s12)

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.border
    }

    RowLayout {
        anchors.fill: parent
        spacing: Theme.s16

        Rectangle {
            implicitWidth: 44
            implicitHeight: 44
            radius: Theme.radiusTile
            color: Theme.sunken
            border.width: Theme.sun ? 2 : 0
            border.color: Theme.border

            Icon {
                anchors.centerIn: parent
                name: line.model.icon
                color: Theme.accent
            }
        }

        ColumnLayout {
            id: words

            spacing: 0
            Layout.fillWidth: true

            Label {
                text: line.model.title
                weight: Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                visible: text !== ""
                text: line.model.detail
                size: Theme.textMeta
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }

        ColumnLayout {
            id: sum

            spacing: 0

            Label {
                objectName: "lineAmount"
                text: line.model.amount
                weight: Theme.semibold
                Layout.alignment: Qt.AlignRight
            }

            Label {
                objectName: "lineReason"
                visible: text !== ""
                text: line.model.reason
                size: Theme.textMeta
                color: line.model.free ? Theme.goodInk : Theme.text2
                weight: line.model.free ? Theme.medium : Theme.regular
                Layout.alignment: Qt.AlignRight
            }
        }
    }
}
