import QtQuick
import QtQuick.Layouts
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

        Avatar {
            visible: card.known
            initials: card.known ? card.person.initials : ""
        }

        ColumnLayout {
            spacing: 2
            Layout.fillWidth: true

            Label {
                objectName: "contactName"
                text: card.known ? card.person.name : card.view.title
                size: Theme.textSectionSmall
                weight: Theme.medium
                elide: Text.ElideRight
                Layout.fillWidth: true
            }

            Flow {
                visible: card.known
                spacing: Theme.s8
                Layout.fillWidth: true

                Label {
                    visible: text !== ""
                    text: card.known ? card.person.role : ""
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.WordWrap
                    width: Math.min(implicitWidth, parent.width)
                }

                Label {
                    text: card.known ? card.person.shown_phone : ""
                    size: Theme.textMeta
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
            wrapMode: Text.WordWrap
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
            wrapMode: Text.WordWrap
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
            wrapMode: Text.WordWrap
            Layout.fillWidth: true
        }
    }

    Tile {
        objectName: "allPeople"
        implicitHeight: Theme.touchTarget
        iconName: "users"
        chevron: true
        text: Tr.t("on_site.people")
        Layout.fillWidth: true
        onClicked: card.vm.look_into("people")
    }
}
