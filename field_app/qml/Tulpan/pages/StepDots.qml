import QtQuick
import Tulpan

// How far the checklist has come: one dot per step, the open one long.
Row {
    id: dots

    required property var steps

    spacing: 8
    Accessible.ignored: true

    Repeater {
        model: dots.steps

        Rectangle {
            id: dot

            required property var model
            readonly property bool here: model.current
            readonly property bool answered: model.state !== "todo" && model.state !== "skipped"

            width: here ? 34 : 14
            height: 14
            radius: 7
            color: here ? Theme.accent : answered ? (model.state === "fail" || model.state === "held" ? Theme.badStrong : model.state === "warn" ? Theme.warnStrong : Theme.sun ? Theme.accent : Qt.alpha(Theme.accent, 0.55)) : "transparent"
            border.width: here || answered ? 0 : 2
            border.color: Theme.borderStrong
            opacity: dot.model.state === "skipped" ? 0.4 : 1
        }
    }
}
