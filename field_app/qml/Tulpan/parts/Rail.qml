import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// The ways to the five places: at the side, or along the bottom when the tablet stands.
Rectangle {
    id: rail

    property bool portrait: false
    readonly property var places: [
        { section: "today", icon: "calendar-clock" }, { section: "job", icon: "wrench" },
        { section: "parts", icon: "package" }, { section: "scan", icon: "scan-barcode" },
        { section: "more", icon: "ellipsis" }
    ]

    implicitWidth: 96
    implicitHeight: 108
    color: Theme.rail

    GridLayout {
        anchors.fill: parent
        anchors.topMargin: rail.portrait ? Theme.s8 : 18
        anchors.margins: Theme.s8
        columns: rail.portrait ? 5 : 1
        rowSpacing: Theme.s8
        columnSpacing: Theme.s8

        Repeater {
            model: rail.places

            T.AbstractButton {
                id: place

                required property var modelData
                readonly property bool current: Navigation.section === modelData.section

                objectName: "rail_" + modelData.section
                text: Tr.t("field.place_" + modelData.section)
                enabled: modelData.section !== "job" || Navigation.jobId !== ""
                implicitHeight: 84
                Layout.fillWidth: true
                Layout.fillHeight: rail.portrait
                Accessible.name: text
                Accessible.role: Accessible.PageTab
                onClicked: Navigation.openSection(modelData.section)

                background: Rectangle {
                    radius: Theme.radiusTile
                    color: place.current ? Theme.railMarked : "transparent"
                    opacity: place.pressed ? 0.7 : 1

                    Rectangle {
                        visible: place.current && !rail.portrait
                        x: Theme.leftHanded ? parent.width + 4 : -Theme.s8
                        y: (parent.height - height) / 2
                        width: 4
                        height: 36
                        radius: 2
                        color: Theme.crema
                    }
                }

                contentItem: Item {
                    opacity: place.enabled ? 1 : 0.45

                    Icon {
                        id: mark

                        anchors.horizontalCenter: parent.horizontalCenter
                        y: (parent.height - height - words.height - 4) / 2
                        name: place.modelData.icon
                        size: 32
                        color: place.current ? Theme.railFg : Theme.railText
                    }

                    Rectangle {
                        objectName: "newJobs"
                        visible: place.modelData.section === "today" && Notices.count > 0
                        anchors.left: mark.right
                        anchors.leftMargin: -6
                        y: mark.y - 6
                        width: Math.max(24, many.implicitWidth + Theme.s8)
                        height: 24
                        radius: 12
                        color: Theme.crema

                        Label {
                            id: many

                            anchors.centerIn: parent
                            text: Notices.count > 99 ? "99+" : Notices.count
                            size: 16
                            weight: Theme.bold
                            color: Theme.rail
                        }
                    }

                    Label {
                        id: words

                        anchors.horizontalCenter: parent.horizontalCenter
                        anchors.top: mark.bottom
                        anchors.topMargin: 4
                        text: place.text
                        size: 16
                        weight: place.current ? Theme.semibold : Theme.medium
                        color: place.current ? Theme.railFg : Theme.railText
                    }
                }
            }
        }

        Item {
            visible: !rail.portrait
            Layout.fillHeight: true
        }

        Item {
            visible: !rail.portrait && Tablet.initials !== ""
            implicitWidth: 52
            implicitHeight: 52
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.s20

            Avatar {
                anchors.fill: parent
                initials: Tablet.initials
                side: 52
                round: true
            }

            Rectangle {
                visible: Tablet.waiting > 0
                width: 18
                height: 18
                radius: 9
                x: 36
                y: 36
                color: Theme.crema
                border.width: 2
                border.color: Theme.rail
            }
        }
    }
}
