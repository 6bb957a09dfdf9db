import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A stick or folder that carries the work to the office when there is no network.
Page {
    id: page

    required property RelayModel vm
    readonly property var view: vm.view

    objectName: "relayPage"
    title: Tr.t("field.relay_title")
    subtitle: view.location

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            Card {
                objectName: "relayState"
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 560

                StateCard {
                    iconName: page.view.icon
                    tone: page.view.tone
                    title: page.view.headline
                    text: page.view.explanation
                    Layout.fillWidth: true
                }

                Label {
                    visible: page.view.last !== ""
                    text: page.view.last
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Card {
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 568

                Heading {
                    text: Tr.t("field.relay_choose")
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                DriveChoice {
                    drives: page.view.drives
                    label: Tr.t("field.relay_place")
                    typed: page.view.typed !== "" ? page.view.typed : page.view.location
                    busy: page.view.busy || !page.view.isPaired
                    Layout.fillWidth: true
                    onChosen: place => page.vm.choose(place)
                    onFolderAsked: browse.open()
                }
            }
        }
    }

    actions: ActionButton {
        objectName: "relayStop"
        visible: page.view.location !== ""
        implicitHeight: Theme.touchAnswer
        iconName: "x"
        text: Tr.t("field.relay_stop")
        onClicked: page.vm.stop_using()
    }

    primary: ActionButton {
        objectName: "relayWrite"
        visible: page.view.location !== ""
        kind: "primary"
        implicitWidth: 380
        iconName: "usb"
        busy: page.view.busy
        text: page.view.busy ? Tr.t("field.relay_writing") : Tr.t("field.relay_write")
        onClicked: page.vm.write_now()
    }

    hasBottomBar: view.location !== ""

    LazySheet {
        id: browse

        parent: page
        placeName: "browse"
        sourceComponent: BrowseSheet {
            purpose: "folder"
            onTaken: urls => page.vm.choose_folder(urls[0])
        }
    }
}
