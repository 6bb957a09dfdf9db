import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The technician's own day: what was done when, what is not noted yet, and what is being done now.
Page {
    id: page

    required property DayLogModel vm
    readonly property var view: vm.view
    // The day is open and he is in it.
    readonly property bool isGoingOn: !view.isAhead && view.state === "begun"
    readonly property bool isAsked: view.question !== ""
    readonly property bool mayBegin: view.isCurrent && (isGoingOn || view.state === "open")

    function typeDay(edge: string) {
        timeSheet.openFor({ row: "", edge: edge, start: view.begun, end: view.ended });
    }

    objectName: "dayLogPage"
    title: view.title
    subtitle: view.subtitle

    topExtras: [
        IconButton {
            objectName: "previousDay"
            kind: "quiet"
            side: Theme.touchTarget
            iconName: "chevron-left"
            text: Tr.t("field.previous_day")
            onClicked: page.vm.step_day(-1)
        },
        IconButton {
            objectName: "nextDay"
            kind: "quiet"
            side: Theme.touchTarget
            iconName: "chevron-right"
            text: Tr.t("field.next_day")
            enabled: !page.view.isToday && !page.view.isAhead
            onClicked: page.vm.step_day(1)
        }
    ]
    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        }
    ]
    primary: [
        ActionButton {
            objectName: "beginDay"
            visible: page.view.state === "open" && page.view.isCurrent
            kind: "primary"
            implicitWidth: 360
            iconName: "play"
            text: Tr.t("day_log.begin")
            onClicked: page.vm.begin_day()
        },
        ActionButton {
            objectName: "endDay"
            visible: page.isGoingOn
            kind: "primary"
            implicitWidth: 360
            iconName: "check"
            text: Tr.t("day_log.end")
            onClicked: page.vm.end_day()
        },
        ActionButton {
            objectName: "endAtLast"
            visible: page.view.state === "forgotten"
            kind: "primary"
            implicitWidth: 360
            iconName: "check"
            text: Tr.t("day_log.ended_at", { time: page.view.last })
            onClicked: page.vm.end_at_last()
        },
        ActionButton {
            objectName: "removeDay"
            visible: page.view.isAhead && page.view.state !== "open"
            implicitWidth: 360
            implicitHeight: Theme.touchAnswer
            iconName: "trash-2"
            text: Tr.t("day_log.remove_day")
            onClicked: page.vm.remove_day()
        },
        ActionButton {
            objectName: "reopenDay"
            visible: page.view.mayReopen
            implicitWidth: 360
            implicitHeight: Theme.touchAnswer
            iconName: "lock-open"
            text: Tr.t("day_log.reopen")
            onClicked: page.vm.reopen_day()
        }
    ]

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        GridLayout {
            width: parent.width
            columns: page.portrait ? 1 : 2
            columnSpacing: Theme.s16
            rowSpacing: Theme.s16

            ColumnLayout {
                visible: page.isAsked || page.mayBegin || page.view.unended.length > 0
                spacing: Theme.s16
                Layout.fillWidth: true
                Layout.preferredWidth: 460
                Layout.alignment: Qt.AlignTop

                DayQuestionCard {
                    visible: page.isAsked
                    vm: page.vm
                    onTypeAsked: timeSheet.openFor({ row: "", edge: "end", start: page.view.begun, end: "––:––" })
                    Layout.fillWidth: true
                }

                DayNowCard {
                    visible: page.mayBegin
                    vm: page.vm
                    Layout.fillWidth: true
                }

                Repeater {
                    model: page.view.unended

                    Tile {
                        required property var modelData

                        objectName: "unended-" + modelData.day
                        tone: "warn"
                        iconName: "calendar-clock"
                        chevron: true
                        text: modelData.text
                        least: Theme.touchPrimary
                        Layout.fillWidth: true
                        onClicked: page.vm.look_at_day(modelData.day)
                    }
                }
            }

            Card {
                Layout.fillWidth: true
                Layout.preferredWidth: 660
                Layout.alignment: Qt.AlignTop
                spacing: Theme.s12

                DayEdge {
                    visible: page.view.state !== "open"
                    text: Tr.t("day_log.begun")
                    names: "begin%1"
                    time: page.view.begun
                    less: Tr.t("day_log.begin_earlier")
                    more: Tr.t("day_log.begin_later")
                    onAdjusted: steps => page.vm.adjust("", "start", steps)
                    onTypeAsked: page.typeDay("start")
                    Layout.fillWidth: true
                }

                DayEdge {
                    visible: page.view.ended !== ""
                    text: Tr.t("day_log.ended")
                    names: "end%1"
                    time: page.view.ended
                    less: Tr.t("day_log.end_earlier")
                    more: Tr.t("day_log.end_later")
                    onAdjusted: steps => page.vm.adjust("", "end", steps)
                    onTypeAsked: page.typeDay("end")
                    Layout.fillWidth: true
                }

                EmptyNote {
                    visible: page.view.loaded && page.view.empty
                    iconName: "clipboard-list"
                    title: Tr.t("day_log.empty_title")
                    text: page.view.isCurrent ? Tr.t("day_log.empty_text") : ""
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.s24
                    Layout.bottomMargin: Theme.s24
                }

                Repeater {
                    model: page.vm.rows

                    DayLogRow {
                        Layout.fillWidth: true
                        onFillAsked: wanted => gapSheet.openFor({ gap: wanted })
                        onLookAsked: page.vm.look_at(rowId)
                        onRemoveAsked: page.vm.remove(rowId)
                        onAdjusted: steps => page.vm.adjust(rowId, edge, steps)
                        onTypeAsked: timeSheet.openFor({ row: rowId, edge: edge, start: starts, end: ends, title: title })
                    }
                }

                Flow {
                    visible: page.view.sums.length > 0
                    spacing: Theme.s8
                    Layout.fillWidth: true

                    Repeater {
                        model: page.view.sums

                        Pill {
                            required property string modelData

                            text: modelData
                            tone: "accent"
                        }
                    }
                }
            }
        }
    }

    LazySheet {
        id: timeSheet

        parent: page
        placeName: "dayTime"
        sourceComponent: DayTimeSheet {
            vm: page.vm
        }
    }

    overlay: Sheet {
        id: gapSheet

        objectName: "fillSheet"
        placeName: "fill"
        title: Tr.t("day_log.fill_title")

        GridLayout {
            columns: 2
            columnSpacing: Theme.s12
            rowSpacing: Theme.s12
            uniformCellWidths: true
            Layout.fillWidth: true

            Repeater {
                model: page.view.kinds

                ActionButton {
                    required property var modelData

                    objectName: "fill-" + modelData.id
                    iconName: modelData.icon
                    text: modelData.text
                    implicitHeight: Theme.touchAnswer
                    Layout.fillWidth: true
                    onClicked: {
                        page.vm.fill(gapSheet.asked.gap, modelData.id);
                        gapSheet.close();
                    }
                }
            }
        }
    }
}
