import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// One visit: where it stands, whom to meet, the machine, the parts, the papers, and the one next button.
Page {
    id: page

    required property JobModel vm
    readonly property var view: vm.view
    readonly property bool works: view.loaded && !view.gone && view.ended === ""
    // Beside each other the columns end together, unless one of them has much less to say.
    readonly property bool level: !portrait && Math.abs(left.implicitHeight - right.implicitHeight) < 140

    objectName: "jobPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: view.loaded

    topExtras: Pill {
        objectName: "statusPill"
        implicitHeight: 44
        text: page.view.pill
        tone: page.view.pill_tone
        iconName: page.view.pill_icon
    }

    StatusTrack {
        id: track

        objectName: "statusTrack"
        visible: page.works
        steps: page.view.track
        compact: page.portrait
        x: Theme.s20
        y: Theme.s12
        width: parent.width - 2 * Theme.s20
    }

    Scroller {
        id: scroller

        objectName: "jobScroller"
        placeName: "scroll"
        visible: page.view.loaded && !page.view.gone
        topPadding: track.visible ? Theme.s8 : padding
        bottomPadding: Theme.s12
        anchors.fill: parent
        anchors.topMargin: track.visible ? track.y + track.height : 0

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            ColumnLayout {
                id: left

                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.fillHeight: page.level
                Layout.preferredWidth: 560

                Warning {
                    objectName: "endedNote"
                    visible: page.view.ended !== ""
                    iconName: "ban"
                    text: page.view.ended
                    Layout.fillWidth: true
                }

                Repeater {
                    model: page.works ? page.view.certificates : []

                    Warning {
                        required property var modelData

                        objectName: "certificateWarning"
                        iconName: "shield-alert"
                        text: modelData.text
                        bad: modelData.is_bad
                        Layout.fillWidth: true
                    }
                }

                ContactCard {
                    view: page.view
                    vm: page.vm
                    Layout.fillWidth: true
                }

                MachineCard {
                    view: page.view
                    vm: page.vm
                    Layout.fillWidth: true
                    Layout.fillHeight: page.level
                }
            }

            ColumnLayout {
                id: right

                spacing: Theme.s16
                Layout.alignment: Qt.AlignTop
                Layout.fillWidth: true
                Layout.fillHeight: page.level
                Layout.preferredWidth: 568

                PartsCard {
                    view: page.view
                    Layout.fillWidth: true
                    Layout.fillHeight: page.level && !spot.visible
                    onLackAsked: (id, name) => sheets.lack(id, name)
                    onCallAsked: id => page.vm.call_holder(id)
                }

                SpotCard {
                    id: spot

                    spot: page.view.spot
                    vm: page.vm
                    Layout.fillWidth: true
                    Layout.fillHeight: page.level
                }
            }
        }
    }

    EmptyNote {
        visible: page.view.gone
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "calendar-x"
        title: page.view.title
        text: Tr.t("field.job_gone_text")
    }

    actions: [
        ActionButton {
            objectName: "photo"
            visible: page.works && page.view.on_site
            implicitHeight: Theme.touchAnswer
            iconName: "camera"
            text: Tr.t("field.photo")
            onClicked: page.vm.work_on("photo")
        },
        ActionButton {
            objectName: "material"
            visible: page.works && page.view.on_site
            implicitHeight: Theme.touchAnswer
            iconName: "package"
            text: Tr.t("field.material")
            onClicked: page.vm.work_on("time_material")
        },
        ActionButton {
            objectName: "pause"
            visible: page.works && page.view.can_pause
            implicitHeight: Theme.touchAnswer
            iconName: "pause"
            text: Tr.t("field.pause")
            onClicked: page.vm.pause()
        },
        ActionButton {
            objectName: "driveBack"
            visible: page.works && page.view.can_drive_back
            implicitHeight: Theme.touchAnswer
            iconName: "car"
            text: Tr.t("field.drive_back")
            onClicked: page.vm.drive_back()
        },
        ActionButton {
            objectName: "reject"
            visible: page.works && page.view.can_reject
            implicitHeight: Theme.touchAnswer
            iconName: "thumbs-down"
            text: Tr.t("field.reject")
            onClicked: sheets.ask("reject")
        },
        ActionButton {
            objectName: "turnBack"
            visible: page.works && page.view.can_turn_back
            implicitHeight: Theme.touchAnswer
            iconName: "undo-2"
            text: Tr.t("field.turn_back")
            onClicked: page.vm.turn_back()
        },
        IconButton {
            objectName: "moreActions"
            visible: page.works
            side: Theme.touchAnswer
            strong: true
            iconName: "ellipsis"
            text: Tr.t("field.more_actions")
            onClicked: sheets.ask("more")
        },
        ActionButton {
            objectName: "toToday"
            visible: page.view.gone || page.view.ended !== ""
            implicitHeight: Theme.touchAnswer
            iconName: "calendar-clock"
            text: Tr.t("field.to_today")
            onClicked: page.backAsked()
        },
        ActionButton {
            objectName: "takeBack"
            visible: page.view.take_back !== ""
            implicitHeight: Theme.touchAnswer
            iconName: "undo-2"
            text: Tr.t("field.take_back")
            onClicked: page.vm.take_back()
        }
    ]

    primary: ActionButton {
        objectName: "next"
        visible: page.works && page.view.next.act !== ""
        kind: "primary"
        Layout.preferredWidth: Math.max(page.view.next.detail !== "" && !page.portrait ? 500 : 400, implicitWidth)
        iconName: page.view.next.icon
        text: page.view.next.text
        detail: page.view.next.detail
        onClicked: page.vm.go_on()
    }

    // The sheet that lay open when the program ended lies there again.
    Component.onCompleted: if (Navigation.askedIn("more") || Navigation.askedIn("note") || Navigation.askedIn("why") || Navigation.askedIn("lack")) sheets.made()

    overlay: LazySheet {
        id: sheets

        function ask(what: string) {
            (made() as JobSheets).ask(what);
        }

        function lack(id: string, name: string) {
            (made() as JobSheets).lack(id, name);
        }

        sourceComponent: JobSheets {
            vm: page.vm
            view: page.view
        }
    }
}
