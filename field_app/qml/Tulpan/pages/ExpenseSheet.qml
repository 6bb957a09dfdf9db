import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Money laid out: for what, and how much.
Sheet {
    id: sheet

    required property PageModel vm

    objectName: "expenseSheet"
    title: Tr.t("field_work.expense")

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
