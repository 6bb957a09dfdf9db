import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Where the office is on the network: what is known, what a search finds, and an address typed by hand.
Page {
    id: page

    required property OfficeWayModel vm
    readonly property var view: vm.view

    objectName: "officeWayPage"
    title: Tr.t("field.way_title")
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
                objectName: "knownWays"
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 560

                Heading {
                    text: Tr.t("field.way_known")
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    text: page.view.ways.length > 0 ? Tr.t("field.way_order") : Tr.t("field.way_none")
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Repeater {
                    model: page.view.ways

                    Tile {
                        required property var modelData

                        objectName: "way_" + modelData.address
                        iconName: modelData.current ? "check" : "building-2"
                        tone: modelData.current ? "good" : "quiet"
                        enabled: !page.view.busy
                        Layout.minimumHeight: Theme.touchPrimary
                        text: modelData.address
                        detail: modelData.current ? Tr.t("field.way_connected") : modelData.detail
                        Layout.fillWidth: true
                        onClicked: page.vm.use(modelData.address)
                    }
                }

                ActionButton {
                    objectName: "wayLook"
                    iconName: "wifi"
                    busy: page.view.searching
                    enabled: page.view.isPaired
                    text: page.view.searching ? Tr.t("field.pairing_looking") : Tr.t("field.pairing_look")
                    Layout.fillWidth: true
                    onClicked: page.vm.look_around()
                }
            }

            Card {
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.preferredWidth: 568

                Heading {
                    text: Tr.t("field.way_type")
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Field {
                    id: address

                    objectName: "wayAddress"
                    label: Tr.t("field.pairing_address")
                    text: page.view.typed
                    inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
                    Layout.fillWidth: true
                }

                ActionButton {
                    objectName: "wayUse"
                    kind: "tonal"
                    busy: page.view.busy
                    enabled: page.view.isPaired && address.text.trim() !== ""
                    text: page.view.busy ? Tr.t("field.way_trying") : Tr.t("field.way_use")
                    Layout.fillWidth: true
                    onClicked: page.vm.use(address.text.trim())
                }

                Label {
                    objectName: "wayVerdict"
                    visible: page.view.verdict !== ""
                    text: page.view.verdict
                    color: Theme.tone(page.view.verdictTone).ink
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }
        }
    }
}
