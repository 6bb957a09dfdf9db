import QtQuick
import Tulpan

// A raised sheet: a soft shadow in the light theme, only a border in the dark and the sun.
Rectangle {
    id: surface

    property bool raised: true

    color: Theme.surface
    radius: Theme.radiusCard
    border.width: Theme.line
    border.color: Theme.border

    BorderImage {
        readonly property int blur: 8
        readonly property int edge: blur + surface.radius + 1

        visible: surface.raised && !Theme.dark && !Theme.sun
        z: -1
        anchors.fill: parent
        anchors.margins: -blur
        anchors.topMargin: -blur + 2
        anchors.bottomMargin: -blur - 2
        border { left: edge; right: edge; top: edge; bottom: edge }
        source: visible ? "image://shadow/%1/0.05/%2/%3".arg(String(Theme.shadow).slice(1)).arg(blur).arg(surface.radius) : ""
    }
}
