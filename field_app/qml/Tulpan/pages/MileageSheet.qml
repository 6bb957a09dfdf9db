import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Kilometres on the own number pad.
Sheet {
    id: sheet

    required property PageModel vm
    property string typed: ""

    objectName: "mileageSheet"
    title: Tr.t("field_work.mileage")
    text: Tr.t("field_work.mileage_text")
    panelWidth: 460
    onOpenedChanged: typed = ""

    function press(key: string) {
        if (key === "back")
            typed = typed.slice(0, -1);
        else if (key === "decimal")
            typed = typed.includes(",") ? typed : (typed === "" ? "0," : typed + ",");
        else if (typed.length < 6 && !/,\d$/.test(typed))
            typed += key;
    }

    Label {
        objectName: "mileageValue"
        text: (sheet.typed !== "" ? sheet.typed : "0") + " km"
        size: 44
        weight: Theme.bold
        color: sheet.typed !== "" ? Theme.text : Theme.text3
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }

    NumberPad {
        radius: Theme.radiusCard
        decimalSign: ","
        implicitHeight: 424
        Layout.fillWidth: true
        onKeyPressed: key => sheet.press(key)
    }

    ActionButton {
        objectName: "saveMileage"
        kind: "primary"
        iconName: "check"
        text: Tr.t("field_work.save")
        enabled: sheet.typed !== ""
        Layout.fillWidth: true
        onClicked: {
            sheet.vm.drive(sheet.typed);
            sheet.close();
        }
    }
}
