import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Covers everything until the PIN is there; forgotten, it opens by itself after a minute and the office is told.
Rectangle {
    id: screen

    property string typed: ""

    objectName: "lockScreen"
    color: Theme.canvas
    focus: true
    Accessible.name: Tr.t("lock.locked")
    Component.onCompleted: forceActiveFocus()

    function press(key: string) {
        if (key === "back")
            typed = typed.slice(0, -1);
        else if (/^\d$/.test(key) && typed.length < 8)
            typed += key;
    }

    function tryIt() {
        Lock.enter(typed);
        typed = "";
    }

    Keys.onPressed: event => {
        if (/^\d$/.test(event.text))
            press(event.text);
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            tryIt();
        event.accepted = true;
    }

    MouseArea {
        anchors.fill: parent
        onWheel: wheel => wheel.accepted = true
    }

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s24, 480)
        spacing: Theme.s16

        Label {
            text: Tr.t("lock.locked")
            size: Theme.textTitle
            weight: Theme.bold
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Label {
            objectName: "lockSays"
            text: Lock.forgets ? Tr.t("lock.forgetting", { seconds: Lock.wait }) : Lock.wait > 0 ? Tr.t("lock.waiting", { seconds: Lock.wait }) : Lock.wrong > 0 ? Tr.t("lock.wrong") : Tr.t("lock.ask")
            color: Lock.wrong > 0 && !Lock.forgets ? Theme.badInk : Theme.text2
            weight: Lock.wrong > 0 && !Lock.forgets ? Theme.semibold : Theme.regular
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
            // Wider than the pad below it, so that the last word is seldom alone on a line.
            Layout.leftMargin: -Theme.s48
            Layout.rightMargin: -Theme.s48
        }

        PinDots {
            count: screen.typed.length
            Layout.alignment: Qt.AlignHCenter
        }

        NumberPad {
            objectName: "lockPad"
            hasDecimal: false
            radius: Theme.radiusCard
            least: Theme.touchPrimary
            implicitHeight: 400
            Layout.fillWidth: true
            onKeyPressed: key => screen.press(key)
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            ActionButton {
                objectName: "forgotPin"
                kind: "quiet"
                visible: !Lock.forgets
                implicitHeight: Theme.touchAnswer
                text: Tr.t("lock.forgot")
                Layout.fillWidth: true
                onClicked: Lock.forget()
            }

            ActionButton {
                objectName: "unlock"
                kind: "primary"
                iconName: "lock-open"
                enabled: screen.typed.length >= 4
                text: Tr.t("lock.open")
                Layout.fillWidth: true
                onClicked: screen.tryIt()
            }
        }
    }
}
