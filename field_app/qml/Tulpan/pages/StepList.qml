import QtQuick
import QtQuick.Templates as T
import Tulpan

// The steps of the checklist beside the open one; those that are not called for are struck through.
Rectangle {
    id: pane

    required property var steps
    property int place: -1
    property bool edged: true

    signal asked(string stepId)

    color: Theme.surface
    implicitWidth: 276

    Rectangle {
        visible: pane.edged
        anchors.right: parent.right
        width: Theme.line
        height: parent.height
        color: Theme.border
    }

    ListView {
        id: list

        objectName: "stepList"
        anchors.fill: parent
        anchors.margins: pane.edged ? Theme.s12 : 0
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        // Rows out of sight are made bit by bit; a page that was left meanwhile would take them away half made.
        cacheBuffer: 0
        spacing: Theme.s8
        model: pane.steps
        // The list follows its current index by itself; moving it from a delegate would take that delegate away under it.
        currentIndex: pane.place
        highlightMoveDuration: 0

        delegate: T.AbstractButton {
            id: row

            required property var model
            readonly property bool here: model.current
            readonly property bool struck: model.state === "skipped"
            readonly property bool answered: model.state === "done" || model.state === "warn" || model.state === "fail" || model.state === "passed"
            readonly property bool held: model.state === "held"
            readonly property color strong: model.state === "fail" ? Theme.badStrong : model.state === "warn" ? Theme.warnStrong : model.state === "passed" ? Theme.text2 : Theme.accent

            objectName: "step-" + model.id
            width: list.width
            implicitHeight: Math.max(Theme.touchTarget, words.implicitHeight + Theme.s8)
            enabled: !struck
            text: model.title
            Accessible.role: Accessible.Button
            onClicked: pane.asked(model.id)

            background: Rectangle {
                radius: Theme.radiusTile
                color: row.here ? (Theme.sun ? Theme.accent : Theme.accentSoft) : "transparent"

                Rectangle {
                    anchors.fill: parent
                    radius: parent.radius
                    color: Theme.text
                    opacity: row.pressed ? 0.1 : 0
                }
            }

            contentItem: Item {
                Rectangle {
                    x: 8
                    anchors.verticalCenter: parent.verticalCenter
                    width: 34
                    height: 34
                    radius: 17
                    color: row.answered ? row.strong : row.here && Theme.sun ? "transparent" : "transparent"
                    border.width: 2
                    border.color: row.held ? (row.here && Theme.sun ? Theme.accentFg : Theme.badStrong) : row.answered ? row.strong : row.here ? (Theme.sun ? Theme.accentFg : Theme.accent) : Theme.borderStrong

                    Icon {
                        anchors.centerIn: parent
                        visible: row.answered
                        name: row.model.state === "fail" || row.model.state === "warn" ? "triangle-alert" : row.model.state === "passed" ? "minus" : "check"
                        color: Theme.surface
                        size: 20
                        stroke: 2.5
                    }

                    Icon {
                        anchors.centerIn: parent
                        visible: row.held
                        name: "lock"
                        color: row.here && Theme.sun ? Theme.accentFg : Theme.badStrong
                        size: 18
                    }

                    Label {
                        anchors.centerIn: parent
                        visible: !row.answered && !row.held
                        text: row.struck ? "–" : row.model.number
                        size: Theme.textMeta
                        weight: Theme.semibold
                        color: row.here && Theme.sun ? Theme.accentFg : row.here ? Theme.accentInk : Theme.text2
                    }
                }

                Avatar {
                    id: by

                    objectName: "stepBy"
                    visible: row.model.by !== ""
                    anchors.right: parent.right
                    anchors.rightMargin: 6
                    anchors.verticalCenter: parent.verticalCenter
                    initials: row.model.by
                    side: 36
                }

                Column {
                    id: words

                    x: 54
                    width: parent.width - x - 6 - (by.visible ? by.width + Theme.s8 : 0)
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: 0

                    Label {
                        width: parent.width
                        text: row.model.title
                        size: Theme.textMeta
                        weight: row.here ? Theme.bold : Theme.medium
                        font.strikeout: row.struck
                        color: row.here && Theme.sun ? Theme.accentFg : row.struck ? Theme.text2 : Theme.text
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        elide: Text.ElideRight
                        lineHeight: 1
                    }

                    Label {
                        objectName: "stepAnswer"
                        width: parent.width
                        visible: text !== ""
                        text: row.model.detail
                        size: Theme.textMeta
                        color: row.here && Theme.sun ? Theme.accentFg : Theme.text2
                        wrapMode: Text.Wrap
                        maximumLineCount: 4
                        elide: Text.ElideRight
                    }
                }
            }
        }
    }
}
