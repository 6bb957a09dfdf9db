import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Pictures of a step or of the visit: the camera over the whole window where there is one, otherwise a file or a drop.
Page {
    id: page

    required property PhotoModel vm
    readonly property var view: vm.view
    readonly property bool films: vm.camera.available

    objectName: "photoPage"
    cover: films ? camera : null
    uncovered: (browse.item as Sheet)?.opened ?? false
    // Escape leads back again, as before the sheet had the keys.
    onUncoveredChanged: if (!uncovered) forceActiveFocus()
    title: view.title !== "" ? view.title : Tr.t("field_work.photo_title")
    subtitle: view.full ? Tr.t("field_work.photos_full") : view.asks !== "" && view.count === 0 ? view.asks : view.count > 0 ? Tr.t("field_work.photos", { n: view.count }) : Tr.t("field_work.photo_none")

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.vm.use()
        },
        ActionButton {
            objectName: "browseFile"
            enabled: !page.view.full
            iconName: "folder-open"
            text: Tr.t("field_work.photo_browse")
            implicitHeight: Theme.touchAnswer
            onClicked: browse.open()
        }
    ]
    primary: [
        ActionButton {
            objectName: "usePhotos"
            kind: "primary"
            implicitWidth: 360
            iconName: "check"
            enabled: page.view.count > 0 && !busy
            busy: page.view.working
            text: page.view.working ? Tr.t("field_work.photo_working") : Tr.t("field_work.photo_use")
            detail: page.view.working ? "" : page.view.kept
            onClicked: page.vm.use()
        }
    ]

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        columns: page.portrait ? 1 : 2
        columnSpacing: Theme.s20
        rowSpacing: Theme.s20
        uniformCellHeights: page.portrait

        ColumnLayout {
            spacing: Theme.s16
            Layout.fillWidth: true
            Layout.fillHeight: true

            Rectangle {
                id: stage

                radius: Theme.radiusCard
                color: page.view.latest !== "" || page.films ? Theme.rail : Theme.sunken
                border.width: drop.containsDrag ? 4 : Theme.line
                border.color: drop.containsDrag ? Theme.accent : Theme.border
                clip: true
                Layout.fillWidth: true
                Layout.fillHeight: true

                LatestPhoto {
                    visible: !page.films && page.view.latest !== ""
                    anchors.fill: parent
                    anchors.margins: Theme.s8
                    address: page.view.latest !== "" && !page.films ? "blob/" + page.view.latest : ""
                    marks: page.view.marks
                    onClicked: page.vm.mark(page.view.latestId)
                }

                PhotoExample {
                    objectName: "photoExample"
                    visible: !page.films && page.view.example !== ""
                    address: page.view.example
                    side: 168
                    x: Theme.s16
                    y: Theme.s16
                }

                EmptyNote {
                    objectName: "photoNote"
                    visible: !page.films && page.view.latest === ""
                    anchors.centerIn: parent
                    width: Math.min(parent.width - 2 * Theme.s32, 560)
                    iconName: "camera-off"
                    title: Tr.t("field_work.photo_no_camera")
                    text: files.count > 0 ? Tr.t("field_work.photo_no_camera_text") : ""
                }

                DropArea {
                    id: drop

                    anchors.fill: parent
                    enabled: !page.view.full
                    onDropped: event => page.vm.add_files(event.urls)
                }
            }

            PhotoStrip {
                vm: page.vm
                visible: count > 0 && !page.films
                Layout.fillWidth: true
            }
        }

        Card {
            visible: !page.films
            Layout.preferredWidth: 420
            Layout.fillWidth: page.portrait
            Layout.fillHeight: true

            EmptyNote {
                objectName: "noFiles"
                visible: files.count === 0
                iconName: "folder-open"
                title: Tr.t("field_work.photo_no_files", { folder: page.view.folderName })
                text: Tr.t("field_work.photo_no_files_text")
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            Label {
                visible: files.count > 0
                text: Tr.t("field_work.photo_latest_files", { folder: page.view.folderName })
                weight: Theme.semibold
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
                Layout.fillWidth: true
            }

            GridView {
                id: files

                objectName: "folderFiles"
                visible: count > 0
                model: page.vm.files
                cellWidth: width / (page.portrait ? 4 : 2)
                cellHeight: 172
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                Layout.fillWidth: true
                Layout.fillHeight: true

                delegate: Item {
                    id: file

                    required property var model

                    width: files.cellWidth
                    height: files.cellHeight

                    Thumbnail {
                        objectName: "file-" + file.model.name
                        anchors.fill: parent
                        anchors.margins: 6
                        anchors.bottomMargin: 28
                        side: 180
                        enabled: file.model.trouble === "" && !page.view.full
                        source: file.model.source
                        text: file.model.name
                        onClicked: page.vm.add_file(file.model.id)
                    }

                    Label {
                        objectName: "fileTrouble"
                        visible: file.model.trouble !== ""
                        text: file.model.trouble
                        size: Theme.textMeta
                        color: Theme.text2
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        wrapMode: Text.Wrap
                        elide: Text.ElideRight
                        anchors.fill: parent
                        anchors.margins: Theme.s16
                        anchors.bottomMargin: 32
                    }

                    Label {
                        objectName: "fileName"
                        text: file.model.name
                        size: Theme.textMeta
                        color: Theme.text2
                        elide: Text.ElideMiddle
                        anchors.bottom: parent.bottom
                        x: 8
                        width: parent.width - 16
                    }
                }
            }
        }
    }

    LazySheet {
        id: browse

        parent: page
        placeName: "browse"
        sourceComponent: BrowseSheet {
            purpose: "photos"
            onTaken: urls => page.vm.add_files(urls)
        }
    }

    Component {
        id: camera

        PhotoCamera {
            vm: page.vm
            portrait: page.portrait
            onFileAsked: browse.open()
        }
    }
}
