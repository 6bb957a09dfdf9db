import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// An exploded view that zooms with two fingers or the buttons; touching a position tells where the part is.
Page {
    id: page

    required property DiagramModel vm
    readonly property var view: vm.view
    readonly property bool known: view.chosen.itemId !== undefined
    readonly property string chosenPosition: known ? view.chosen.position : ""

    objectName: "diagramPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: portrait && known
    onChosenPositionChanged: flick.goToChosen()

    Rectangle {
        id: frame

        anchors.left: parent.left
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.right: side.visible ? side.left : parent.right
        anchors.margins: Theme.s20
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.border
        clip: true

        Flickable {
            id: flick

            objectName: "diagramFlick"
            anchors.fill: parent
            anchors.margins: 2
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            contentWidth: Math.max(width, canvas.width)
            contentHeight: Math.max(height, canvas.height)

            // Keeps what lies under the fingers (or in the middle) where it is.
            function zoomTo(scale: real, around: point) {
                const wanted = Math.max(1, Math.min(6, scale));
                const factor = wanted / canvas.zoom;
                const x = (contentX + around.x) * factor - around.x;
                const y = (contentY + around.y) * factor - around.y;
                canvas.zoom = wanted;
                contentX = Math.max(0, Math.min(x, contentWidth - width));
                contentY = Math.max(0, Math.min(y, contentHeight - height));
            }

            // By the buttons: to the chosen part when there is one, else around the middle.
            function zoomBy(factor: real) {
                zoomTo(canvas.zoom * factor, Qt.point(width / 2, height / 2));
                goToChosen();
                keep();
            }

            // How near it is looked at, and what lies in the middle: after a restart it is seen so again.
            function keep() {
                Navigation.remember({ zoom: canvas.zoom, middleX: (contentX + width / 2 - canvas.x) / canvas.width, middleY: (contentY + height / 2 - canvas.y) / canvas.height });
            }

            property bool restores: Number(Navigation.remembered("zoom", 1)) !== 1

            function restore() {
                if (!restores)
                    return;
                // Not before the rest of the answer is there: the part that was chosen does not pull it away.
                Qt.callLater(() => restores = false);
                canvas.zoom = Number(Navigation.remembered("zoom", 1));
                contentX = Math.max(0, Math.min(canvas.x + Number(Navigation.remembered("middleX", 0)) * canvas.width - width / 2, contentWidth - width));
                contentY = Math.max(0, Math.min(canvas.y + Number(Navigation.remembered("middleY", 0)) * canvas.height - height / 2, contentHeight - height));
            }

            onMovementEnded: keep()

            function goToChosen() {
                if (!page.known || canvas.zoom === 1 || restores)
                    return;
                const x = canvas.x + page.view.chosen.x * canvas.width - width / 2;
                const y = canvas.y + page.view.chosen.y * canvas.height - height / 2;
                contentX = Math.max(0, Math.min(x, contentWidth - width));
                contentY = Math.max(0, Math.min(y, contentHeight - height));
            }

            Item {
                id: canvas

                objectName: "diagramCanvas"
                property real zoom: 1
                readonly property real ratio: picture.implicitHeight > 0 ? picture.implicitWidth / picture.implicitHeight : 4 / 3
                readonly property real fitWidth: Math.min(flick.width, flick.height * ratio)

                width: fitWidth * zoom
                height: width / ratio
                x: Math.max(0, (flick.width - width) / 2)
                y: Math.max(0, (flick.height - height) / 2)

                Picture {
                    id: picture

                    objectName: "diagramPicture"
                    anchors.fill: parent
                    mipmap: true
                    fillMode: Image.Stretch
                    room: Qt.size(2400, 2400)
                    address: page.view.here ? "blob/" + page.view.sha256 : ""
                    // Its shape is known now.
                    onStatusChanged: if (status === Image.Ready) flick.restore()
                }

                Repeater {
                    model: picture.status === Image.Ready ? page.view.spots : []

                    T.AbstractButton {
                        id: spot

                        required property var modelData
                        readonly property bool chosen: page.known && page.view.chosen.position === modelData.position

                        objectName: "spot_" + modelData.position
                        width: Theme.touchTarget
                        height: Theme.touchTarget
                        x: modelData.x * canvas.width - width / 2
                        y: modelData.y * canvas.height - height / 2
                        text: modelData.position + " " + modelData.name
                        Accessible.name: text
                        Accessible.role: Accessible.Button
                        onClicked: page.vm.choose(modelData.position)

                        contentItem: Item {
                            Rectangle {
                                anchors.centerIn: parent
                                width: spot.chosen ? 48 : 38
                                height: width
                                radius: width / 2
                                color: spot.chosen ? Theme.accent : Theme.surface
                                border.width: spot.modelData.needed ? 4 : 2
                                border.color: spot.modelData.needed ? Theme.warnStrong : Theme.accent

                                Label {
                                    anchors.centerIn: parent
                                    text: spot.modelData.position
                                    size: Theme.textMeta
                                    weight: Theme.bold
                                    color: spot.chosen ? Theme.accentFg : Theme.accentInk
                                }
                            }
                        }
                    }
                }
            }

            PinchHandler {
                id: pinch

                target: null
                property real before: 1
                onActiveChanged: {
                    before = canvas.zoom;
                    if (!active)
                        flick.keep();
                }
                onActiveScaleChanged: flick.zoomTo(before * activeScale, centroid.position)
            }

            WheelHandler {
                target: null
                acceptedModifiers: Qt.ControlModifier
                onWheel: event => flick.zoomTo(canvas.zoom * (event.angleDelta.y > 0 ? 1.25 : 0.8), Qt.point(event.x, event.y))
            }
        }

        Column {
            visible: page.view.here
            x: Theme.leftHanded ? Theme.s12 : parent.width - width - Theme.s12
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.s12
            spacing: Theme.s12

            IconButton {
                objectName: "zoomIn"
                iconName: "zoom-in"
                text: Tr.t("field.zoom_in")
                onClicked: flick.zoomBy(1.5)
            }

            IconButton {
                objectName: "zoomOut"
                iconName: "zoom-out"
                text: Tr.t("field.zoom_out")
                onClicked: flick.zoomBy(1 / 1.5)
            }

            IconButton {
                objectName: "zoomFit"
                iconName: "maximize"
                text: Tr.t("field.zoom_fit")
                onClicked: {
                    flick.zoomTo(1, Qt.point(flick.width / 2, flick.height / 2));
                    flick.keep();
                }
            }
        }

        EmptyNote {
            visible: page.view.loaded && !page.view.here
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.s48
            iconName: page.view.isEmpty ? "layers" : "download"
            title: page.view.isEmpty ? Tr.t("field.no_diagram") : Tr.t("field.fetching_title")
            text: page.view.isEmpty ? "" : Tr.t("field.fetching_text")
        }
    }

    SpotList {
        id: side

        vm: page.vm
        view: page.view
        visible: !page.portrait && !page.view.isEmpty
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        width: 380
    }

    actions: ColumnLayout {
        visible: page.known
        spacing: 2

        Label {
            text: page.known ? page.view.chosen.position + "  " + page.view.chosen.name : ""
            weight: Theme.semibold
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            Layout.maximumWidth: page.width / 2
        }

        Label {
            text: page.known ? page.view.chosen.stock : ""
            size: Theme.textMeta
            color: Theme.text2
        }
    }

    primary: ActionButton {
        objectName: "useChosenPortrait"
        visible: page.portrait && page.known && page.view.canUse
        kind: "primary"
        iconName: "plus"
        text: page.known ? page.view.chosen.use : ""
        onClicked: page.vm.use()
    }
}
