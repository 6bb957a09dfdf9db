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

    component PadRow: RowLayout {
        spacing: Theme.s12
        uniformCellSizes: true
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        spacing: Theme.s12
        uniformCellSizes: true

        Repeater {
            model: [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"]]

            PadRow {
                id: digits

                required property var modelData

                Repeater {
                    model: digits.modelData

                    PadKey {
                        required property string modelData

                        text: modelData
                    }
                }
            }
        }

        // A number with decimals that may be negative has four keys here, any other three.
        PadRow {
            PadKey {
                visible: pad.signed
                text: "±"
                code: "minus"
            }

            PadKey {
                visible: pad.hasDecimal || !pad.signed
                text: pad.decimalSign
                code: "decimal"
                missing: !pad.hasDecimal
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
}
