import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Money laid out: for what, and how much.
Sheet {
    id: sheet

    required property TimeMaterialModel vm

    objectName: "expenseSheet"
    title: Tr.t("field_work.expense")
    panelWidth: 780

    // The amount by the pad, as kilometres are; a keyboard types it as well.
    function press(key: string) {
        const typed = amount.text;
        const sign = vm.view.decimalSign;
        if (key === "back")
            amount.put(typed.slice(0, -1));
        else if (key === "decimal")
            amount.put(typed.includes(sign) ? typed : (typed === "" ? "0" : typed) + sign);
        else if (typed.length < 9)
            amount.put(typed + key);
    }

    RowLayout {
        spacing: Theme.s24
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        ColumnLayout {
            spacing: Theme.s16
            Layout.fillWidth: true
            Layout.fillHeight: true

            Field {
                id: what

                objectName: "expenseText"
                label: Tr.t("field_work.expense_what")
                Layout.fillWidth: true
            }

            Field {
                id: amount

                objectName: "expenseAmount"
                failing: text.trim() !== "" && !sheet.vm.is_amount(text)
                label: Tr.t("field_work.expense_amount")
                inputMethodHints: Qt.ImhFormattedNumbersOnly
                Layout.fillWidth: true
            }

            Label {
                objectName: "expenseDigits"
                visible: amount.failing
                text: Tr.t("field_work.expense_digits")
                color: Theme.badInk
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            // Beside the pad's last row, as where kilometres are saved.
            Item {
                Layout.fillHeight: true
            }

            ActionButton {
                objectName: "saveExpense"
                kind: "primary"
                iconName: "check"
                text: Tr.t("field_work.save")
                enabled: what.text.trim() !== "" && sheet.vm.is_amount(amount.text)
                Layout.fillWidth: true
                onClicked: {
                    sheet.vm.spend(what.text, amount.text);
                    sheet.close();
                }
            }
        }

        NumberPad {
            radius: Theme.radiusCard
            decimalSign: sheet.vm.view.decimalSign
            implicitWidth: 372
            implicitHeight: 424
            onKeyPressed: key => sheet.press(key)
        }
    }
}
