import QtQuick
import Tulpan

// One sentence over the page for a while; it never takes a touch from what lies under it.
Rectangle {
    id: toast

    property string text: ""
    property string tone: "good"
    property int maximumWidth: 900

    function show(words: string, kind: string) {
        text = words;
        tone = kind;
        opacity = 1;
        // Long enough to read it: a base and some time for every letter.
        timer.interval = 2500 + 50 * words.length;
        timer.restart();
    }

    objectName: "toast"
    z: 100
    width: Math.min(maximumWidth, words.implicitWidth + 2 * Theme.s20 + 40)
    height: Math.max(Theme.touchPrimary, words.implicitHeight + 2 * Theme.s16)
    radius: Theme.radiusTile
    color: tone === "bad" ? Theme.badSoft : Theme.rail
    border.width: 2
    border.color: tone === "bad" ? Theme.badStrong : Theme.sun ? Theme.railText : Theme.rail
    opacity: 0
    visible: opacity > 0

    Behavior on opacity {
        NumberAnimation { duration: Theme.motionPane }
    }

    Timer {
        id: timer

        onTriggered: toast.opacity = 0
    }

    Icon {
        id: mark

        x: Theme.s16
        anchors.verticalCenter: parent.verticalCenter
        name: toast.tone === "bad" ? "triangle-alert" : toast.tone === "info" ? "bell" : "check"
        color: toast.tone === "bad" ? Theme.badInk : Theme.railFg
    }

    Label {
        id: words

        objectName: "toastText"
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.s16 + 36
        width: Math.min(implicitWidth, toast.maximumWidth - x - Theme.s20)
        text: toast.text
        color: toast.tone === "bad" ? Theme.badInk : Theme.railFg
        weight: Theme.medium
        wrapMode: Text.WordWrap
    }
}
