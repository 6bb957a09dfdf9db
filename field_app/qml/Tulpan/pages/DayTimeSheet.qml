import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Start and end of something of the day on the own number pad: `asked.row` is whose, empty for the day itself;
// `asked.edge` is the one being typed.
Sheet {
    id: sheet

    required property DayLogModel vm
    readonly property string typed: asked.typed ?? ""
    readonly property string read: vm.read_time(typed)

    objectName: "dayTimeSheet"
    title: asked.title ?? Tr.t("day_log.title")
    text: Tr.t("day_log.type_hint")
    panelWidth: 720

    component Edge: ActionButton {
        required property string edge
        required property string time

        objectName: "edge-" + edge
        visible: time !== ""
        chosen: (sheet.asked.edge ?? "start") === edge
        detail: time
        implicitHeight: Theme.touchAnswer
        Layout.fillWidth: true
        onClicked: sheet.note({ edge: edge, typed: "" })
    }

    RowLayout {
        spacing: Theme.s24
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        ColumnLayout {
            spacing: Theme.s12
            Layout.fillWidth: true
            Layout.fillHeight: true

            Edge {
                edge: "start"
                time: sheet.asked.start ?? ""
                text: Tr.t("day_log.from")
            }

            Edge {
                edge: "end"
                time: sheet.asked.end ?? ""
                text: Tr.t("day_log.until")
            }

            Label {
                objectName: "dayTimeValue"
                text: sheet.read !== "" ? sheet.read : sheet.typed !== "" ? sheet.typed : "––:––"
                size: Theme.textKey
                weight: Theme.bold
                color: sheet.read !== "" ? Theme.text : Theme.text2
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            ActionButton {
                objectName: "saveDayTime"
                kind: "primary"
                iconName: "check"
                text: Tr.t("field_work.save")
                enabled: sheet.read !== ""
                Layout.fillWidth: true
                onClicked: if (sheet.vm.set_time(sheet.asked.row ?? "", sheet.asked.edge ?? "start", sheet.typed))
                    sheet.close()
            }
        }

        NumberPad {
            radius: Theme.radiusCard
            hasDecimal: false
            implicitHeight: 424
            onKeyPressed: key => {
                if (key === "back")
                    sheet.note({ typed: sheet.typed.slice(0, -1) });
                else if (sheet.typed.length < 4)
                    sheet.note({ typed: sheet.typed + key });
            }
        }
    }
}
