import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What the code means, or the articles that an unknown one can be connected to.
Card {
    id: card

    required property ScanModel vm
    readonly property var view: vm.view
    readonly property string mark: view.state
    readonly property bool known: ["machine", "part", "using", "used", "shelf"].includes(mark)
    // Articles stand below: those that an unknown code can mean, or what lies on the shelf.
    readonly property bool offers: mark === "unknown" || mark === "shelf"

    // The hint stands in the middle, beside the camera's.
    Item {
        visible: hint.visible
        Layout.fillHeight: true
    }

    EmptyNote {
        id: hint

        visible: !card.known && card.mark !== "unknown"
        objectName: "scanHint"
        iconName: card.mark === "other" ? "triangle-alert" : card.view.pairing ? "qr-code" : "scan-line"
        title: {
            if (card.mark === "reading")
                return Tr.t("field_work.scan_reading");
            if (card.mark === "looking")
                return Tr.t("field_work.scan_looking");
            if (card.mark === "other")
                return Tr.t("field_work.scan_pairing_none");
            return card.view.pairing ? Tr.t("field_work.scan_pairing_title") : Tr.t("field_work.scan_nothing");
        }
        text: card.mark === "other" ? Tr.t("field_work.scan_pairing_other") : card.view.pairing ? Tr.t("field_work.scan_pairing_hint") : Tr.t("field_work.scan_hint")
        Layout.fillWidth: true
    }

    RowLayout {
        visible: card.known
        spacing: Theme.s20
        Layout.fillWidth: true

        Rectangle {
            implicitWidth: 88
            implicitHeight: 88
            radius: Theme.radiusTile
            color: card.mark === "used" ? Theme.goodSoft : Theme.accentSoft
            border.width: Theme.sun ? 2 : 0
            border.color: Theme.accent
            Layout.alignment: Qt.AlignTop

            Icon {
                anchors.centerIn: parent
                name: card.mark === "used" ? "check" : card.mark === "machine" ? "coffee" : card.mark === "shelf" ? "package-open" : "package"
                color: card.mark === "used" ? Theme.goodInk : Theme.accentInk
                size: 44
            }
        }

        ColumnLayout {
            spacing: 4
            Layout.fillWidth: true

            Label {
                text: card.mark === "machine" ? Tr.t("field_work.scan_machine") : card.mark === "shelf" ? Tr.t("field_work.scan_shelf") : Tr.t("field_work.scan_part")
                size: Theme.textMeta
                color: Theme.text2
            }

            Label {
                objectName: "scanTitle"
                text: card.view.title
                size: Theme.textTitleSmall
                weight: Theme.semibold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                objectName: "scanDetail"
                text: card.view.detail
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Pill {
                objectName: "scanUsed"
                text: card.view.used
                iconName: "check"
                tone: "good"
                implicitHeight: 44
                Layout.topMargin: Theme.s8
            }

            Label {
                visible: card.mark === "part" && !card.view.hasVisit || card.view.machine !== ""
                text: card.mark === "part" ? Tr.t("field_work.scan_no_visit") : Tr.t("field_work.scan_no_job")
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
                Layout.topMargin: Theme.s8
            }
        }
    }

    ColumnLayout {
        visible: card.mark === "unknown"
        spacing: Theme.s12
        Layout.fillWidth: true

        Label {
            objectName: "scanUnknown"
            text: card.view.title
            size: Theme.textTitleSmall
            weight: Theme.semibold
            wrapMode: Text.WrapAnywhere
            Layout.fillWidth: true
        }

        Label {
            text: Tr.t("field_work.scan_unknown_text")
            color: Theme.text2
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Field {
            objectName: "connectSearch"
            passesCodes: true
            label: Tr.t("field_work.scan_connect")
            Layout.fillWidth: true
            onTextEdited: card.vm.look_for(text)
        }
    }

    ListView {
        visible: card.offers
        model: card.vm.hits
        spacing: Theme.s8
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true

        delegate: Tile {
            required property var model

            objectName: "connect-" + model.id
            width: ListView.view.width
            least: 68
            iconName: model.icon
            text: model.name
            detail: model.detail
            onClicked: card.vm.connect_to(model.id)
        }
    }

    Item {
        visible: !card.offers
        Layout.fillHeight: true
    }
}
