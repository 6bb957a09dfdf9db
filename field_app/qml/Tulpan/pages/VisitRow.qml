import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// One job on the day's spine.
Item {
    id: row

    required property string activityId
    required property string time
    required property string customer
    required property string subject
    required property string place
    required property string status
    required property string icon
    required property string pill
    required property string pillTone
    required property string pillIcon
    required property string act
    required property string actIcon
    required property string phone
    required property string day
    required property string promise
    required property string unsigned
    required property bool isPrimary
    required property bool isQuiet
    required property bool isCurrent
    required property bool canNavigate
    required property bool canAccept

    readonly property var look: Theme.status(status)
    readonly property bool isDone: status === "done"

    signal actAsked
    signal acceptAsked
    signal lookAsked
    signal callAsked
    signal mapAsked

    implicitHeight: card.height

    Rectangle {
        x: 24
        y: 24
        width: 48
        height: 48
        radius: 24
        color: row.isDone ? Theme.accent : row.look.soft
        border.width: 3
        border.color: row.isDone ? Theme.accent : row.look.strong

        Icon {
            anchors.centerIn: parent
            name: row.icon !== "" ? row.icon : row.look.icon
            color: row.isDone ? Theme.accentFg : row.look.strong
        }
    }

    T.AbstractButton {
        id: card

        objectName: "visit_" + row.activityId
        x: 96
        width: row.width - x
        height: words.implicitHeight + 2 * Theme.s20
        text: row.time + " " + row.customer
        Accessible.name: text
        Accessible.role: Accessible.Button
        onClicked: row.lookAsked()

        background: Surface {
            raised: !row.isQuiet
            color: row.isQuiet ? Theme.canvas : card.pressed ? Theme.sunken : Theme.surface
            border.width: row.isCurrent ? 3 : Theme.line
            border.color: row.isCurrent ? Theme.accent : Theme.border
        }

        contentItem: Item {
            GridLayout {
                id: words

                x: Theme.s24
                y: Theme.s20
                width: parent.width - 2 * Theme.s24 + 4
                columns: 3
                columnSpacing: 22
                rowSpacing: 4

                Label {
                    text: row.time
                    size: Theme.textSection + 2
                    weight: Theme.semibold
                    Layout.minimumWidth: 66
                    Layout.alignment: Qt.AlignTop
                }

                ColumnLayout {
                    spacing: 2
                    Layout.fillWidth: true

                    Label {
                        text: row.customer
                        size: Theme.textSection
                        weight: Theme.semibold
                        wrapMode: Text.Wrap
                        lineHeight: 1
                        Layout.fillWidth: true
                    }

                    // The hour beside it was another day's.
                    Label {
                        objectName: "day_" + row.activityId
                        visible: row.day !== ""
                        text: row.day
                        size: Theme.textMeta
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        text: row.subject
                        color: Theme.text2
                        size: Theme.textBody - 1
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                Pill {
                    text: row.pill
                    tone: row.pillTone
                    iconName: row.pillIcon
                    implicitHeight: 40
                    Layout.alignment: Qt.AlignTop
                }

                RowLayout {
                    visible: row.place !== "" && !row.isQuiet && row.act === ""
                    spacing: Theme.s8
                    Layout.column: 1
                    Layout.row: 1
                    Layout.columnSpan: 2

                    Icon {
                        name: "map-pin"
                        size: 20
                    }

                    Label {
                        text: row.place
                        color: Theme.text2
                        size: Theme.textMeta
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }

                RowLayout {
                    visible: row.promise !== ""
                    spacing: Theme.s8
                    Layout.column: 1
                    Layout.row: 2
                    Layout.columnSpan: 2

                    Icon {
                        name: "clock"
                        size: 20
                    }

                    Label {
                        objectName: "promise_" + row.activityId
                        text: row.promise
                        size: Theme.textMeta
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                RowLayout {
                    visible: row.unsigned !== ""
                    spacing: Theme.s8
                    Layout.column: 1
                    Layout.row: 3
                    Layout.columnSpan: 2

                    Icon {
                        name: "signature"
                        size: 20
                        color: Theme.warnInk
                    }

                    Label {
                        objectName: "unsigned_" + row.activityId
                        text: row.unsigned
                        size: Theme.textMeta
                        weight: Theme.medium
                        color: Theme.warnInk
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                RowLayout {
                    visible: row.act !== ""
                    spacing: Theme.s12
                    Layout.row: 4
                    Layout.columnSpan: 3
                    Layout.topMargin: Theme.s12

                    ActionButton {
                        objectName: "act_" + row.activityId
                        kind: row.isPrimary ? "primary" : "outline"
                        implicitHeight: Theme.touchPrimary
                        iconName: row.actIcon
                        text: row.act
                        Layout.preferredWidth: row.canAccept ? 240 : 300
                        Layout.fillWidth: row.canAccept
                        Layout.maximumWidth: 300
                        onClicked: row.actAsked()
                    }

                    ActionButton {
                        objectName: "accept_" + row.activityId
                        visible: row.canAccept
                        implicitHeight: Theme.touchPrimary
                        iconName: "thumbs-up"
                        text: Tr.t("field.act_accept")
                        Layout.fillWidth: true
                        Layout.maximumWidth: 240
                        onClicked: row.acceptAsked()
                    }

                    IconButton {
                        objectName: "call_" + row.activityId
                        visible: row.phone !== ""
                        implicitWidth: 84
                        iconName: "phone"
                        text: Tr.t("field.call", { name: row.customer })
                        onClicked: row.callAsked()
                    }

                    IconButton {
                        objectName: "map_" + row.activityId
                        visible: row.canNavigate
                        implicitWidth: 84
                        iconName: "navigation"
                        text: Tr.t("field.navigate")
                        onClicked: row.mapAsked()
                    }
                }
            }
        }
    }
}
