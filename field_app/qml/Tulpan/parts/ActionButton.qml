import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan

// A button with words. kind: primary (one per page), outline, tonal, quiet, danger.
T.AbstractButton {
    id: control

    property string kind: chosen ? "tonal" : "outline"
    property string iconName: ""
    property bool iconAtEnd: false
    property string detail: ""
    property bool busy: false
    // Does not answer for a moment, and looks as it did.
    property bool resting: false
    // The one of several that holds; in the sun it is filled.
    property bool chosen: false
    property int textSize: Theme.textBody + (kind === "primary" ? 2 : 1)

    readonly property bool off: !enabled && !resting
    readonly property color ink: off ? Theme.text3 : kind === "primary" || (chosen && Theme.sun) ? Theme.accentFg : kind === "danger" ? Theme.badInk : kind === "tonal" ? Theme.accentInk : Theme.text
    readonly property color fill: off ? Theme.sunken : kind === "primary" || (chosen && Theme.sun) ? Theme.accent : kind === "tonal" ? Theme.accentSoft : kind === "quiet" ? Theme.sunken : Theme.surface

    implicitHeight: Math.max(kind === "primary" ? Theme.touchAnswer : Theme.touchPrimary, row.implicitHeight + Theme.s12)
    implicitWidth: Math.max(implicitHeight, row.implicitWidth + 2 * (kind === "primary" ? Theme.s32 : Theme.s24))
    enabled: !busy && !resting
    Accessible.name: text
    Accessible.role: Accessible.Button

    background: Rectangle {
        radius: Theme.radiusCard - 2
        color: control.fill
        border.width: (Theme.sun && control.off) || (control.kind === "primary" && !(control.off && Theme.bordered)) || (control.kind === "quiet" && !Theme.bordered) ? 0 : 2
        border.color: control.off || (control.kind === "quiet" && !Theme.sun) ? Theme.border : control.kind === "danger" ? Theme.badStrong : control.kind === "tonal" ? Theme.accent : Theme.borderStrong

        // In the sun there is no grey: what does not answer has a broken line.
        Loader {
            anchors.fill: parent
            active: Theme.sun && control.off
            sourceComponent: BrokenLine {
                radius: Theme.radiusCard - 2
            }
        }

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: control.pressed ? 0.14 : 0
        }

        Rectangle {
            anchors.fill: parent
            anchors.margins: -4
            radius: parent.radius + 4
            color: "transparent"
            border.width: Theme.focusWidth
            border.color: Theme.accent
            visible: control.visualFocus
        }
    }

    contentItem: Item {
        RowLayout {
            id: row

            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - 2 * Theme.s12)
            spacing: Theme.s16
            layoutDirection: control.iconAtEnd ? Qt.RightToLeft : Qt.LeftToRight

            Icon {
                name: control.iconName
                color: control.ink
                size: control.kind === "primary" ? 28 : 26
                Layout.preferredWidth: size
                Layout.preferredHeight: size
            }

            ColumnLayout {
                spacing: 0
                visible: control.text !== ""
                Layout.fillWidth: true

                Label {
                    objectName: "buttonText"
                    text: control.text
                    color: control.ink
                    size: control.textSize
                    weight: control.kind === "primary" ? Theme.semibold : Theme.medium
                    wrapMode: Text.Wrap
                    maximumLineCount: 3
                    lineHeight: 1
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                    horizontalAlignment: control.detail !== "" ? Text.AlignLeft : Text.AlignHCenter
                }

                Label {
                    objectName: "buttonDetail"
                    visible: control.detail !== ""
                    text: control.detail
                    color: control.ink
                    size: Theme.textMeta
                    opacity: 0.92
                    wrapMode: Text.Wrap
                    maximumLineCount: 2
                    lineHeight: 1
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
            }
        }
    }
}
