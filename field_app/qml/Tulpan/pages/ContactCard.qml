import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// Whom to meet and where; the three ways to get there or to be heard.
Card {
    id: card

    required property JobModel vm
    required property var view
    readonly property var person: view.contact
    readonly property bool known: person.name !== undefined

    objectName: "contactCard"
    padding: Theme.s16
    spacing: Theme.s8

    RowLayout {
        spacing: 18
        Layout.fillWidth: true

        // Who it is; a touch leads to everybody at the customer.
        T.AbstractButton {
            id: who

            objectName: "allPeople"
            implicitHeight: Math.max(Theme.touchPrimary, names.implicitHeight)
            text: Tr.t("on_site.people")
            Accessible.name: text
            Accessible.role: Accessible.Button
            Layout.fillWidth: true
            onClicked: card.vm.look_into("people")

            background: Rectangle {
                radius: Theme.radiusTile
                color: Theme.text
                opacity: who.pressed ? 0.1 : 0
            }

            contentItem: RowLayout {
                spacing: Theme.s12

                // The firm itself has none.
                Avatar {
                    visible: card.known && initials !== ""
                    initials: card.known ? card.person.initials : ""
                }

                ColumnLayout {
                    id: names

                    spacing: 2
                    Layout.fillWidth: true

                    Label {
                        objectName: "contactName"
                        text: card.known ? card.person.name : card.view.title
                        size: Theme.textSectionSmall
                        weight: Theme.medium
                        wrapMode: Text.Wrap
                        maximumLineCount: 2
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }

                    Label {
                        objectName: "contactRole"
                        visible: text !== ""
                        text: card.known ? [card.person.role, card.person.shown_phone].filter(one => one !== "").join(" · ") : ""
                        size: Theme.textMeta
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }

                Icon {
                    name: "chevron-right"
                    color: Theme.text2
                }
            }
        }

        RowLayout {
            spacing: Theme.s12

            IconButton {
                objectName: "callContact"
                visible: card.known && card.person.phone !== ""
                iconName: "phone"
                text: card.known ? Tr.t("field.call", { name: card.person.name }) : ""
                onClicked: card.vm.call()
            }

            IconButton {
                objectName: "textContact"
                visible: card.known && card.person.can_text
                iconName: "message-square"
                text: card.known ? Tr.t("field.sms", { name: card.person.name }) : ""
                onClicked: card.vm.text()
            }

            IconButton {
                objectName: "navigate"
                visible: card.view.hasMap
                kind: "tonal"
                iconName: "navigation"
                text: Tr.t("field.navigate")
                onClicked: card.vm.navigate()
            }
        }
    }

    // What is short stands beside the next; what is long has its own lines.
    Flow {
        spacing: 6
        Layout.fillWidth: true

        Repeater {
            model: [
                { name: "promise", icon: "clock", text: card.view.promise, weight: Theme.semibold },
                { name: "officeNote", icon: "message-square-text", text: card.view.office_note !== "" ? Tr.t("field.office_note") + ": " + card.view.office_note : "", weight: Theme.regular },
                { name: "address", icon: "map-pin", text: card.view.address, weight: Theme.medium },
                { name: "helpers", icon: "users", text: card.view.helpers !== "" ? Tr.t("field.helpers") + ": " + card.view.helpers : "", weight: Theme.regular }
            ].filter(one => one.text !== "")

            RowLayout {
                id: fact

                required property var modelData

                width: Math.min(implicitWidth + Theme.s12, parent.width)
                spacing: Theme.s12

                Icon {
                    name: fact.modelData.icon
                    Layout.alignment: Qt.AlignTop
                }

                Label {
                    objectName: fact.modelData.name
                    text: fact.modelData.text
                    weight: fact.modelData.weight
                    size: Theme.textBody - 1
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }
        }
    }
}
