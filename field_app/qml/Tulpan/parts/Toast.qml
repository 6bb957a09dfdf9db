import QtQuick
import QtQuick.Templates as T
import Tulpan

// One sentence over the page for a while; only its button, when it has one, takes a touch from what lies under it.
Rectangle {
    id: toast

    property string text: ""
    property string tone: "good"
    property string act: ""
    property int maximumWidth: 900
    // Only what went wrong is said now; the rest, the newest of it, when this is over.
    property bool waits: false
    property var waiting: null
    // What went wrong stands its time: nothing takes its place before it can be read, and of the next one none is lost.
    property var alsoWrong: []
    readonly property bool standsFirm: timer.running && tone === "bad"
    readonly property color ink: tone === "bad" ? Theme.badInk : tone === "warn" ? Theme.warnInk : Theme.railFg
    readonly property color strong: tone === "bad" ? Theme.badStrong : tone === "warn" ? Theme.warnStrong : Theme.sun ? Theme.railText : Theme.rail

    signal actAsked

    function show(words: string, kind: string, offer: string) {
        const said = { words: words, kind: kind, offer: offer };
        if (kind !== "bad" && (waits || standsFirm))
            waiting = said;
        else if (standsFirm && words !== text)
            alsoWrong = [...alsoWrong.filter(one => one.words !== words), said];
        else
            put(said);
    }

    function put(said: var) {
        const words = said.words;
        const offer = said.offer;
        text = words;
        tone = said.kind;
        act = offer;
        opacity = 1;
        // Long enough to read it: a base and some time for every letter, and some more to decide.
        timer.interval = 2500 + 50 * words.length + (offer !== "" ? 3500 : 0);
        timer.restart();
    }

    // Its time is over: what came meanwhile.
    function next() {
        const kept = waiting;
        if (alsoWrong.length > 0) {
            put(alsoWrong[0]);
            alsoWrong = alsoWrong.slice(1);
        } else if (kept && !waits) {
            waiting = null;
            put(kept);
        } else {
            opacity = 0;
        }
    }

    onWaitsChanged: {
        const kept = waiting;
        waiting = null;
        if (waits && timer.running && tone !== "bad") {
            timer.stop();
            opacity = 0;
            if (tone === "warn" || act !== "")
                waiting = { words: text, kind: tone, offer: act };
        } else if (!waits && kept) {
            show(kept.words, kept.kind, kept.offer);
        }
    }

    objectName: "toast"
    z: 100
    width: Math.min(maximumWidth, words.implicitWidth + 2 * Theme.s20 + 40 + button.room)
    height: Math.max(Theme.touchPrimary, words.implicitHeight + 2 * Theme.s16)
    radius: Theme.radiusTile
    color: tone === "bad" ? Theme.badSoft : tone === "warn" ? Theme.warnSoft : Theme.rail
    border.width: 2
    border.color: strong
    opacity: 0
    visible: opacity > 0 && (!waits || tone === "bad")

    Behavior on opacity {
        NumberAnimation { duration: Theme.motionPane }
    }

    Timer {
        id: timer

        onTriggered: toast.next()
    }

    Icon {
        id: mark

        x: Theme.s16
        anchors.verticalCenter: parent.verticalCenter
        name: toast.tone === "bad" || toast.tone === "warn" ? "triangle-alert" : toast.tone === "info" ? "bell" : "check"
        color: toast.ink
    }

    Label {
        id: words

        objectName: "toastText"
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.s16 + 36
        width: Math.min(implicitWidth, toast.maximumWidth - x - Theme.s20 - button.room)
        text: toast.text
        color: toast.ink
        weight: Theme.medium
        wrapMode: Text.Wrap
    }

    T.AbstractButton {
        id: button

        readonly property int room: toast.act !== "" ? width + Theme.s12 : 0

        objectName: "toastAct"
        visible: toast.act !== ""
        enabled: timer.running
        anchors.right: parent.right
        anchors.rightMargin: Theme.s12
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: label.implicitWidth + 2 * Theme.s20
        implicitHeight: Theme.touchTarget
        text: toast.act
        Accessible.name: text
        Accessible.role: Accessible.Button
        onClicked: {
            toast.opacity = 0;
            toast.actAsked();
        }

        background: Rectangle {
            radius: Theme.radiusTile
            color: button.pressed ? Qt.alpha(toast.ink, 0.14) : "transparent"
            border.width: 2
            border.color: toast.ink
        }

        contentItem: Item {
            Label {
                id: label

                anchors.centerIn: parent
                text: toast.act
                color: toast.ink
                weight: Theme.semibold
            }
        }
    }
}
