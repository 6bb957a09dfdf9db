import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Giving this tablet to a technician of an office.
Page {
    id: page

    required property PairingModel vm
    readonly property var view: vm.view
    readonly property bool byFile: view.step === "aloud" || view.step === "away"

    objectName: "pairingPage"
    title: Tr.t("field.pairing_title")
    subtitle: view.office
    topBar.hasBack: view.wasPaired
    topBar.showsSync: false
    hasBottomBar: false

    // A picture of the office's code can be dropped anywhere.
    DropArea {
        anchors.fill: parent
        enabled: page.view.step === "ask"
        onDropped: event => {
            if (event.urls.length > 0)
                page.vm.read_picture(event.urls[0]);
        }
    }

    Scroller {
        anchors.fill: parent
        // The ways to pair begin above; a question alone stands in the middle.
        topPadding: page.view.step === "ask" ? padding : Math.max(padding, (height - asked.implicitHeight) / 2)

        ColumnLayout {
            id: asked

            width: Math.min(760, parent.width)
            x: (parent.width - width) / 2
            spacing: Theme.s16

            Card {
                objectName: "pairingError"
                visible: page.view.error !== ""
                color: Theme.badSoft
                border.color: Theme.badStrong
                Layout.fillWidth: true

                RowLayout {
                    spacing: Theme.s16
                    Layout.fillWidth: true

                    Icon {
                        name: "triangle-alert"
                        color: Theme.badInk
                        size: 32
                    }

                    Label {
                        text: page.view.error
                        color: Theme.badInk
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }
            }

            Card {
                objectName: "pairingKey"
                visible: page.view.step === "ask" && page.view.owesKey
                padding: Theme.s32
                spacing: Theme.s24
                Layout.fillWidth: true

                StateCard {
                    iconName: "lock"
                    tone: "warn"
                    title: Tr.t("field.pairing_key_title")
                    text: Tr.t("field.pairing_key_text")
                    Layout.fillWidth: true
                }

                ActionButton {
                    objectName: "pairingChooseKey"
                    kind: "primary"
                    iconName: "key-round"
                    text: Tr.t("field.pairing_key_choose")
                    Layout.fillWidth: true
                    onClicked: page.vm.choose_key()
                }
            }

            PairingAsk {
                visible: page.view.step === "ask" && !page.view.owesKey
                vm: page.vm
                view: page.view
                Layout.fillWidth: true
                onPictureAsked: picture.open()
                onFolderAsked: folder.open()
            }

            PairingAloud {
                visible: page.byFile
                vm: page.vm
                view: page.view
                Layout.fillWidth: true
            }

            Card {
                objectName: "pairingProgress"
                visible: page.view.step !== "ask" && !page.byFile
                padding: Theme.s32
                spacing: Theme.s20
                Layout.fillWidth: true

                Label {
                    objectName: "pairingState"
                    text: {
                        switch (page.view.step) {
                        case "compare":
                            return Tr.t("field.pairing_compare");
                        case "waiting":
                            return Tr.t("field.pairing_waiting");
                        case "done":
                            return Tr.t("field.pairing_done", { person: page.view.person });
                        default:
                            return Tr.t("field.pairing_busy");
                        }
                    }
                    size: Theme.textSection
                    weight: Theme.semibold
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    objectName: "pairingDigits"
                    visible: page.view.digits !== "" && page.view.step !== "busy"
                    text: page.view.digits
                    size: Theme.textValue
                    weight: Theme.bold
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }

                Label {
                    objectName: "pairingHint"
                    visible: page.view.step === "waiting"
                    text: page.view.silent ? Tr.t("field.pairing_silent") : Tr.t("field.pairing_waiting_text")
                    color: page.view.silent ? Theme.warnInk : Theme.text2
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                RowLayout {
                    visible: page.view.step !== "done"
                    spacing: Theme.s16
                    Layout.fillWidth: true

                    ActionButton {
                        objectName: "pairingCancel"
                        implicitHeight: Theme.touchAnswer
                        text: page.view.step === "compare" ? Tr.t("field.pairing_different") : Tr.t("field.pairing_cancel")
                        Layout.fillWidth: true
                        onClicked: page.vm.start_over()
                    }

                    ActionButton {
                        objectName: "digitsEqual"
                        visible: page.view.step === "compare"
                        kind: "primary"
                        text: Tr.t("field.pairing_equal")
                        Layout.fillWidth: true
                        onClicked: page.vm.digits_are_equal()
                    }
                }
            }
        }
    }

    LazySheet {
        id: picture

        parent: page
        placeName: "browsePicture"
        sourceComponent: BrowseSheet {
            purpose: "code"
            onTaken: urls => page.vm.read_picture(urls[0])
        }
    }

    LazySheet {
        id: folder

        parent: page
        placeName: "browseFolder"
        sourceComponent: BrowseSheet {
            purpose: "folder"
            makesFolders: false
            onTaken: urls => page.vm.join_folder_at(urls[0])
        }
    }
}
