import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The end of a day asked for: it lies open, and nothing has been noted for long.
Card {
    id: card

    required property DayLogModel vm
    readonly property var view: vm.view
    readonly property bool isForgotten: view.state === "forgotten"

    signal typeAsked

    objectName: "dayQuestion"
    spacing: Theme.s12

    Heading {
        text: card.isForgotten ? Tr.t("day_log.question_forgotten") : Tr.t("day_log.question_title")
    }

    Label {
        objectName: "dayQuestionText"
        text: card.view.question
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    ActionButton {
        objectName: "endedThen"
        visible: !card.isForgotten && !card.view.isAhead
        kind: "tonal"
        iconName: "check"
        text: Tr.t("day_log.ended_at", { time: card.view.last })
        implicitHeight: Theme.touchAnswer
        Layout.fillWidth: true
        onClicked: card.vm.end_at_last()
    }

    ActionButton {
        objectName: "endedOther"
        visible: !card.view.isAhead
        iconName: "clock"
        text: Tr.t("day_log.other_time")
        implicitHeight: Theme.touchAnswer
        Layout.fillWidth: true
        onClicked: card.typeAsked()
    }

    ActionButton {
        objectName: "stillWorking"
        visible: card.view.mayGoOn
        kind: "quiet"
        iconName: "arrow-right"
        text: Tr.t("day_log.still_working")
        implicitHeight: Theme.touchAnswer
        Layout.fillWidth: true
        onClicked: card.vm.go_on()
    }
}
