import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// One step at a time; every answer is committed before the page turns.
Page {
    id: page

    required property ChecklistModel vm
    readonly property var view: vm.view
    readonly property var step: view.step
    readonly property bool measures: step.padded && !step.cannot

    objectName: "checklistPage"
    title: view.name
    subtitle: view.subtitle
    onStepChanged: if (step.id !== "") Navigation.remember({ step: step.id })
    onBackAsked: vm.flush()

    topExtras: Pill {
        objectName: "onSitePill"
        implicitHeight: 44
        text: page.view.onSite
        iconName: "timer"
        tone: "on_site"
    }

    // Sees every finger and takes none: the page does not turn by itself while one is down.
    overlay: PointHandler {
        onActiveChanged: page.vm.hold(active)
    }

    actions: [
        ActionButton {
            id: back

            objectName: "stepBack"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.vm.back()
        },
        ActionButton {
            id: leave

            objectName: "leaveAnyway"
            visible: page.view.toMissing
            iconName: "clipboard-list"
            text: Tr.t("field_work.leave_anyway")
            implicitHeight: Theme.touchAnswer
            onClicked: page.vm.leave_for_records()
        }
    ]
    primary: [
        ActionButton {
            id: next

            objectName: "stepNext"
            kind: "primary"
            implicitWidth: page.portrait ? 400 : 420
            iconAtEnd: true
            resting: page.view.resting
            iconName: page.view.toMissing ? "corner-down-left" : "arrow-right"
            text: !page.view.isLast ? Tr.t("field_work.next_step", { name: page.view.next }) : page.view.toMissing ? Tr.t("field_work.go_to_missing") : Tr.t("field_work.to_records")
            detail: page.view.isLast ? (page.view.missing > 0 ? page.view.missingText : Tr.t("field_work.to_records_detail")) : ""
            onClicked: page.vm.next()
        }
    ]

    // Between the buttons, where there is room for it.
    StepDots {
        readonly property real room: page.width - back.width - next.width - 2 * (Theme.s20 + Theme.s24)

        objectName: "bottomDots"
        parent: page.bottomBar
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.s20 + Theme.s24 + (Theme.leftHanded ? next.width : back.width) + (room - width) / 2
        visible: !page.portrait && !leave.visible && width <= room
        steps: page.vm.steps
    }

    StepList {
        id: list

        visible: !page.portrait
        width: visible ? implicitWidth : 0
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        steps: page.vm.steps
        place: page.view.place
        onAsked: stepId => page.vm.go_to(stepId)
    }

    StepBar {
        id: dots

        objectName: "stepBar"
        visible: page.portrait
        x: Theme.s20
        y: Theme.s12
        width: parent.width - 2 * Theme.s20
        steps: page.vm.steps
        place: page.view.place
        total: page.view.total
        onClicked: stepsSheet.open()
    }

    StepBody {
        id: body

        anchors.left: list.right
        anchors.top: page.portrait ? dots.bottom : parent.top
        anchors.right: page.portrait || !pad.visible ? parent.right : pad.left
        anchors.bottom: page.portrait && pad.visible ? pad.top : parent.bottom
        vm: page.vm
        crowned: page.portrait
        onSkipAsked: skipSheet.open()
    }

    NumberPad {
        id: pad

        objectName: "numberPad"
        visible: page.measures
        width: page.portrait ? parent.width : implicitWidth
        height: page.portrait ? 412 : parent.height
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        decimalSign: page.step.decimalSign
        hasDecimal: page.step.decimals > 0
        signed: page.step.signed
        enabled: !page.view.closed
        onKeyPressed: key => page.vm.press(key)

        Rectangle {
            width: page.portrait ? parent.width : Theme.line
            height: page.portrait ? Theme.line : parent.height
            color: Theme.border
        }
    }

    // Nobody has seen this step yet: a tap now was meant for the one before.
    MouseArea {
        objectName: "unseen"
        visible: page.view.unseen
        anchors.fill: parent
    }

    // A keyboard, where there is one, types the value too.
    Keys.onPressed: event => {
        if (!page.measures || page.view.closed)
            return;
        if (event.key === Qt.Key_Backspace)
            page.vm.press("back");
        else if (event.text === "," || event.text === ".")
            page.vm.press("decimal");
        else if (event.text === "-")
            page.vm.press("minus");
        else if (event.text >= "0" && event.text <= "9")
            page.vm.press(event.text);
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            page.vm.next();
        else
            return;
        event.accepted = true;
    }

    LazySheet {
        id: stepsSheet

        parent: page
        placeName: "steps"
        sourceComponent: Sheet {
            id: steps

            objectName: "stepsSheet"
            title: Tr.t("field_work.all_steps")

            StepList {
                steps: page.vm.steps
                place: page.view.place
                edged: false
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(page.height - 220, page.view.total * (Theme.touchTarget + Theme.s8) - Theme.s8)
                onAsked: stepId => {
                    steps.close();
                    page.vm.go_to(stepId);
                }
            }
        }
    }

    LazySheet {
        id: skipSheet

        parent: page
        placeName: "skip"
        sourceComponent: ReasonSheet {
            objectName: "skipSheet"
            title: page.step.kind === "measure" ? Tr.t("field_work.cannot_title") : Tr.t("field_work.skip_title")
            text: Tr.t("field_work.skip_text")
            reasons: [Tr.t("field_work.skip_reason_broken"), Tr.t("field_work.skip_reason_access"), Tr.t("field_work.skip_reason_customer"), Tr.t("field_work.skip_reason_time")]
            onGiven: reason => page.vm.skip(reason)
        }
    }
}
