import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Everybody at the customer: ring, write, put a number right, or somebody new.
Page {
    id: page

    required property PeopleModel vm
    readonly property var view: vm.view

    objectName: "peoplePage"
    title: Tr.t("on_site.people")
    subtitle: Tr.t("on_site.people_text")

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        }
    ]
    primary: ActionButton {
        objectName: "newPerson"
        kind: "primary"
        implicitWidth: 360
        iconName: "user-plus"
        text: Tr.t("on_site.new_person")
        onClicked: page.vm.add()
    }

    Scroller {
        objectName: "peopleScroller"
        placeName: "scroll"
        visible: page.view.people.length > 0
        anchors.fill: parent

        ColumnLayout {
            width: Math.min(parent.width, 900)
            x: (parent.width - width) / 2
            spacing: Theme.s16

            Repeater {
                model: page.view.people

                Card {
                    id: card

                    required property var modelData

                    objectName: "person_" + modelData.id
                    padding: 18
                    Layout.fillWidth: true

                    RowLayout {
                        spacing: Theme.s12
                        Layout.fillWidth: true

                        Avatar {
                            initials: card.modelData.initials
                        }

                        ColumnLayout {
                            spacing: 2
                            Layout.fillWidth: true

                            Label {
                                text: card.modelData.name
                                size: Theme.textSectionSmall
                                weight: Theme.medium
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            Label {
                                visible: text !== ""
                                text: card.modelData.role
                                size: Theme.textMeta
                                color: Theme.text2
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }

                            Label {
                                visible: text !== ""
                                text: card.modelData.ways
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }
                        }

                        IconButton {
                            objectName: "callPerson"
                            visible: card.modelData.phone !== ""
                            iconName: "phone"
                            text: Tr.t("field.call", { name: card.modelData.name })
                            onClicked: page.vm.call(card.modelData.name, card.modelData.phone)
                        }

                        IconButton {
                            objectName: "textPerson"
                            visible: card.modelData.textTo !== ""
                            iconName: "message-square"
                            text: Tr.t("field.sms", { name: card.modelData.name })
                            onClicked: page.vm.text(card.modelData.name, card.modelData.textTo)
                        }

                        IconButton {
                            objectName: "editPerson"
                            kind: "tonal"
                            iconName: "pencil"
                            text: Tr.t("on_site.edit_person", { name: card.modelData.name })
                            onClicked: page.vm.edit(card.modelData.id)
                        }
                    }
                }
            }
        }
    }

    EmptyNote {
        visible: page.view.loaded && page.view.people.length === 0
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "users"
        title: Tr.t("on_site.nobody")
        text: Tr.t("on_site.nobody_text")
    }
}
