import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What was done in the customer's words, and every line with its price.
Card {
    id: card

    required property CheckoutModel vm
    readonly property var view: vm.view

    signal editAsked

    spacing: Theme.s8

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field_work.work_done")
        }

        Pill {
            objectName: "draftMark"
            text: card.view.isDraft ? Tr.t("field_work.draft_mark") : ""
            iconName: "sparkles"
            tone: "info"
            implicitHeight: 40
            Layout.maximumWidth: implicitWidth
            Layout.fillWidth: true
        }

        Item {
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "editWork"
            kind: "quiet"
            iconName: "pencil"
            text: Tr.t("field_work.edit")
            implicitHeight: Theme.touchTarget
            onClicked: card.editAsked()
        }
    }

    Scroller {
        objectName: "workScroller"
        placeName: "words"
        padding: 0
        // The bar lies in the card's own margin.
        Layout.rightMargin: -Theme.s16
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredHeight: contentHeight

        ColumnLayout {
            width: parent.width - Theme.s16
            spacing: Theme.s12

            Label {
                objectName: "workDone"
                text: card.view.text !== "" ? card.view.text : Tr.t("field_work.work_hint")
                color: card.view.text !== "" ? Theme.text2 : Theme.text3
                lineHeight: 1.3
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            CustomerNotes {
                view: card.view
                Layout.fillWidth: true
            }

            Flow {
                spacing: Theme.s8
                Layout.fillWidth: true

                Pill {
                    text: card.view.steps
                    iconName: "list-checks"
                    tone: card.view.stepsDone ? "good" : "warn"
                    implicitHeight: 40
                }

                Pill {
                    text: card.view.photos
                    iconName: "camera"
                    implicitHeight: 40
                }

                Pill {
                    text: card.view.warranty ? Tr.t("field_work.warranty") : ""
                    iconName: "shield-check"
                    tone: "accent"
                    implicitHeight: 40
                }
            }

            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true

                Repeater {
                    model: card.vm.lines

                    PriceLine {
                        objectName: "line-" + model.id
                        Layout.fillWidth: true
                    }
                }
            }
        }
    }

    TotalPanel {
        title: Tr.t("field_work.to_pay")
        detail: card.view.toPayDetail
        amount: card.view.toPay
        Layout.fillWidth: true
    }
}
