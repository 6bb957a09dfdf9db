import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A step that was left with a reason; it can still be answered after all.
ColumnLayout {
    id: skipped

    required property ChecklistModel vm
    readonly property bool measures: vm.view.step.kind === "measure"

    spacing: Theme.s12

    Rectangle {
        radius: Theme.radiusCard
        color: Theme.sunken
        border.width: Theme.sun ? 2 : 0
        border.color: Theme.border
        implicitHeight: reason.implicitHeight + 2 * Theme.s24
        Layout.fillWidth: true

        Icon {
            x: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            name: "circle-dashed"
            size: 32
        }

        Label {
            id: reason

            objectName: "skippedReason"
            x: 72
            width: parent.width - x - Theme.s16
            anchors.verticalCenter: parent.verticalCenter
            text: Tr.t(skipped.measures ? "field_work.cannot_reason" : "field_work.skipped_reason", { reason: skipped.vm.view.step.reason })
            weight: Theme.medium
            wrapMode: Text.Wrap
        }
    }

    ActionButton {
        objectName: "takeBackSkip"
        iconName: "undo-2"
        text: Tr.t(skipped.measures ? "field_work.cannot_take_back" : "field_work.take_back")
        Layout.fillWidth: true
        onClicked: skipped.vm.clear_answer()
    }
}
