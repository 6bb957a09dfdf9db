import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The key that the computer kept cannot be had: what happened, what is safe, what to do; tried again or begun anew.
Scroller {
    id: gone

    readonly property string what: Opening.facts.lost

    objectName: "keyGone"
    topPadding: Math.max(padding, (height - words.implicitHeight) / 2)

    ColumnLayout {
        id: words

        width: Math.min(760, parent.width)
        x: (parent.width - width) / 2
        spacing: Theme.s24

        Label {
            text: Tr.t("encryption.gone_" + gone.what)
            size: Theme.textTitle
            weight: Theme.bold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        StateCard {
            iconName: "key-round"
            tone: "bad"
            title: Tr.t("encryption.gone_happened")
            text: Tr.t("encryption.gone_happened_" + gone.what, Opening.facts)
            Layout.fillWidth: true
        }

        StateCard {
            iconName: "shield-check"
            tone: "good"
            title: Tr.t("encryption.anew_safe")
            text: Tr.t("encryption.gone_safe_words", Opening.facts)
            Layout.fillWidth: true
        }

        StateCard {
            iconName: "list-checks"
            tone: "quiet"
            title: Tr.t("encryption.gone_do")
            text: Tr.t("encryption.gone_do_words")
            Layout.fillWidth: true
        }

        Label {
            objectName: "openingSays"
            visible: text !== ""
            text: Opening.says
            color: Theme.badInk
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        RowLayout {
            spacing: Theme.s16
            Layout.fillWidth: true
            Layout.topMargin: Theme.s8

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
                objectName: "keyGoneAnew"
                enabled: !Opening.working
                implicitHeight: Theme.touchAnswer
                text: Tr.t("encryption.gone_anew")
                Layout.fillWidth: true
                onClicked: Opening.turn("explain")
            }

            ActionButton {
                objectName: "keyGoneAgain"
                kind: "primary"
                iconName: "refresh-cw"
                busy: Opening.working
                enabled: !Opening.working
                text: Tr.t("encryption.gone_again")
                Layout.fillWidth: true
                onClicked: Opening.tryAgain()
            }
        }
    }
}
