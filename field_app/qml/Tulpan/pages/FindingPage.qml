import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What no visit will settle yet, told to the office in a few words: which machine, what, and the pictures of it.
Page {
    id: page

    required property FindingModel vm
    readonly property var view: vm.view
    readonly property bool isFault: view.kind === "fault"

    objectName: "findingPage"
    title: {
        if (view.kind === "visit")
            return Tr.t("finding.propose_visit");
        return !isFault ? Tr.t("finding.return_title") : view.onVisit ? Tr.t("finding.fault_title") : Tr.t("finding.report_this");
    }
    subtitle: view.subtitle
    onViewChanged: {
        if (view.loaded && words.text !== view.text && !words.area.activeFocus)
            words.text = view.text;
    }

    Scroller {
        placeName: "scroll"
        anchors.fill: parent
        padding: Theme.s20

        GridLayout {
            width: parent.width
            columns: page.isFault && !page.portrait ? 2 : 1
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            Card {
                visible: page.isFault
                spacing: Theme.s12
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 500

                Heading {
                    text: page.view.onVisit ? Tr.t("finding.which_machine") : Tr.t("field_work.scan_machine")
                }

                Repeater {
                    model: page.view.machines

                    Tile {
                        required property var modelData
                        readonly property bool isChosen: page.view.machine === modelData.id

                        objectName: "machine_" + modelData.id
                        least: Theme.touchAnswer
                        iconName: isChosen ? "circle-check" : "circle"
                        tone: isChosen ? "accent" : "quiet"
                        text: modelData.name
                        detail: modelData.detail
                        Accessible.checked: isChosen
                        Layout.fillWidth: true
                        onClicked: page.vm.choose_machine(modelData.id)
                    }
                }

                Divider {}

                RowLayout {
                    spacing: Theme.s12
                    uniformCellSizes: true
                    Layout.fillWidth: true

                    Tile {
                        objectName: "canWait"
                        least: Theme.touchAnswer
                        iconName: page.view.urgent ? "circle" : "circle-check"
                        tone: page.view.urgent ? "quiet" : "accent"
                        text: Tr.t("finding.can_wait")
                        Layout.fillWidth: true
                        onClicked: page.vm.set_urgent(false)
                    }

                    Tile {
                        objectName: "urgent"
                        least: Theme.touchAnswer
                        iconName: page.view.urgent ? "circle-check" : "circle"
                        tone: page.view.urgent ? "warn" : "quiet"
                        text: Tr.t("finding.urgent")
                        Layout.fillWidth: true
                        onClicked: page.vm.set_urgent(true)
                    }
                }

                Label {
                    text: page.view.urgent ? Tr.t("finding.urgent_detail") : Tr.t("finding.can_wait_detail")
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            Card {
                spacing: Theme.s12
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 628

                Heading {
                    text: page.isFault ? Tr.t("finding.what_is_wrong") : Tr.t("finding.what_to_do")
                }

                TextBox {
                    id: words

                    objectName: "findingText"
                    implicitHeight: page.isFault ? 190 : 220
                    placeholder: page.isFault ? Tr.t("finding.what_is_wrong_hint") : Tr.t("finding.what_to_do_hint")
                    Layout.fillWidth: true
                    onTyped: text => page.vm.write(text)
                }

                Label {
                    visible: page.view.onVisit
                    text: page.view.photos.length > 0 ? Tr.t("finding.photos") : Tr.t("finding.no_photos")
                    size: Theme.textMeta
                    weight: Theme.semibold
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Flow {
                    visible: page.view.photos.length > 0
                    spacing: Theme.s12
                    Layout.fillWidth: true

                    Repeater {
                        model: page.view.photos

                        Thumbnail {
                            id: photo

                            required property var modelData
                            required property int index
                            readonly property bool isChosen: page.view.chosen.indexOf(modelData.id) >= 0

                            objectName: "findingPhoto-" + modelData.id
                            source: modelData.source
                            side: 112
                            text: Tr.t("finding.photo", { n: index + 1 })
                            opacity: isChosen ? 1 : 0.6
                            Accessible.checked: isChosen
                            onClicked: page.vm.toggle_photo(modelData.id)

                            Rectangle {
                                visible: photo.isChosen
                                z: 1
                                anchors.fill: parent
                                color: "transparent"
                                radius: Theme.s8
                                border.width: 4
                                border.color: Theme.accent
                            }

                            Rectangle {
                                visible: photo.isChosen
                                z: 1
                                anchors.right: parent.right
                                anchors.top: parent.top
                                anchors.margins: Theme.s8
                                width: 32
                                height: 32
                                radius: 16
                                color: Theme.accent

                                Icon {
                                    anchors.centerIn: parent
                                    name: "check"
                                    color: Theme.accentFg
                                    size: 22
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    actions: [
        ActionButton {
            objectName: "takeFindingPhoto"
            implicitHeight: Theme.touchAnswer
            visible: page.view.onVisit
            enabled: page.view.loaded
            iconName: "camera"
            text: Tr.t("finding.take_photo")
            onClicked: page.vm.take_photo()
        }
    ]

    primary: ActionButton {
        objectName: "sendFinding"
        kind: "primary"
        enabled: page.view.canSend
        iconName: "send"
        text: page.isFault ? Tr.t("finding.send_fault") : Tr.t("finding.send_return")
        detail: page.view.lacking
        Layout.fillWidth: page.bottomBar.stacked
        Layout.preferredWidth: Math.max(400, implicitWidth)
        onClicked: page.vm.send()
    }
}
