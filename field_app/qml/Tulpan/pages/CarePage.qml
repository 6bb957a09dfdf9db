import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What keeps the work safe beside the network, and the way to make the tablet new.
Page {
    id: page

    required property CareModel vm
    readonly property var view: vm.view

    objectName: "carePage"
    title: Tr.t("field.care_title")
    hasBottomBar: false

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            Card {
                objectName: "journalCard"
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 560

                StateCard {
                    iconName: page.view.journalTone === "good" ? "shield-check" : page.view.journalTone === "warn" ? "triangle-alert" : "save"
                    tone: page.view.journalTone
                    title: Tr.t("field.journal_title")
                    text: page.view.journalState
                    Layout.fillWidth: true
                }

                DriveChoice {
                    drives: page.view.drives
                    label: Tr.t("field.journal_place")
                    typed: page.view.typed !== "" ? page.view.typed : page.view.journal
                    busy: !page.view.isPaired
                    Layout.fillWidth: true
                    onChosen: place => page.vm.keep_journal(place)
                    onFolderAsked: browse.openFor({ use: "journal" })
                }

                ActionButton {
                    objectName: "journalStop"
                    visible: page.view.journal !== ""
                    iconName: "x"
                    text: Tr.t("field.journal_stop")
                    Layout.fillWidth: true
                    onClicked: page.vm.stop_journal()
                }
            }

            ResetCard {
                vm: page.vm
                view: page.view
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 568
                onFolderAsked: browse.openFor({ use: "export" })
            }
        }
    }

    LazySheet {
        id: browse

        parent: page
        placeName: "browse"
        sourceComponent: BrowseSheet {
            purpose: "folder"
            onTaken: (urls, asked) => asked.use === "export" ? page.vm.export_to_folder(urls[0]) : page.vm.keep_journal_in(urls[0])
        }
    }
}
