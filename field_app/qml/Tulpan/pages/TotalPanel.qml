import QtQuick
import Tulpan

// What the customer pays, with the tax in it.
Rectangle {
    id: total

    property string title: ""
    property string detail: ""
    property string amount: ""

    implicitHeight: Math.max(86, words.implicitHeight + Theme.s24)
    radius: Theme.radiusTile
    color: Theme.sunken
    border.width: Theme.sun ? 2 : 0
    border.color: Theme.border

    Column {
        id: words

        x: Theme.s20
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - sum.width - 3 * Theme.s20
        spacing: 2

        Label {
            width: parent.width
            text: total.title
            weight: Theme.medium
            wrapMode: Text.Wrap
        }

        Label {
            width: parent.width
            text: total.detail
            size: Theme.textMeta
            color: Theme.text2
            wrapMode: Text.Wrap
        }
    }

    Label {
        id: sum

        objectName: "toPay"
        anchors.right: parent.right
        anchors.rightMargin: Theme.s20
        anchors.verticalCenter: parent.verticalCenter
        text: total.amount
        size: Theme.textTitle
        weight: Theme.bold
    }
}
