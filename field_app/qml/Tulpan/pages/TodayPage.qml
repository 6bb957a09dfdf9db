import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The day on a spine: done jobs quiet, the next one with its buttons, and a notice when a new one has come.
Page {
    id: page

    required property TodayModel vm
    readonly property var view: vm.view
    // He scrolled himself, now or before he left the page.
    property bool isScrolled: Number(Navigation.remembered("scroll", 0)) > 0

    // Done jobs fill the page by noon: the next one's buttons are in sight without a search, unless there is news above.
    function bringCurrent() {
        if (isScrolled || news.visible)
            return;
        for (let place = 0; place < visits.count; place++) {
            const row = visits.itemAt(place) as VisitRow;
            if (row !== null && row.isCurrent) {
                const bottom = row.mapToItem(scroller.contentItem, 0, row.height).y + scroller.padding;
                const lowest = Math.max(0, scroller.contentHeight - scroller.height);
                scroller.contentY = Math.min(lowest, Math.max(scroller.contentY, bottom - scroller.height));
            }
        }
    }

    objectName: "todayPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: false
    topBar.hasBack: false
    topBar.large: true
    topBar.implicitHeight: portrait ? 132 : 100

    topExtras: [
        IconButton {
            objectName: "openDayLog"
            visible: !page.portrait
            kind: "quiet"
            side: Theme.touchTarget
            iconName: "clipboard-list"
            text: Tr.t("day_log.open")
            onClicked: page.vm.open_page("day_log")
        },
        IconButton {
            objectName: "openOwnHistory"
            visible: !page.portrait
            kind: "quiet"
            side: Theme.touchTarget
            iconName: "search"
            text: Tr.t("day_log.history")
            onClicked: page.vm.open_page("own_history")
        },
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
            onClicked: page.vm.step_day(1)
        }
    ]

    Connections {
        target: scroller

        function onMovementStarted() {
            page.isScrolled = true;
        }

        function onContentHeightChanged() {
            Qt.callLater(page.bringCurrent);
        }

        function onHeightChanged() {
            Qt.callLater(page.bringCurrent);
        }
    }

    Scroller {
        id: scroller

        placeName: "scroll"
        anchors.fill: parent
        padding: Theme.s20

        ColumnLayout {
            width: parent.width
            spacing: Theme.s16

            HealthCard {
                vm: page.vm
                Layout.fillWidth: true
            }

            NewJobNotice {
                id: news

                notice: page.view.notice
                Layout.fillWidth: true
                onShowAsked: activityId => page.vm.look_at(activityId)
            }

            Repeater {
                model: page.view.forgotten

                Tile {
                    required property var modelData

                    objectName: "forgotten-" + modelData.day
                    tone: "warn"
                    iconName: "calendar-clock"
                    chevron: true
                    text: modelData.text
                    least: Theme.touchPrimary
                    Layout.fillWidth: true
                    onClicked: page.vm.open_day(modelData.day)
                }
            }

            // Standing, the bar above has no room for them.
            RowLayout {
                visible: page.portrait
                spacing: Theme.s12
                uniformCellSizes: true
                Layout.fillWidth: true

                ActionButton {
                    objectName: "openDayLogPortrait"
                    kind: "quiet"
                    iconName: "clipboard-list"
                    text: Tr.t("day_log.open")
                    Layout.fillWidth: true
                    onClicked: page.vm.open_page("day_log")
                }

                ActionButton {
                    objectName: "openOwnHistoryPortrait"
                    kind: "quiet"
                    iconName: "search"
                    text: Tr.t("day_log.history")
                    Layout.fillWidth: true
                    onClicked: page.vm.open_page("own_history")
                }
            }

            ActionButton {
                objectName: "showToday"
                visible: !page.view.isToday
                kind: "tonal"
                iconName: "calendar-clock"
                text: Tr.t("field.today")
                onClicked: page.vm.show_today()
            }

            EmptyNote {
                visible: page.view.loaded && page.view.empty
                iconName: "coffee"
                title: Tr.t("field.empty_day_title")
                text: Tr.t("field.empty_day_text")
                Layout.fillWidth: true
                Layout.topMargin: Theme.s48
            }

            Item {
                implicitHeight: spine.implicitHeight
                Layout.fillWidth: true

                Rectangle {
                    visible: visits.count > 1
                    x: 47
                    y: 40
                    width: 3
                    height: spine.height - 120
                    color: Theme.border
                }

                ColumnLayout {
                    id: spine

                    width: parent.width
                    spacing: Theme.s16

                    Repeater {
                        id: visits

                        model: page.vm.visits

                        VisitRow {
                            Layout.fillWidth: true
                            onActAsked: page.vm.act(activityId)
                            onAcceptAsked: page.vm.accept(activityId)
                            onLookAsked: page.vm.look_at(activityId)
                            onCallAsked: page.vm.call(activityId)
                            onMapAsked: page.vm.navigate(activityId)
                        }
                    }
                }
            }
        }
    }
}
