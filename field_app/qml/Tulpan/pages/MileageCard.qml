import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The way driven, what was laid out, and the values that were measured.
Card {
    id: card

    required property TimeMaterialModel vm
    readonly property var view: vm.view

    signal mileageAsked
    signal waysAsked
    signal expenseAsked
    signal chargeAsked(string place)

    spacing: Theme.s8

    Heading {
        text: Tr.t("field_work.mileage_expenses")
        Layout.fillWidth: true
    }

    Repeater {
        model: card.vm.others

        ColumnLayout {
            id: line

            required property var model

            spacing: Theme.s8
            Layout.fillWidth: true

            RecordRow {
                objectName: "line-" + line.model.id
                model: line.model
                Layout.fillWidth: true
                onChargeAsked: card.chargeAsked(line.model.id)
                onRemoveAsked: card.vm.remove(line.model.id)
            }

            RowLayout {
                visible: line.model.receipts
                spacing: Theme.s12
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.s8

                Picture {
                    objectName: "receiptPicture-" + line.model.id
                    visible: address !== ""
                    address: line.model.thumbnail
                    fillMode: Image.PreserveAspectCrop
                    Layout.preferredWidth: Theme.touchAnswer
                    Layout.preferredHeight: Theme.touchAnswer
                }

                ActionButton {
                    objectName: "receipt-" + line.model.id
                    kind: "quiet"
                    iconName: line.model.thumbnail !== "" ? "check" : "camera"
                    text: line.model.receipt
                    Layout.fillWidth: true
                    onClicked: card.vm.photograph_receipt(line.model.id)
                }
            }
        }
    }

    ActionButton {
        objectName: "byAddress"
        visible: !card.view.hasMileage && ways.count > 0
        kind: "quiet"
        iconName: "route"
        text: Tr.t("record.ways_title")
        Layout.fillWidth: true
        onClicked: card.waysAsked()

        // Only to know whether there are any.
        Repeater {
            id: ways

            model: card.vm.offers.ways

            Item {}
        }
    }

    RowLayout {
        visible: card.view.kilometres !== ""
        spacing: Theme.s12
        Layout.fillWidth: true

        Label {
            objectName: "kilometresOffered"
            text: card.view.kilometres
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "useKilometres"
            kind: "tonal"
            iconName: "check"
            text: Tr.t("field_work.use_suggestion")
            implicitHeight: Theme.touchTarget
            onClicked: card.vm.drive_as_offered()
        }
    }

    RowLayout {
        spacing: Theme.s12
        uniformCellSizes: true
        Layout.fillWidth: true

        ActionButton {
            objectName: "enterMileage"
            kind: "quiet"
            iconName: "car"
            text: Tr.t("field_work.mileage")
            implicitHeight: Theme.touchTarget
            Layout.fillWidth: true
            onClicked: card.mileageAsked()
        }

        ActionButton {
            objectName: "addExpense"
            kind: "quiet"
            iconName: "receipt"
            text: Tr.t("field_work.expense")
            implicitHeight: Theme.touchTarget
            Layout.fillWidth: true
            onClicked: card.expenseAsked()
        }
    }

    Heading {
        visible: card.view.readings.length > 0
        text: Tr.t("field_work.readings")
        Layout.topMargin: Theme.s8
    }

    Flow {
        spacing: Theme.s8
        Layout.fillWidth: true

        Repeater {
            model: card.view.readings

            Pill {
                required property var modelData

                text: modelData.name + " " + modelData.value
                iconName: modelData.verdict === "ok" ? "check" : "triangle-alert"
                tone: modelData.verdict === "ok" ? "good" : modelData.verdict === "warn" ? "warn" : "bad"
                implicitHeight: 44
            }
        }
    }
}
