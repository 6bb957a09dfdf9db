import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A code from the camera over the whole window, a picture, a scanner that types, or the hand; what it means depends on
// where it was asked. Under the camera, and without one, lies the pad.
Page {
    id: page

    required property ScanModel vm
    readonly property var view: vm.view
    readonly property bool films: vm.camera.available
    readonly property bool filming: films && !view.typing

    objectName: "scanPage"
    cover: filming ? camera : null
    uncovered: (browse.item as Sheet)?.opened ?? false
    // Escape leads back again, as before the sheet had the keys.
    onUncoveredChanged: if (!uncovered) forceActiveFocus()
    onFilmingChanged: if (filming) forceActiveFocus()
    title: view.pairing ? Tr.t("field_work.scan_pairing_title") : Tr.t("field_work.scan_title")
    subtitle: view.pairing ? Tr.t("field_work.scan_pairing_text") : view.job !== "" ? Tr.t("field_work.scan_for_job", { customer: view.job }) : Tr.t("field_work.scan_text")
    hasBottomBar: !filming

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
            visible: !page.films
            iconName: "file-image"
            text: Tr.t("field_work.scan_picture")
            implicitHeight: Theme.touchAnswer
            onClicked: browse.open()
        },
        ActionButton {
            objectName: "scanByCamera"
            visible: page.films
            iconName: "camera"
            text: Tr.t("field_work.scan_by_camera")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.type_code(false)
        }
    ]
    primary: ScanActions {
        vm: page.vm
        portrait: page.portrait
    }

    GridLayout {
        visible: !page.filming
        anchors.fill: parent
        anchors.margins: Theme.s20
        columns: page.portrait ? 1 : 2
        columnSpacing: Theme.s16
        rowSpacing: Theme.s16
        uniformCellWidths: true
        uniformCellHeights: true
        layoutDirection: Theme.leftHanded ? Qt.RightToLeft : Qt.LeftToRight

        ScanResult {
            vm: page.vm
            Layout.fillWidth: true
            Layout.fillHeight: true
        }

        CodePad {
            vm: page.vm
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: drop.containsDrag
        color: "transparent"
        border.width: 4
        border.color: Theme.accent
    }

    DropArea {
        id: drop

        anchors.fill: parent
        enabled: !page.filming
        onDropped: event => {
            if (event.urls.length > 0)
                page.vm.read_file(event.urls[0]);
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

    Component {
        id: camera

        ScanCamera {
            vm: page.vm
            portrait: page.portrait
            onFileAsked: browse.open()
            onBackAsked: page.backAsked()
        }
    }
}
