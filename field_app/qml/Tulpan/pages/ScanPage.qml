import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A code from the camera, a picture, a scanner that types, or the hand; what it means depends on where it was asked.
Page {
    id: page

    required property ScanModel vm
    readonly property var view: vm.view
    readonly property bool films: vm.camera.available

    objectName: "scanPage"
    title: view.pairing ? Tr.t("field_work.scan_pairing_title") : Tr.t("field_work.scan_title")
    subtitle: view.pairing ? Tr.t("field_work.scan_pairing_text") : view.job !== "" ? Tr.t("field_work.scan_for_job", { customer: view.job }) : Tr.t("field_work.scan_text")

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        },
        ActionButton {
            objectName: "scanPicture"
            iconName: "file-image"
            text: Tr.t("field_work.scan_picture")
            implicitHeight: Theme.touchAnswer
            onClicked: browse.open()
        }
    ]
    primary: [
        ActionButton {
            objectName: "scanUse"
            visible: page.view.canUse && page.view.state === "part"
            kind: "primary"
            implicitWidth: page.portrait ? 320 : 420
            iconName: "plus"
            text: Tr.t("field_work.scan_use_one")
            detail: page.view.title
            onClicked: page.vm.use()
        },
        ActionButton {
            objectName: "scanOpenJob"
            visible: page.view.machineVisit !== ""
            kind: "primary"
            implicitWidth: page.portrait ? 320 : 420
            iconName: "wrench"
            text: Tr.t("field_work.scan_open_job")
            detail: page.view.title
            onClicked: page.vm.open_machine()
        },
        ActionButton {
            objectName: "scanOpenMachine"
            visible: page.view.machine !== ""
            kind: "primary"
            implicitWidth: page.portrait ? 320 : 420
            iconName: "history"
            text: Tr.t("field_work.scan_open_machine")
            detail: page.view.title
            onClicked: page.vm.open_machine()
        },
        ActionButton {
            objectName: "scanDone"
            visible: page.view.state === "used"
            kind: "primary"
            implicitWidth: page.portrait ? 320 : 420
            iconName: "check"
            text: Tr.t("field_work.text_done")
            onClicked: page.vm.done()
        }
    ]

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        columns: page.portrait ? 1 : 2
        columnSpacing: Theme.s16
        rowSpacing: Theme.s16
        uniformCellWidths: true
        // Standing, the camera's pane is as high whatever was read.
        uniformCellHeights: true

        ColumnLayout {
            spacing: Theme.s16
            Layout.fillWidth: true
            Layout.fillHeight: true

            Rectangle {
                radius: Theme.radiusCard
                color: page.films ? Theme.rail : Theme.sunken
                border.width: drop.containsDrag ? 4 : Theme.line
                border.color: drop.containsDrag ? Theme.accent : Theme.border
                clip: true
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: page.films ? 240 : note.implicitHeight + 2 * Theme.s20

                Loader {
                    anchors.fill: parent
                    active: page.films
                    source: active ? "CameraView.qml" : ""
                    onLoaded: page.vm.watch(item)
                }

                EmptyNote {
                    id: note

                    visible: !page.films
                    anchors.centerIn: parent
                    width: Math.min(parent.width - 2 * Theme.s32, 460)
                    iconName: "scan-barcode"
                    title: Tr.t("field_work.scan_waiting")
                    text: Tr.t("field_work.scan_no_camera")
                }

                TorchButton {
                    camera: page.vm.camera
                    anchors.right: parent.right
                    anchors.bottom: parent.bottom
                    anchors.margins: Theme.s16
                }

                DropArea {
                    id: drop

                    anchors.fill: parent
                    onDropped: event => {
                        if (event.urls.length > 0)
                            page.vm.read_file(event.urls[0]);
                    }
                }
            }

            RowLayout {
                spacing: Theme.s12
                Layout.fillWidth: true

                Field {
                    id: code

                    objectName: "scanCode"
                    passesCodes: true
                    label: page.view.pairing ? Tr.t("field_work.scan_pairing_code") : Tr.t("field_work.scan_code")
                    Layout.fillWidth: true
                    onAccepted: page.vm.take(text)
                }

                ActionButton {
                    objectName: "scanLookUp"
                    kind: "tonal"
                    iconName: page.view.pairing ? "link" : "search"
                    text: page.view.pairing ? Tr.t("field_work.scan_pairing_use") : Tr.t("field_work.scan_look_up")
                    Layout.preferredHeight: 72
                    onClicked: page.vm.take(code.text)
                }
            }
        }

        ScanResult {
            vm: page.vm
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }

    LazySheet {
        id: browse

        parent: page
        placeName: "browse"
        sourceComponent: BrowseSheet {
            purpose: "code"
            onTaken: urls => page.vm.read_file(urls[0])
        }
    }
}
