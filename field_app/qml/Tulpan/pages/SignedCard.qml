import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The customer's signature as it stands, and where the report goes.
Card {
    id: card

    required property CheckoutModel vm
    property int least: 136
    readonly property var view: vm.view

    RowLayout {
        Layout.fillWidth: true

        Heading {
            text: Tr.t("field_work.signature")
            Layout.fillWidth: true
            Layout.minimumHeight: again.visible ? Theme.touchTarget : 0
            verticalAlignment: Text.AlignVCenter
        }

        ActionButton {
            id: again

            objectName: "signAgain"
            visible: card.view.signed !== ""
            kind: "quiet"
            iconName: "rotate-ccw"
            text: Tr.t("field_work.sign_again")
            implicitHeight: Theme.touchTarget
            enabled: card.view.canTurn
            onClicked: card.vm.turn_to_customer()
        }
    }

    Rectangle {
        radius: Theme.radiusTile
        color: Theme.surface
        border.width: 2
        border.color: Theme.borderStrong
        implicitHeight: card.least
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.maximumHeight: 520

        SignatureField {
            id: pen

            objectName: "shownSignature"
            anchors.fill: parent
            anchors.margins: 2
            draws: false
            ink: Theme.text
            strokes: card.view.strokes
        }

        Rectangle {
            id: line

            x: 32
            // As far down as on the page that was signed, so that the name stands on it here, too.
            y: pen.y + pen.lineY
            width: parent.width - 64
            height: Theme.line
            color: Theme.borderStrong
        }

        Label {
            objectName: "signedText"
            x: 32
            y: line.y + 6
            width: parent.width - 64
            text: card.view.signedText
            color: card.view.signatureOutdated ? Theme.badInk : Theme.text2
            size: Theme.textMeta
            elide: Text.ElideRight
        }
    }

    Field {
        id: email

        objectName: "reportEmail"
        label: Tr.t("field_work.report_to")
        inputMethodHints: Qt.ImhEmailCharactersOnly
        Layout.fillWidth: true
        onTextEdited: card.vm.write_email(text)

        Binding {
            target: email
            property: "text"
            value: card.view.email
            when: !email.activeFocus
            restoreMode: Binding.RestoreNone
        }
    }
}
