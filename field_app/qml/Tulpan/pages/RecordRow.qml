import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// One record: what, how much (with minus and plus), and who pays; a touch on the price asks who.
Item {
    id: row

    required property var model
    readonly property bool counts: model.step > 0
    // Nothing follows below the last one of a card.
    property bool divided: true
    // Names what goes: the button of the row that moves up under the finger is another one (field_app/second_tap.py).
    readonly property string removeWords: Tr.t("field_work.remove") + " " + model.title

    signal adjusted(int steps)
    signal chargeAsked
    signal removeAsked

    implicitHeight: Math.max(92, words.implicitHeight + Theme.s16)

    Rectangle {
        visible: row.divided
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.border
    }

    RowLayout {
        anchors.fill: parent
        spacing: Theme.s8

        Rectangle {
            implicitWidth: 44
            implicitHeight: 44
            radius: Theme.radiusTile
            color: Theme.sunken
            border.width: Theme.sun ? 2 : 0
            border.color: Theme.border
            Layout.rightMargin: 4

            Icon {
                anchors.centerIn: parent
                name: row.model.icon
                color: Theme.accent
            }
        }

        T.AbstractButton {
            id: charge

            objectName: "charge-" + row.model.id
            Layout.fillHeight: true
            Layout.margins: 4
            Layout.leftMargin: 0
            text: row.model.price
            Accessible.role: Accessible.Button
            Layout.fillWidth: true
            onClicked: row.chargeAsked()

            background: Rectangle {
                radius: Theme.radiusTile
                color: Theme.text
                opacity: charge.pressed ? 0.08 : 0
            }

            contentItem: Item {
                ColumnLayout {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width
                    spacing: 0

                    Label {
                        text: row.model.title
                        weight: Theme.semibold
                        wrapMode: Text.Wrap
                        lineHeight: 1
                        Layout.fillWidth: true
                    }

                    Label {
                        visible: text !== ""
                        text: row.model.overlaps ? Tr.t("field_work.overlaps") : row.model.detail
                        size: Theme.textMeta
                        color: row.model.overlaps ? Theme.badInk : Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    RowLayout {
                        spacing: 4
                        Layout.fillWidth: true

                        Label {
                            text: row.model.price
                            size: Theme.textMeta
                            weight: Theme.medium
                            color: row.model.charge === "chargeable" ? Theme.text : Theme.goodInk
                            wrapMode: Text.Wrap
                            Layout.maximumWidth: implicitWidth + 1
                            Layout.fillWidth: true
                        }

                        Icon {
                            name: "chevron-down"
                            size: 20
                        }

                        Item {
                            Layout.fillWidth: true
                        }
                    }
                }
            }
        }

        IconButton {
            objectName: "less-" + row.model.id
            visible: row.counts
            side: Theme.touchTarget
            iconName: row.model.least ? "trash-2" : "minus"
            text: row.model.least ? row.removeWords : row.model.kind === "time" ? Tr.t("field_work.five_less") : Tr.t("field_work.less")
            onClicked: row.model.least ? row.removeAsked() : row.adjusted(-1)
        }

        Label {
            objectName: "amount-" + row.model.id
            text: row.model.amount
            weight: Theme.semibold
            horizontalAlignment: Text.AlignHCenter
            Layout.preferredWidth: Math.max(100, implicitWidth)
        }

        IconButton {
            objectName: "more-" + row.model.id
            visible: row.counts
            side: Theme.touchTarget
            iconName: "plus"
            text: row.model.kind === "time" ? Tr.t("field_work.five_more") : Tr.t("field_work.more")
            onClicked: row.adjusted(1)
        }

        IconButton {
            objectName: "remove-" + row.model.id
            visible: !row.counts
            side: Theme.touchTarget
            iconName: "trash-2"
            text: row.removeWords
            onClicked: row.removeAsked()
        }
    }
}
