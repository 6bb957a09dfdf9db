import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What was done and what it costs; then the tablet is turned to the customer.
Page {
    id: page

    required property CheckoutModel vm
    readonly property var view: vm.view
    readonly property bool signed: view.signed !== "" && !view.signatureOutdated

    objectName: "checkoutPage"
    facesCustomer: view.facing
    title: Tr.t("field_work.checkout_title")
    subtitle: view.subtitle
    onBackAsked: vm.flush()

    function chooseOutcome() {
        outcomeSheet.openFor({ note: view.outcomeNote });
    }

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
            objectName: "withoutSignature"
            visible: !page.signed && !page.view.canFinish
            iconName: page.portrait ? "" : "user-x"
            text: Tr.t("field_work.not_here")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait && !Theme.large ? 220 : 300
            onClicked: unsigned.open()
        }
    ]
    primary: [
        ActionButton {
            objectName: "askOutcome"
            visible: page.view.asksOutcome && !page.view.canFinish
            kind: "primary"
            implicitWidth: page.portrait ? 316 : 500
            iconName: "flag"
            text: Tr.t("field_work.choose_result")
            detail: page.portrait ? "" : Tr.t("field_work.choose_result_detail")
            onClicked: page.chooseOutcome()
        },
        ActionButton {
            objectName: "turnToCustomer"
            visible: !page.view.asksOutcome && !page.view.canFinish
            kind: "primary"
            implicitWidth: page.portrait ? 316 : 500
            iconName: "pen-line"
            enabled: page.view.canTurn
            text: Tr.t("field_work.show_customer")
            detail: page.portrait ? "" : Tr.t("field_work.show_customer_detail")
            onClicked: page.vm.turn_to_customer()
        },
        ActionButton {
            objectName: "finishVisit"
            visible: page.view.canFinish
            kind: "primary"
            implicitWidth: page.portrait ? 316 : 500
            iconName: "check"
            text: page.view.finish
            detail: page.portrait ? "" : Tr.t("field_work.finish_detail")
            onClicked: page.vm.finish()
        }
    ]

    // Standing, everything is one column that scrolls as a whole; lying, what was done and what is left scroll apart.
    Scroller {
        id: whole

        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            height: page.portrait ? implicitHeight : whole.height - 2 * whole.padding
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16
            uniformCellWidths: true

            WorkCard {
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
                onEditAsked: textSheet.open()
            }

            Scroller {
                id: rest

                objectName: "checkoutScroller"
                placeName: "rest"
                padding: 0
                // What goes on below the bar is cut by the bar, not in the air above it.
                bottomPadding: page.portrait ? 0 : whole.padding
                clip: contentHeight > height
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: page.portrait ? contentHeight : -1
                // The bar lies in the page's margin, not on the cards.
                Layout.rightMargin: -Theme.s16
                Layout.bottomMargin: -bottomPadding

                ColumnLayout {
                    width: parent.width - Theme.s16
                    height: page.portrait ? implicitHeight : Math.max(implicitHeight, rest.height - rest.bottomPadding)
                    spacing: Theme.s16

                    MissingCard {
                        vm: page.vm
                        Layout.fillWidth: true
                    }

                    OutcomeCard {
                        vm: page.vm
                        Layout.fillWidth: true
                        onAsked: page.chooseOutcome()
                    }

                    SignedCard {
                        vm: page.vm
                        least: page.portrait ? 220 : 136
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                    }
                }
            }
        }
    }

    LazySheet {
        id: textSheet

        parent: page
        placeName: "text"
        sourceComponent: TextSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: outcomeSheet

        parent: page
        placeName: "outcome"
        sourceComponent: OutcomeSheet {
            vm: page.vm
        }
    }

    LazySheet {
        id: unsigned

        parent: page
        placeName: "unsigned"
        sourceComponent: UnsignedSheet {
            vm: page.vm
        }
    }

    // Over the whole window: the customer sees neither the rail nor the sync. Below what is said, and the lock.
    Loader {
        parent: page.Window.window ? page.Window.window.contentItem.children[0] : page
        anchors.fill: parent
        z: 40
        active: page.view.facing

        sourceComponent: CustomerView {
            vm: page.vm
            portrait: page.portrait
        }
    }
}
