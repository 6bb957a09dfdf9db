import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// Whom to meet and where; the three ways to get there or to be heard.
Card {
    id: card

    required property PageModel vm
    required property var view
    readonly property var person: view.contact
    readonly property bool known: person.name !== undefined

    objectName: "contactCard"
    padding: 18
    spacing: 10

    RowLayout {
        spacing: 18
        Layout.fillWidth: true

        // Who it is; a touch leads to everybody at the customer.
        T.AbstractButton {
            id: who

            objectName: "allPeople"
            implicitHeight: Math.max(Theme.touchTarget, names.implicitHeight)
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

                Avatar {
                    visible: card.known
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
                        visible: text !== ""
                        text: card.known ? card.person.role : ""
                        size: Theme.textMeta
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        visible: text !== ""
                        text: card.known ? card.person.shown_phone : ""
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

    RowLayout {
        visible: card.view.promise !== ""
        spacing: Theme.s12
        Layout.fillWidth: true

        Icon {
            name: "clock"
            Layout.alignment: Qt.AlignTop
        }

        Label {
            objectName: "promise"
            text: card.view.promise
            weight: Theme.semibold
            size: Theme.textBody - 1
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }

    RowLayout {
        visible: card.view.address !== ""
        spacing: Theme.s12
        Layout.fillWidth: true

        Icon {
            name: "map-pin"
            Layout.alignment: Qt.AlignTop
        }

        Label {
            objectName: "address"
            text: card.view.address
            weight: Theme.medium
            size: Theme.textBody - 1
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }

    RowLayout {
        visible: card.view.office_note !== ""
        spacing: Theme.s12
        Layout.fillWidth: true

        Icon {
            name: "message-square-text"
            Layout.alignment: Qt.AlignTop
        }

        Label {
            objectName: "officeNote"
            text: Tr.t("field.office_note") + ": " + card.view.office_note
            size: Theme.textBody - 1
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }

    RowLayout {
        visible: card.view.helpers !== ""
        spacing: Theme.s12
        Layout.fillWidth: true

        Icon {
            name: "users"
        }

        Label {
            text: Tr.t("field.helpers") + ": " + card.view.helpers
            size: Theme.textBody - 1
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
