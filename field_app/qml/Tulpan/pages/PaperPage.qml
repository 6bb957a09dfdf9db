import QtQuick
import Tulpan
import Tulpan.Field

// Instructions and manuals, page under page; the list of papers at the side.
Page {
    id: page

    required property PaperModel vm
    readonly property var view: vm.view
    property real zoom: Number(Navigation.remembered("zoom", 1))
    // How far down it was read when the program ended; 0 for the leaf that was asked for.
    property real share: Number(Navigation.remembered("share", 0))

    function zoomTo(wanted: real) {
        zoom = Math.max(1, Math.min(3, wanted));
        keep();
    }

    function keep() {
        Navigation.remember({ zoom: zoom, share: reader.contentY / Math.max(1, reader.contentHeight) });
    }

    objectName: "paperPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: false

    topExtras: [
        IconButton {
            objectName: "paperSmaller"
            kind: "quiet"
            side: Theme.touchTarget
            enabled: page.zoom > 1
            iconName: "zoom-out"
            text: Tr.t("field.zoom_out")
            onClicked: page.zoomTo(page.zoom / 1.5)
        },
        IconButton {
            objectName: "paperLarger"
            kind: "quiet"
            side: Theme.touchTarget
            enabled: page.zoom < 3
            iconName: "zoom-in"
            text: Tr.t("field.zoom_in")
            onClicked: page.zoomTo(page.zoom * 1.5)
        }
    ]

    ListView {
        id: papers

        objectName: "papers"
        visible: page.view.papers.length > 1
        width: visible ? (page.portrait ? parent.width - 2 * Theme.s20 : 300) : 0
        height: page.portrait ? (visible ? 88 : 0) : parent.height - 2 * Theme.s20
        x: Theme.s20
        y: Theme.s20
        orientation: page.portrait ? ListView.Horizontal : ListView.Vertical
        spacing: Theme.s8
        clip: true
        model: page.view.papers

        delegate: Tile {
            required property var modelData

            objectName: "paper_" + modelData.id
            width: page.portrait ? 280 : papers.width
            iconName: modelData.icon
            text: modelData.title
            detail: modelData.kind
            tone: modelData.id === page.view.paperId ? "accent" : "quiet"
            onClicked: page.vm.choose(modelData.id)
        }
    }

    readonly property string turned: view.state === "shown" ? view.paperId + " " + view.leaf : ""
    property bool turns: false

    // Once its pages have their places, the one that was asked for is at the top.
    function turnTo() {
        const sheet = leaves.itemAt((share > 0 ? view.pages.length : view.leaf) - 1);
        if (!turns || sheet === null || ((share > 0 ? view.pages.length : view.leaf) > 1 && sheet.y === 0))
            return;
        turns = false;
        if (share > 0) {
            reader.contentY = Math.min(share * reader.contentHeight, reader.contentHeight - reader.height);
            share = 0;
            return;
        }
        reader.contentY = view.leaf === 1 ? 0 : Math.max(0, Math.min(sheet.y + Theme.s20, reader.contentHeight - reader.height));
    }

    onTurnedChanged: {
        turns = turned !== "";
        turnTo();
    }

    Flickable {
        id: reader

        objectName: "paperReader"
        onMovementEnded: page.keep()
        visible: page.view.state === "shown"
        anchors.fill: parent
        anchors.leftMargin: page.portrait || !papers.visible ? 0 : papers.width + Theme.s20 + Theme.s8
        anchors.topMargin: page.portrait && papers.visible ? papers.height + Theme.s24 : 0
        contentWidth: Math.max(width, sheets.width + 2 * Theme.s20)
        contentHeight: sheets.height + 2 * Theme.s20
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Column {
            id: sheets

            x: Math.max(Theme.s20, (reader.width - width) / 2)
            y: Theme.s20
            width: Math.min(reader.width - 2 * Theme.s20, 900) * page.zoom
            spacing: Theme.s16
            onPositioningComplete: page.turnTo()

            Repeater {
                id: leaves

                model: page.view.pages

                Rectangle {
                    id: sheet

                    required property var modelData
                    required property int index
                    readonly property bool near: y + height > reader.contentY - reader.height && y < reader.contentY + 2 * reader.height

                    objectName: "sheet_" + index
                    width: sheets.width
                    height: width * modelData.ratio
                    color: Theme.surface
                    border.width: 1
                    border.color: Theme.border

                    Picture {
                        anchors.fill: parent
                        anchors.margins: 1
                        room: Qt.size(100 * Math.ceil(sheets.width / 100), 4096)
                        address: sheet.near ? sheet.modelData.source : ""
                    }
                }
            }
        }
    }

    EmptyNote {
        objectName: "paperNote"
        visible: page.view.state !== "shown" && page.view.state !== "loading"
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: page.view.state === "away" ? "download" : page.view.state === "broken" ? "file-x" : "book-open"
        title: page.view.state === "away" ? Tr.t("field.fetching_title") : page.view.state === "broken" ? Tr.t("field.paper_broken_title") : Tr.t("field.paper_none")
        text: page.view.state === "away" ? Tr.t("field.fetching_text") : page.view.state === "broken" ? Tr.t("field.paper_broken_text") : ""
    }
}
