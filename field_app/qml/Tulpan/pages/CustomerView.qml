import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The page that is turned to the customer, in his language: what was done, what it costs, and where he signs.
Rectangle {
    id: customer

    required property CheckoutModel vm
    property bool portrait: false
    readonly property var view: vm.view
    readonly property var words: view.words
    readonly property bool ready: pen.written && name.text.trim() !== ""
    // What was on the page when he began to draw; a signature never goes over to anything else.
    property string drawnUnder: ""
    property bool asksAnew: false

    objectName: "customerView"
    color: Theme.canvas
    // As it was when the tablet was turned: what the customer types or draws is not taken away from him.
    Component.onCompleted: {
        name.begin(view.contact);
        drawnUnder = Navigation.remembered("penUnder", "");
        pen.strokes = Navigation.remembered("pen", []);
        checkDrawn();
    }

    function checkDrawn() {
        if (!pen.empty && drawnUnder !== "" && drawnUnder !== view.shown) {
            pen.clear();
            asksAnew = true;
        }
    }

    function keepDrawn() {
        if (pen.empty)
            drawnUnder = "";
        else if (drawnUnder === "")
            drawnUnder = view.shown;
        if (!pen.empty)
            asksAnew = false;
        Navigation.remember({ pen: pen.strokes, penUnder: drawnUnder });
    }

    onViewChanged: checkDrawn()

    MouseArea {
        anchors.fill: parent
        onWheel: wheel => wheel.accepted = true
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        spacing: Theme.s16

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            Label {
                objectName: "customerTitle"
                text: customer.words.customer_title ?? ""
                size: Theme.textTitle - 2
                weight: Theme.bold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Repeater {
                model: [{ code: "sv", name: "Svenska" }, { code: "en", name: "English" }]

                ActionButton {
                    required property var modelData

                    objectName: "speak-" + modelData.code
                    chosen: customer.view.language === modelData.code
                    text: modelData.name
                    implicitHeight: Theme.touchTarget
                    onClicked: customer.vm.speak(modelData.code)
                }
            }
        }

        GridLayout {
            columns: customer.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16
            uniformCellWidths: true
            Layout.fillWidth: true
            Layout.fillHeight: true

            Card {
                spacing: Theme.s12
                Layout.fillWidth: true
                Layout.fillHeight: true

                // Where not all of it is in sight, a line below says so until the end is reached.
                Item {
                    id: told

                    readonly property bool longer: story.contentHeight > height

                    // The bar lies in the card's own margin.
                    Layout.rightMargin: -Theme.s16
                    Layout.fillWidth: true
                    Layout.fillHeight: true

                    Scroller {
                        id: story

                        objectName: "customerScroller"
                        padding: 0
                        width: parent.width
                        height: parent.height - (told.longer ? more.height : 0)

                        ColumnLayout {
                            width: parent.width - Theme.s16
                            spacing: Theme.s12

                            Heading {
                                text: customer.words.customer_work ?? ""
                            }

                            Label {
                                objectName: "customerText"
                                text: customer.view.text
                                color: Theme.text2
                                lineHeight: 1.3
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            CustomerNotes {
                                view: customer.view
                                Layout.fillWidth: true
                            }

                            Heading {
                                text: customer.words.customer_lines ?? ""
                                Layout.topMargin: Theme.s8
                            }

                            ColumnLayout {
                                spacing: 0
                                Layout.fillWidth: true

                                Repeater {
                                    model: customer.vm.lines

                                    PriceLine {
                                        Layout.fillWidth: true
                                    }
                                }
                            }
                        }
                    }

                    Item {
                        id: more

                        objectName: "moreBelow"
                        visible: told.longer && story.contentY + story.height < story.contentHeight - Theme.s16
                        anchors.bottom: parent.bottom
                        width: parent.width - Theme.s16
                        height: moreWords.implicitHeight + Theme.s8

                        Rectangle {
                            width: parent.width
                            height: Theme.line
                            color: Theme.border
                        }

                        RowLayout {
                            anchors.bottom: parent.bottom
                            anchors.horizontalCenter: parent.horizontalCenter
                            spacing: Theme.s8

                            Icon {
                                name: "chevron-down"
                                color: Theme.accent
                            }

                            Label {
                                id: moreWords

                                objectName: "moreBelowText"
                                text: customer.words.customer_more ?? ""
                                color: Theme.accentInk
                                weight: Theme.semibold
                            }
                        }
                    }
                }

                TotalPanel {
                    title: customer.words.to_pay ?? ""
                    detail: customer.view.toPayDetail
                    amount: customer.view.toPay
                    Layout.fillWidth: true
                }
            }

            // Standing, all the room that the name does not need is for what he reads.
            Card {
                Layout.fillWidth: true
                Layout.fillHeight: !customer.portrait

                Warning {
                    objectName: "signAnew"
                    visible: customer.asksAnew
                    text: customer.words.customer_changed ?? ""
                    Layout.fillWidth: true
                }

                Rectangle {
                    radius: Theme.radiusTile
                    color: Theme.surface
                    border.width: 2
                    border.color: Theme.borderStrong
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: 240

                    Rectangle {
                        id: base

                        x: 32
                        y: pen.y + pen.lineY
                        width: parent.width - 64
                        height: Theme.line
                        color: Theme.borderStrong
                    }

                    Icon {
                        x: 32
                        y: base.y - 36
                        visible: pen.empty
                        name: "pen-line"
                        color: Theme.text3
                        size: 28
                    }

                    Label {
                        x: 32
                        y: base.y + 6
                        width: parent.width - 64
                        text: customer.words.customer_sign_here ?? ""
                        color: Theme.text2
                        size: Theme.textMeta
                        elide: Text.ElideRight
                    }

                    SignatureField {
                        id: pen

                        objectName: "signatureField"
                        anchors.fill: parent
                        anchors.margins: 2
                        ink: Theme.text
                        onStrokesChanged: customer.keepDrawn()
                    }
                }

                RowLayout {
                    spacing: Theme.s12
                    Layout.fillWidth: true

                    Field {
                        id: name

                        objectName: "signatureName"
                        label: customer.words.customer_name ?? ""
                        Layout.fillWidth: true
                    }

                    ActionButton {
                        objectName: "clearSignature"
                        kind: "quiet"
                        iconName: "rotate-ccw"
                        text: customer.words.customer_clear ?? ""
                        Layout.preferredHeight: name.implicitHeight
                        onClicked: pen.clear()
                    }
                }

                CustomerConfirms {
                    confirms: customer.view.confirms
                    Layout.fillWidth: true
                }
            }
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            ActionButton {
                objectName: "turnBack"
                iconName: "chevron-left"
                text: customer.words.customer_back ?? ""
                implicitHeight: Theme.touchAnswer
                onClicked: customer.vm.turn_back()
            }

            Item {
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "approve"
                kind: "primary"
                implicitWidth: customer.portrait ? 380 : 500
                iconName: "check"
                enabled: customer.ready
                text: customer.words.customer_approve ?? ""
                detail: (customer.ready ? customer.words.customer_approve_detail : pen.written ? customer.words.customer_name_first : customer.words.customer_sign_first) ?? ""
                onClicked: customer.vm.sign(name.text, pen.strokes)
            }
        }
    }
}
