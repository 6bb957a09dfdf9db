import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// The own number pad: keys for thick gloves. `keyPressed` carries a digit, decimal, minus or back.
Rectangle {
    id: pad

    property string decimalSign: ","
    property bool hasDecimal: true
    property bool signed: false
    // How low a key may become where the page has little room.
    property int least: 84

    signal keyPressed(string key)

    color: Theme.sunken
    // On white ground a pad that stands by itself is framed.
    border.width: Theme.sun && radius > 0 ? 2 : 0
    border.color: Theme.border
    implicitWidth: 388

    component PadKey: T.AbstractButton {
        id: key

        property string iconName: ""
        property string code: text
        // A place on the pad that has no key here.
        property bool missing: false

        objectName: "key-" + code
        opacity: missing ? 0 : 1
        enabled: !missing
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: pad.least
        Layout.maximumHeight: 136
        Accessible.name: text
        Accessible.role: Accessible.Button
        onPressed: pad.keyPressed(code)

        background: Rectangle {
            radius: Theme.radiusKey
            color: key.iconName !== "" ? Theme.sunken : Theme.surface
            border.width: 2
            border.color: Theme.border

            Rectangle {
                anchors.fill: parent
                radius: parent.radius
                color: Theme.accent
                opacity: key.pressed ? 0.22 : 0
            }
        }

        contentItem: Item {
            Label {
                anchors.centerIn: parent
                visible: key.iconName === ""
                text: key.text
                size: Theme.textKey
                weight: Theme.semibold
            }

            Icon {
                anchors.centerIn: parent
                visible: key.iconName !== ""
                name: key.iconName
                color: Theme.text
                size: 36
            }
        }
    }

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        columns: 3
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true

        Repeater {
            model: ["7", "8", "9", "4", "5", "6", "1", "2", "3"]

            PadKey {
                required property string modelData

                text: modelData
            }
        }

        PadKey {
            text: pad.hasDecimal ? pad.decimalSign : "±"
            code: pad.hasDecimal ? "decimal" : "minus"
            missing: !pad.hasDecimal && !pad.signed
        }

        PadKey {
            text: "0"
        }

        PadKey {
            text: Tr.t("field_work.key_back")
            code: "back"
            iconName: "delete"
        }
    }
}
