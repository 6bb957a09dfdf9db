import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What the code means, or the articles that an unknown one can be connected to.
Card {
    id: card

    required property ScanModel vm
    // It lies over the camera's picture: no higher than it must be.
    property bool overCamera: false
    readonly property var view: vm.view
    readonly property string mark: view.state
    readonly property bool known: ["machine", "part", "using", "used", "shelf"].includes(mark)
    // Articles stand below: those that an unknown code can mean, or what lies on the shelf.
    readonly property bool offers: mark === "unknown" || mark === "shelf"

    readonly property bool hints: !known && mark !== "unknown"
    readonly property string hintIcon: mark === "other" ? "triangle-alert" : view.pairing ? "qr-code" : "scan-line"
    readonly property string hintTitle: {
        if (mark === "reading")
            return Tr.t("field_work.scan_reading");
        if (mark === "looking")
            return Tr.t("field_work.scan_looking");
        if (mark === "other")
            return Tr.t("field_work.scan_pairing_none");
        if (view.pairing)
            return Tr.t("field_work.scan_pairing_title");
        return overCamera ? Tr.t("field_work.scan_aim") : Tr.t("field_work.scan_nothing");
    }
    readonly property string hintText: {
        if (mark === "other")
            return Tr.t("field_work.scan_pairing_other");
        if (view.pairing)
            return overCamera ? Tr.t("field_work.scan_pairing_aim") : Tr.t("field_work.scan_pairing_hint");
        if (overCamera)
            return view.job !== "" ? Tr.t("field_work.scan_for_job", { customer: view.job }) : Tr.t("field_work.scan_text");
        return Tr.t("field_work.scan_hint");
    }

    // The hint stands in the middle where there is room.
    Item {
        visible: hint.visible
        Layout.fillHeight: true
    }

    EmptyNote {
        id: hint

        visible: card.hints && !card.overCamera
        objectName: "scanHint"
        iconName: card.hintIcon
        title: card.hintTitle
        text: card.hintText
        Layout.fillWidth: true
    }

    RowLayout {
        objectName: "scanHint"
        visible: card.hints && card.overCamera
        spacing: Theme.s16
        Layout.fillWidth: true

        Icon {
            name: card.hintIcon
            color: Theme.accentInk
            size: 40
        }

        ColumnLayout {
            spacing: 4
            Layout.fillWidth: true

            Label {
                text: card.hintTitle
                size: Theme.textSection
                weight: Theme.semibold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Label {
                text: card.hintText
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
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
        id: offered

        readonly property int least: 68

        visible: card.offers
        model: card.vm.hits
        spacing: Theme.s8
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredHeight: count * (least + spacing)
        Layout.minimumHeight: least

        delegate: Tile {
            required property var model

            objectName: "connect-" + model.id
            width: offered.width
            least: offered.least
            iconName: model.icon
            text: model.name
            detail: model.detail
            onClicked: card.vm.connect_to(model.id)
        }
    }

    Item {
        visible: !card.offers && !card.overCamera
        Layout.fillHeight: true
    }
}
