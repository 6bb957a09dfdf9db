import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Before an encrypted tablet can show anything: its PIN; and a few words while its files are written.
Rectangle {
    id: screen

    objectName: "openingScreen"
    color: Theme.canvas
    focus: true
    Accessible.name: Tr.t("encryption.closed")
    Component.onCompleted: forceActiveFocus()

    Keys.onPressed: event => {
        if (Opening.stage !== "pin")
            return;
        if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            Opening.begin();
        else if (event.key === Qt.Key_Backspace)
            Opening.press("back");
        else
            Opening.press(event.text);
        event.accepted = true;
    }

    Loader {
        anchors.fill: parent
        active: Opening.stage !== "pin"
        sourceComponent: Opening.stage === "gone" ? gone : questions
    }

    Component {
        id: gone

        KeyGone {}
    }

    Component {
        id: questions

        BeginAnew {}
    }

    ColumnLayout {
        anchors.centerIn: parent
        visible: Opening.stage === "pin"
        width: Math.min(parent.width - 2 * Theme.s24, 480)
        height: Math.min(implicitHeight, parent.height - 2 * Theme.s16)
        spacing: Theme.large ? Theme.s8 : Theme.s16

        Icon {
            visible: !Opening.asks
            name: "key-round"
            color: Theme.accent
            size: 72
            Layout.alignment: Qt.AlignHCenter
        }

        Label {
            text: Opening.asks ? Tr.t("encryption.closed") : Tr.t("encryption.restarting")
            size: Theme.textTitle
            weight: Theme.bold
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Label {
            objectName: "openingSays"
            text: Opening.says
            color: Opening.refused ? Theme.badInk : Theme.text2
            weight: Opening.refused ? Theme.semibold : Theme.regular
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
            // Wider than the pad below it, so that the last word is seldom alone on a line.
            Layout.leftMargin: -Theme.s48
            Layout.rightMargin: -Theme.s48
        }

        PinDots {
            visible: Opening.asks
            count: Opening.typed
            Layout.alignment: Qt.AlignHCenter
        }

        NumberPad {
            objectName: "openingPad"
            visible: Opening.asks
            enabled: !Opening.working
            hasDecimal: false
            radius: Theme.radiusCard
            least: Theme.touchPrimary
            implicitHeight: 400
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 4 * least + 3 * Theme.s12 + 2 * Theme.s20
            Layout.maximumHeight: implicitHeight
            onKeyPressed: key => Opening.press(key)
        }

        ActionButton {
            objectName: "openingForgotten"
            visible: Opening.mayBeginAnew
            enabled: !Opening.working
            text: Tr.t("encryption.anew")
            Layout.fillWidth: true
            onClicked: Opening.turn("explain")
        }

        RowLayout {
            visible: Opening.asks
            spacing: Theme.s12
            Layout.fillWidth: true

            ActionButton {
                objectName: "openingClose"
                kind: "quiet"
                enabled: !Opening.working
                implicitHeight: Theme.touchAnswer
                text: Tr.t("field.close")
                Layout.fillWidth: true
                onClicked: Opening.leave()
            }

            ActionButton {
                objectName: "openingOpen"
                kind: "primary"
                iconName: "lock-open"
                busy: Opening.working
                enabled: Opening.ready && !Opening.working
                text: Tr.t("lock.open")
                Layout.fillWidth: true
                onClicked: Opening.begin()
            }
        }
    }
}
