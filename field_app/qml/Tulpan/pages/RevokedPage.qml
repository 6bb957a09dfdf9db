import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A tablet that its office no longer trusts: what happened, what is safe, what to do. Nothing else can be reached.
Page {
    id: page

    required property RevokedModel vm
    readonly property var view: vm.view

    objectName: "revokedPage"
    title: Tr.t("field.revoked_title")
    topBar.hasBack: false
    topBar.showsSync: false
    hasBottomBar: false

    Scroller {
        anchors.fill: parent
        // One card alone stands in the middle.
        topPadding: Math.max(padding, (height - only.implicitHeight) / 2)

        ColumnLayout {
            id: only

            width: Math.min(760, parent.width)
            x: (parent.width - width) / 2

            Card {
                padding: Theme.s32
                spacing: Theme.s24
                Layout.fillWidth: true

                StateCard {
                    objectName: "revokedWhat"
                    iconName: "lock"
                    tone: "bad"
                    title: Tr.t("field.revoked_what")
                    text: page.view.what
                    Layout.fillWidth: true
                }

                StateCard {
                    objectName: "revokedSafe"
                    iconName: page.view.tone === "good" ? "shield-check" : "hourglass"
                    tone: page.view.tone
                    title: Tr.t("field.revoked_safe")
                    text: page.view.safe
                    Layout.fillWidth: true
                }

                StateCard {
                    objectName: "revokedDo"
                    iconName: "phone"
                    tone: "quiet"
                    title: Tr.t("field.revoked_do")
                    text: page.view.todo
                    Layout.fillWidth: true
                }

                RowLayout {
                    visible: page.view.canExport
                    spacing: Theme.s16
                    Layout.fillWidth: true

                    ActionButton {
                        objectName: "revokedExport"
                        iconName: "file-down"
                        Layout.minimumHeight: Theme.touchAnswer
                        busy: page.view.busy
                        text: Tr.t("field.care_export")
                        detail: page.view.exportText
                        Layout.fillWidth: true
                        onClicked: browse.openFor({ use: "export" })
                    }

                    ActionButton {
                        objectName: "revokedTry"
                        kind: "primary"
                        iconName: "refresh-cw"
                        Layout.minimumHeight: Theme.touchAnswer
                        text: Tr.t("field.try_again")
                        Layout.fillWidth: true
                        onClicked: page.vm.try_again()
                    }
                }

                ActionButton {
                    objectName: "revokedClear"
                    visible: page.view.mayClear
                    kind: "danger"
                    iconName: "rotate-ccw"
                    text: Tr.t("field.revoked_clear")
                    Layout.fillWidth: true
                    onClicked: page.vm.clear()
                }

                ActionButton {
                    objectName: "revokedPair"
                    visible: page.view.isOver
                    kind: "primary"
                    iconName: "link-2"
                    text: Tr.t("field.revoked_pair")
                    Layout.fillWidth: true
                    onClicked: page.vm.pair()
                }
            }
        }
    }

    LazySheet {
        id: browse

        parent: page
        placeName: "browse"
        sourceComponent: BrowseSheet {
            purpose: "folder"
            onTaken: urls => page.vm.export_to_folder(urls[0])
        }
    }
}
