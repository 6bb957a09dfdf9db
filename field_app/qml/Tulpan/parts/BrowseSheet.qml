import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Choosing pictures («photos», several), the picture of a «code», or a «folder», with a finger. `taken` brings their
// addresses, and what the sheet was asked for.
Sheet {
    id: sheet

    property string purpose: "photos"
    // A folder that is to be written into may be a new one.
    property bool makesFolders: purpose === "folder"
    readonly property var view: Browsing.view
    readonly property bool naming: makesFolders && view.canMake && (asked.naming ?? false)
    readonly property bool standing: height > width

    signal taken(urls: var, asked: var)

    function finish(urls: var) {
        if (urls.length === 0)
            return;
        const what = asked;
        close();
        taken(urls, what);
    }

    objectName: "browseSheet"
    title: Tr.t("files.title_" + purpose)
    panelWidth: 1120
    onOpenedChanged: if (opened) Browsing.begin(purpose)

    Connections {
        target: Browsing
        function onMade() {
            newName.forget();
            sheet.note({ naming: false });
        }
    }

    GridLayout {
        columns: sheet.standing ? 1 : 2
        columnSpacing: Theme.s20
        rowSpacing: Theme.s16
        Layout.fillWidth: true
        // What the sheet's title and its lowest row leave.
        Layout.preferredHeight: sheet.height - 2 * Theme.s48 - 140 - foot.height
        Layout.minimumHeight: 200

        Scroller {
            padding: 0
            clip: true
            Layout.fillWidth: sheet.standing
            Layout.fillHeight: !sheet.standing
            Layout.preferredWidth: 270
            Layout.preferredHeight: sheet.standing ? Math.min(contentHeight, 260) : -1

            GridLayout {
                width: parent.width
                columns: sheet.standing ? 3 : 1
                columnSpacing: Theme.s12
                rowSpacing: Theme.s12
                uniformCellWidths: true

                Repeater {
                    model: sheet.view.roots

                    Tile {
                        required property var modelData

                        objectName: "root-" + modelData.name
                        least: Theme.touchPrimary
                        iconName: modelData.icon
                        tone: modelData.chosen ? "accent" : "quiet"
                        text: modelData.name
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        onClicked: Browsing.go_to(modelData.id)
                    }
                }
            }
        }

        ColumnLayout {
            spacing: Theme.s12
            Layout.fillWidth: true
            Layout.fillHeight: true

            RowLayout {
                spacing: Theme.s16
                Layout.fillWidth: true

                IconButton {
                    objectName: "folderUp"
                    visible: sheet.view.canLeave
                    side: Theme.touchTarget
                    iconName: "chevron-left"
                    text: Tr.t("files.up")
                    onClicked: Browsing.leave()
                }

                Label {
                    objectName: "folderName"
                    text: sheet.view.looking && list.count === 0 ? Tr.t("files.looking") : sheet.view.folder
                    size: Theme.textSectionSmall
                    weight: Theme.semibold
                    elide: Text.ElideMiddle
                    Layout.fillWidth: true
                    Layout.minimumHeight: Theme.touchTarget
                    verticalAlignment: Text.AlignVCenter
                }

                ActionButton {
                    objectName: "newFolder"
                    visible: sheet.makesFolders && sheet.view.canMake && !sheet.naming
                    implicitHeight: Theme.touchTarget
                    iconName: "plus"
                    text: Tr.t("files.new_folder")
                    onClicked: {
                        sheet.note({ naming: true });
                        newName.forceActiveFocus();
                    }
                }
            }

            RowLayout {
                visible: sheet.naming
                spacing: Theme.s12
                Layout.fillWidth: true

                Field {
                    id: newName

                    objectName: "newFolderName"
                    label: Tr.t("files.new_folder_name")
                    maximumLength: 80
                    Layout.fillWidth: true
                    onAccepted: Browsing.make(text)
                }

                ActionButton {
                    objectName: "makeFolder"
                    kind: "tonal"
                    Layout.preferredHeight: newName.height
                    text: Tr.t("files.make_folder")
                    enabled: newName.text.trim() !== "" && !sheet.view.looking
                    onClicked: Browsing.make(newName.text)
                }

                IconButton {
                    objectName: "noNewFolder"
                    side: newName.height
                    iconName: "x"
                    text: Tr.t("files.no_new_folder")
                    onClicked: {
                        newName.forget();
                        sheet.note({ naming: false });
                    }
                }
            }

            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true

                EmptyNote {
                    objectName: "nothingHere"
                    readonly property string what: sheet.view.roots.length === 0 ? "no_place" : sheet.view.takesFolder ? "nothing_folders" : "nothing_pictures"

                    visible: list.count === 0 && !sheet.view.looking
                    anchors.centerIn: parent
                    width: Math.min(parent.width, 520)
                    iconName: "folder-open"
                    title: sheet.view.trouble !== "" ? sheet.view.trouble : Tr.t("files." + what)
                    text: sheet.view.trouble !== "" ? "" : Tr.t("files." + what + "_text")
                }

                ListView {
                    id: list

                    objectName: "fileList"
                    anchors.fill: parent
                    model: Browsing.rows
                    spacing: Theme.s8
                    clip: true
                    boundsBehavior: Flickable.StopAtBounds

                    delegate: FileRow {
                        required property var model

                        objectName: "entry-" + model.name
                        width: list.width
                        text: model.name
                        isFolder: model.isFolder
                        detail: model.detail
                        trouble: model.trouble
                        source: model.source
                        chosen: model.chosen
                        onClicked: {
                            if (isFolder)
                                Browsing.enter(model.id);
                            else
                                sheet.finish(Browsing.pick(model.id));
                        }
                    }
                }
            }
        }
    }

    RowLayout {
        id: foot

        spacing: Theme.s16
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight
        Layout.fillWidth: true

        Label {
            objectName: "browseHint"
            text: list.count > 0 && sheet.view.trouble !== "" ? sheet.view.trouble : sheet.view.leftOut
            color: Theme.text2
            size: Theme.textMeta
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "takeChosen"
            visible: sheet.view.several || sheet.view.takesFolder
            kind: "primary"
            iconName: "check"
            enabled: sheet.view.canTake
            text: sheet.view.takesFolder ? Tr.t("files.take_folder") : sheet.view.count === 0 ? Tr.t("files.take_none") : Tr.t("files.take", { n: sheet.view.count })
            Layout.minimumWidth: 300
            onClicked: sheet.finish(Browsing.take())
        }
    }
}
