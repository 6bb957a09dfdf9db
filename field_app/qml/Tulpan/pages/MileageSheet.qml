import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Kilometres on the own number pad, or what the car's meter said before and after.
Sheet {
    id: sheet

    required property TimeMaterialModel vm
    readonly property bool byMeter: asked.byMeter ?? false
    readonly property string before: asked.before ?? ""
    readonly property bool isAfter: asked.isAfter ?? false
    readonly property string typed: asked.typed ?? ""
    // What the meter said on the job before; a second touch on «Mätarställning» asks for it after all.
    readonly property bool isLast: before !== "" && before === vm.view.meter
    readonly property int driven: byMeter && isAfter ? Number(typed) - Number(before) : -1

    objectName: "mileageSheet"
    title: Tr.t("field_work.mileage")
    text: byMeter ? (isAfter ? Tr.t(isLast ? "record.meter_last" : "record.meter_after", { before: before }) : Tr.t("record.meter_before")) : Tr.t("field_work.mileage_text")
    panelWidth: 780

    function begin(meter: bool) {
        const last = meter && !isLast ? vm.view.meter : "";
        note({ byMeter: meter, isAfter: last !== "", before: last, typed: "" });
    }

    function save() {
        if (byMeter && !isAfter) {
            note({ before: typed, typed: "", isAfter: true });
            return;
        }
        if (byMeter)
            vm.drive_by_meter(before, typed);
        else
            vm.drive(typed);
        close();
    }

    function press(key: string) {
        if (key === "back")
            note({ typed: typed.slice(0, -1) });
        else if (key === "decimal")
            note({ typed: byMeter || typed.includes(",") ? typed : (typed === "" ? "0," : typed + ",") });
        else if (typed.length < (byMeter ? 7 : 6) && !/,\d$/.test(typed))
            note({ typed: typed + key });
    }

    RowLayout {
        spacing: Theme.s24
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        ColumnLayout {
            spacing: Theme.s12
            Layout.fillWidth: true
            Layout.fillHeight: true

            Tile {
                objectName: "byKilometres"
                least: Theme.touchPrimary
                iconName: sheet.byMeter ? "circle" : "circle-check"
                tone: sheet.byMeter ? "quiet" : "accent"
                text: Tr.t("record.by_kilometres")
                Layout.fillWidth: true
                onClicked: sheet.begin(false)
            }

            Tile {
                objectName: "byMeter"
                least: Theme.touchPrimary
                iconName: sheet.byMeter ? "circle-check" : "circle"
                tone: sheet.byMeter ? "accent" : "quiet"
                text: Tr.t("record.by_meter")
                Layout.fillWidth: true
                onClicked: sheet.begin(true)
            }

            Label {
                objectName: "mileageValue"
                text: (sheet.typed !== "" ? sheet.typed.replace(",", sheet.vm.view.decimalSign) : "0") + " km"
                size: 44
                weight: Theme.bold
                color: sheet.typed !== "" ? Theme.text : Theme.text3
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            ActionButton {
                objectName: "saveMileage"
                kind: "primary"
                iconName: sheet.byMeter && !sheet.isAfter ? "arrow-right" : "check"
                text: sheet.driven >= 0 ? Tr.t("record.meter_save", { value: sheet.driven }) : sheet.byMeter && !sheet.isAfter ? Tr.t("record.meter_next") : Tr.t("field_work.save")
                enabled: sheet.typed !== "" && (!sheet.isAfter || sheet.driven >= 0)
                Layout.fillWidth: true
                onClicked: sheet.save()
            }
        }

        NumberPad {
            radius: Theme.radiusCard
            decimalSign: sheet.vm.view.decimalSign
            hasDecimal: !sheet.byMeter
            implicitWidth: 388
            implicitHeight: 424
            onKeyPressed: key => sheet.press(key)
        }
    }
}
