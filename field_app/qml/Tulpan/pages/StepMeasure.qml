import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A measured value: what is typed on the pad, its verdict, and where it stands between the limits.
ColumnLayout {
    id: measure

    required property ChecklistModel vm
    readonly property var step: vm.view.step
    readonly property bool given: step.value !== "" && !step.offered

    spacing: Theme.s16

    Rectangle {
        implicitHeight: 116
        radius: Theme.radiusCard
        color: Theme.surface
        border.width: 3
        border.color: measure.step.badge === "bad" ? Theme.badStrong : measure.step.badge === "warn" ? Theme.warnStrong : measure.step.offered ? Theme.borderStrong : Theme.accent
        Layout.fillWidth: true

        Label {
            id: value

            objectName: "stepValue"
            x: 28
            anchors.verticalCenter: parent.verticalCenter
            text: measure.step.value !== "" ? measure.step.value : "–"
            color: measure.given ? Theme.text : Theme.text3
            size: Theme.textValue
            weight: measure.given ? Theme.bold : Theme.regular
            width: Math.min(implicitWidth, parent.width - x - unit.implicitWidth - verdict.width - Theme.s20 - 2 * Theme.s16)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.textLeast
        }

        Label {
            id: unit

            anchors.left: value.right
            anchors.leftMargin: Theme.s16
            anchors.baseline: value.baseline
            text: measure.step.unit
            size: 28
            color: Theme.text2
        }

        Pill {
            id: verdict

            objectName: "stepVerdict"
            anchors.right: parent.right
            anchors.rightMargin: Theme.s20
            anchors.verticalCenter: parent.verticalCenter
            text: measure.given ? measure.step.badgeText : ""
            iconName: measure.step.badgeIcon
            tone: measure.step.badge
            size: Theme.textBody
            implicitHeight: 52
        }
    }

    Label {
        objectName: "calculatedHint"
        visible: measure.step.kind === "calculated"
        text: measure.step.value !== "" ? Tr.t("field_work.calculated_hint") : Tr.t("field_work.calculated_waits")
        color: Theme.text2
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    RangeGauge {
        visible: measure.step.gauge.okTo !== undefined
        gauge: measure.step.gauge
        Layout.fillWidth: true
    }
}
