import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The technician's own choices, and the rarer pages.
Page {
    id: page

    required property MoreModel vm
    readonly property var view: vm.view

    objectName: "morePage"
    title: Tr.t("field.place_more")
    subtitle: view.owner
    hasBottomBar: false
    topBar.hasBack: false

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            ColumnLayout {
                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 560

                ChoiceCard {
                    objectName: "themeCard"
                    title: Tr.t("field.theme")
                    prefix: "theme_"
                    choices: page.view.themes
                    Layout.fillWidth: true
                    onChosen: id => page.vm.choose_theme(id)
                }

                Card {
                    visible: page.view.hasLight
                    Layout.fillWidth: true

                    Toggle {
                        objectName: "followsLight"
                        on: page.view.followsLight
                        iconName: "sun-moon"
                        text: Tr.t("field.follow_light")
                        detail: Tr.t("field.follow_light_text")
                        Layout.fillWidth: true
                        onAsked: on => page.vm.follow_light(on)
                    }
                }

                ChoiceCard {
                    objectName: "languageCard"
                    title: Tr.t("field.language")
                    prefix: "language_"
                    choices: page.view.languages
                    Layout.fillWidth: true
                    onChosen: id => page.vm.choose_language(id)
                }

                ChoiceCard {
                    objectName: "scaleCard"
                    title: Tr.t("field.text_size")
                    prefix: "scale_"
                    choices: page.view.scales
                    Layout.fillWidth: true
                    onChosen: id => page.vm.choose_scale(id)
                }

                Card {
                    Layout.fillWidth: true

                    Toggle {
                        objectName: "leftHanded"
                        on: page.view.leftHanded
                        iconName: "hand"
                        text: Tr.t("field.left_handed")
                        detail: Tr.t("field.left_handed_text")
                        Layout.fillWidth: true
                        onAsked: on => page.vm.choose_hand(on)
                    }
                }
            }

            ColumnLayout {
                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 568

                Card {
                    Layout.fillWidth: true

                    Heading {
                        text: Tr.t("field.security")
                    }

                    Tile {
                        objectName: "openPin"
                        iconName: "lock"
                        chevron: true
                        least: Theme.touchPrimary
                        text: Tr.t("lock.title")
                        detail: Lock.hasPin ? Tr.t("lock.is_on") : Tr.t("lock.is_off")
                        Layout.fillWidth: true
                        onClicked: page.vm.open_page("pin")
                    }

                    Tile {
                        objectName: "openEncryption"
                        iconName: "key-round"
                        chevron: true
                        least: Theme.touchPrimary
                        text: Tr.t("encryption.title")
                        detail: page.view.encryption
                        Layout.fillWidth: true
                        onClicked: page.vm.open_page("encryption")
                    }

                    ActionButton {
                        objectName: "lockNow"
                        visible: Lock.hasPin
                        kind: "quiet"
                        iconName: "lock"
                        text: Tr.t("lock.now")
                        Layout.fillWidth: true
                        onClicked: Lock.lock()
                    }
                }

                Card {
                    Layout.fillWidth: true

                    Heading {
                        text: Tr.t("field.about")
                    }

                    Tile {
                        objectName: "openSync"
                        iconName: "refresh-cw"
                        chevron: true
                        least: Theme.touchPrimary
                        text: Tr.t("field.sync_title")
                        Layout.fillWidth: true
                        onClicked: page.vm.open_page("sync")
                    }

                    Tile {
                        objectName: "openCare"
                        iconName: "shield-check"
                        chevron: true
                        least: Theme.touchPrimary
                        text: Tr.t("field.care_title")
                        Layout.fillWidth: true
                        onClicked: page.vm.open_page("care")
                    }

                    Tile {
                        objectName: "openPairing"
                        iconName: "link-2"
                        chevron: true
                        least: Theme.touchPrimary
                        text: Tr.t("field.pair_again")
                        detail: page.view.office
                        Layout.fillWidth: true
                        onClicked: page.vm.open_page("pairing")
                    }

                    Label {
                        text: page.view.version
                        size: Theme.textMeta
                        color: Theme.text2
                    }
                }
            }
        }
    }
}
