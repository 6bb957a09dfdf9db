import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The answer is a deviation: where that shows, what it was in the technician's words, and another visit for it.
ColumnLayout {
    id: deviation

    required property ChecklistModel vm
    readonly property var step: vm.view.step
    readonly property bool open: !vm.view.closed
    readonly property bool mild: step.badge === "warn"
    readonly property color ink: mild ? Theme.warnInk : Theme.badInk

    visible: step.deviation
    spacing: Theme.s16

    Rectangle {
        objectName: "deviation"
        visible: deviation.step.deviation
        radius: Theme.radiusTile
        color: deviation.mild ? Theme.warnSoft : Theme.badSoft
        border.width: Theme.sun ? 2 : 0
        border.color: deviation.mild ? Theme.warnStrong : Theme.badStrong
        implicitHeight: said.implicitHeight + 2 * Theme.s12
        Layout.fillWidth: true

        Icon {
            x: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            name: deviation.step.held ? "lock" : "triangle-alert"
            color: deviation.ink
        }

        Column {
            id: said

            x: 58
            width: parent.width - x - Theme.s16
            anchors.verticalCenter: parent.verticalCenter

            Label {
                width: parent.width
                text: deviation.step.held ? Tr.t("field_work.held_title") : Tr.t("field_work.deviation_title")
                size: Theme.textMeta
                weight: Theme.semibold
                color: deviation.ink
            }

            Label {
                width: parent.width
                text: deviation.step.held ? Tr.t("field_work.held_text") : deviation.step.followUp ? Tr.t("field_work.deviation_follow_up") : Tr.t("field_work.deviation_text")
                size: Theme.textMeta
                color: deviation.ink
                wrapMode: Text.Wrap
            }
        }
    }

    Field {
        id: remark

        readonly property string stepId: deviation.step.id
        readonly property string kept: deviation.step.remark

        objectName: "remark"
        // The page's model keeps what is half typed, as it does for every answer.
        placeName: ""
        visible: deviation.step.asksRemark
        enabled: deviation.open
        label: deviation.step.remarkLabel
        Layout.fillWidth: true
        onTextEdited: deviation.vm.remark(text)
        onEditingFinished: deviation.vm.flush()
        onStepIdChanged: text = deviation.step.remark
        // The box follows the model except while it is being typed in, so that the cursor stays where it is.
        onKeptChanged: if (!activeFocus && text !== kept) text = kept
    }

    ActionButton {
        objectName: "proposeReturn"
        kind: "tonal"
        visible: deviation.step.deviation && deviation.open
        iconName: "calendar-plus"
        text: Tr.t("finding.propose_return")
        Layout.fillWidth: true
        onClicked: deviation.vm.propose_return()
    }
}
