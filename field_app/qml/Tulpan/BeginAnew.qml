import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Nobody has the key any more: what is safe, what is lost, where the old folder will lie; then asked once more.
Scroller {
    id: anew

    readonly property string stage: Opening.stage
    readonly property string of: Opening.facts.lost === "" ? "" : "_key"

    objectName: "beginAnew"
    topPadding: Math.max(padding, (height - words.implicitHeight) / 2)

    ColumnLayout {
        id: words

        width: Math.min(760, parent.width)
        x: (parent.width - width) / 2
        spacing: Theme.s24

        Label {
            text: Tr.t("encryption.anew_" + anew.stage)
            size: Theme.textTitle
            weight: Theme.bold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        StateCard {
            visible: anew.stage === "explain"
            iconName: "shield-check"
            tone: "good"
            title: Tr.t("encryption.anew_safe")
            text: Tr.t("encryption.anew_safe_words", Opening.facts)
            Layout.fillWidth: true
        }

        StateCard {
            visible: anew.stage === "explain"
            iconName: "triangle-alert"
            tone: "bad"
            title: Tr.t("encryption.anew_lost" + anew.of)
            text: Tr.t("encryption.anew_lost_words" + anew.of)
            Layout.fillWidth: true
        }

        StateCard {
            visible: anew.stage === "explain"
            iconName: "folder-open"
            tone: "quiet"
            title: Tr.t("encryption.anew_kept")
            text: Tr.t("encryption.anew_kept_words", Opening.facts)
            Layout.fillWidth: true
        }

        StateCard {
            visible: anew.stage === "sure"
            iconName: "phone"
            tone: "warn"
            title: Tr.t("encryption.anew_call")
            text: Tr.t("encryption.anew_call_words" + anew.of, Opening.facts)
            Layout.fillWidth: true
        }

        StateCard {
            objectName: "beginAnewDone"
            visible: anew.stage === "done"
            iconName: "folder-open"
            tone: "good"
            title: Tr.t("encryption.anew_lies")
            text: Tr.t("encryption.anew_lies_words", Opening.facts)
            Layout.fillWidth: true
        }

        RowLayout {
            spacing: Theme.s16
            Layout.fillWidth: true
            Layout.topMargin: Theme.s8

            ActionButton {
                objectName: "beginAnewCancel"
                visible: anew.stage !== "done"
                enabled: !Opening.working
                kind: "quiet"
                text: Tr.t("encryption.cancel")
                Layout.fillWidth: true
                onClicked: Opening.turn("back")
            }

            ActionButton {
                objectName: "beginAnewNext"
                visible: anew.stage === "explain"
                text: Tr.t("encryption.anew_next")
                Layout.fillWidth: true
                onClicked: Opening.turn("sure")
            }

            ActionButton {
                objectName: "beginAnewSure"
                visible: anew.stage === "sure"
                kind: "danger"
                iconName: "rotate-ccw"
                busy: Opening.working
                text: Tr.t("encryption.anew_do")
                Layout.fillWidth: true
                onClicked: Opening.beginAnew()
            }

            ActionButton {
                objectName: "beginAnewOn"
                visible: anew.stage === "done"
                kind: "primary"
                iconName: "link-2"
                text: Tr.t("encryption.anew_on")
                Layout.fillWidth: true
                onClicked: Opening.goOn()
            }
        }
    }
}
