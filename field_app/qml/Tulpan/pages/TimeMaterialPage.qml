import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Time on the left, material on the right; what the stamps know is filled in already.
Page {
    id: page

    required property TimeMaterialModel vm
    readonly property var view: vm.view

    objectName: "timeMaterialPage"
    title: Tr.t("field_work.records_title")
    subtitle: [view.customer, view.timeSum !== "" ? Tr.t("field_work.time") + " " + view.timeSum : ""].filter(part => part !== "").join(" · ")

    topExtras: [
        Pill {
            text: page.view.running !== "" ? Tr.t("field_work.running") + " " + page.view.running : ""
            iconName: "timer"
            tone: "on_site"
            implicitHeight: 44
        }
    ]
    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        },
        ActionButton {
            objectName: "scanPart"
            iconName: "scan-barcode"
            text: Tr.t("field_work.scan")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.open_scan()
        }
    ]
    primary: [
        ActionButton {
            objectName: "toCheckout"
            kind: "primary"
            implicitWidth: page.portrait ? 360 : 500
            iconAtEnd: false
            iconName: "clipboard-check"
            text: page.view.correcting ? Tr.t("field_work.marks_done") : Tr.t("field_work.to_checkout")
            detail: page.view.correcting ? "" : page.view.saves
            onClicked: page.vm.finish()
        }
    ]

    Scroller {
        id: whole

        placeName: "scroll"
        objectName: "recordsScroller"
        anchors.fill: parent
        onMovementEnded: page.vm.offers.settle_order()

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16
            uniformCellWidths: true

            ColumnLayout {
                spacing: Theme.s16
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop

                TimeCard {
                    vm: page.vm
                    Layout.fillWidth: true
                    onAddAsked: timeSheet.open()
                    onChargeAsked: place => chargeSheet.openFor({ place: place })
                }

                MileageCard {
                    vm: page.vm
                    Layout.fillWidth: true
                    onMileageAsked: mileageSheet.open()
                    onWaysAsked: waysSheet.open()
                    onExpenseAsked: expenseSheet.open()
                    onChargeAsked: place => chargeSheet.openFor({ place: place })
                }
            }

            MaterialCard {
                id: material

                // What was used came above the shelves: the page goes along, so that they stay under the finger.
                readonly property real shelvesOnPage: y + shelvesAt
                property real before: 0

                vm: page.vm
                beside: !page.portrait
                onUsed: {
                    before = shelvesOnPage;
                    holding.restart();
                }
                onShelvesOnPageChanged: {
                    if (holding.running)
                        whole.contentY = Math.max(0, whole.contentY + shelvesOnPage - before);
                    before = shelvesOnPage;
                }
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop
                onChargeAsked: place => chargeSheet.openFor({ place: place })
                onSerialsAsked: model => serialSheet.openFor({ place: model.id, serial: model.serial, removed: model.removedSerial })
            }
        }
    }

    // As long as a used article takes to come into its row.
    Timer {
        id: holding

        interval: 1500
    }

    LazySheet {
        id: serialSheet

        parent: page
        placeName: "serial"
        sourceComponent: SerialSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: timeSheet

        parent: page
        placeName: "time"
        sourceComponent: AddTimeSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: mileageSheet

        parent: page
        placeName: "mileage"
        sourceComponent: MileageSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: waysSheet

        parent: page
        placeName: "ways"
        sourceComponent: WaysSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: expenseSheet

        parent: page
        placeName: "expense"
        sourceComponent: ExpenseSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: chargeSheet

        parent: page
        placeName: "charge"
        sourceComponent: ChargeSheet {
            vm: page.vm
        }
    }
}
