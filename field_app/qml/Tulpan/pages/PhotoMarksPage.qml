import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// One photo large, with a layer to draw on: arrow, ring, words; and whether it shows before or after.
Page {
    id: page

    required property PhotoMarksModel vm
    readonly property var view: vm.view
    readonly property var tools: [{ id: "arrow", icon: "arrow-up-right" }, { id: "ring", icon: "circle" }, { id: "text", icon: "pen-line" }]

    objectName: "photoMarksPage"
    title: Tr.t("field_work.marks_title")
    subtitle: view.tool === "text" ? Tr.t("field_work.mark_text_hint") : view.count !== "" ? view.count : Tr.t("field_work.mark_none")

    actions: [
        ActionButton {
            objectName: "undoMark"
            iconName: "undo-2"
            enabled: page.view.marks.length > 0
            text: Tr.t("field_work.mark_undo")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.undo()
        }
    ]
    primary: [
        ActionButton {
            objectName: "marksDone"
            kind: "primary"
            implicitWidth: page.portrait ? 300 : 360
            iconName: "check"
            text: Tr.t("field_work.marks_done")
            onClicked: page.vm.leave()
        }
    ]

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.s20
        columns: page.portrait ? 1 : 2
        columnSpacing: Theme.s20
        rowSpacing: Theme.s16

        Rectangle {
            id: stage

            radius: Theme.radiusCard
            color: Theme.rail
            clip: true
            Layout.fillWidth: true
            Layout.fillHeight: true

            Picture {
                id: picture

                objectName: "markedPicture"
                anchors.fill: parent
                anchors.margins: Theme.s8
                address: page.view.here ? "blob/" + page.view.sha256 : ""
                room: Qt.size(1600, 1600)
            }

            MarkField {
                id: field

                objectName: "markField"
                visible: picture.status === Image.Ready
                width: picture.paintedWidth
                height: picture.paintedHeight
                anchors.centerIn: picture
                marks: page.view.marks
                tool: page.view.tool
                ink: Theme.photoMark
                edge: Theme.photoMarkEdge
                onDrew: (kind, points) => page.vm.draw(kind, points)
                onTouchedAt: (x, y) => words.ask(x, y)
            }

            EmptyNote {
                visible: page.view.loaded && !page.view.here
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.s32
                iconName: "download"
                title: Tr.t("field_work.marks_fetching")
            }
        }

        // Standing, the tools in a row and below them before and after; lying, all below each other.
        ColumnLayout {
            spacing: Theme.s12
            Layout.preferredWidth: page.portrait ? -1 : 240
            Layout.maximumWidth: page.portrait ? 10000 : 240
            Layout.fillWidth: page.portrait
            Layout.alignment: Qt.AlignTop

            GridLayout {
                columns: page.portrait ? 3 : 1
                columnSpacing: Theme.s12
                rowSpacing: Theme.s12
                uniformCellWidths: true
                Layout.fillWidth: true

                Repeater {
                    model: page.tools

                    ActionButton {
                        required property var modelData

                        objectName: "tool-" + modelData.id
                        chosen: page.view.tool === modelData.id
                        iconName: modelData.icon
                        text: Tr.t("field_work.mark_" + modelData.id)
                        implicitHeight: Theme.touchAnswer
                        Layout.fillWidth: true
                        onClicked: page.vm.choose(modelData.id)
                    }
                }
            }

            Label {
                visible: !page.portrait
                text: Tr.t("field_work.pair_title")
                size: Theme.textMeta
                color: Theme.text2
                Layout.topMargin: Theme.s16
            }

            GridLayout {
                columns: page.portrait ? 2 : 1
                columnSpacing: Theme.s12
                rowSpacing: Theme.s12
                uniformCellWidths: true
                Layout.fillWidth: true

                Repeater {
                    model: ["before", "after"]

                    ActionButton {
                        required property string modelData

                        objectName: "pair-" + modelData
                        chosen: page.view.pair === modelData
                        iconName: page.view.pair === modelData ? "check" : "images"
                        text: Tr.t("field_work.pair_" + modelData)
                        Layout.fillWidth: true
                        onClicked: page.vm.pair_as(modelData)
                    }
                }
            }
        }
    }

    overlay: Sheet {
        id: words

        objectName: "markWords"
        placeName: "words"
        title: Tr.t("field_work.mark_text_title")

        function ask(x: real, y: real) {
            openFor({ x: x, y: y });
            said.forceActiveFocus();
        }

        function keep() {
            page.vm.write(asked.x, asked.y, said.text);
            close();
        }

        Field {
            id: said

            objectName: "markSaid"
            maximumLength: 80
            Layout.fillWidth: true
            onAccepted: words.keep()
        }

        ActionButton {
            objectName: "markKeep"
            kind: "primary"
            iconName: "check"
            enabled: said.text.trim() !== ""
            text: Tr.t("field_work.mark_keep")
            Layout.fillWidth: true
            onClicked: words.keep()
        }
    }
}
