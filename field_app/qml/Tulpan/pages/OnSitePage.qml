import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A machine or a person met on site: only the name is needed.
Page {
    id: page

    required property OnSiteModel vm
    readonly property var view: vm.view

    objectName: "onSitePage"
    title: view.title
    subtitle: view.subtitle

    actions: [
        ActionButton {
            objectName: "backButton"
            iconName: "chevron-left"
            text: Tr.t("field_work.back")
            implicitHeight: Theme.touchAnswer
            implicitWidth: page.portrait ? 200 : 236
            onClicked: page.backAsked()
        }
    ]
    primary: [
        ActionButton {
            objectName: "saveOnSite"
            kind: "primary"
            implicitWidth: 360
            iconName: "check"
            enabled: page.view.canSave
            text: Tr.t("on_site.save")
            onClicked: page.vm.save()
        }
    ]

    Scroller {
        placeName: "scroll"
        anchors.fill: parent

        Card {
            width: Math.min(parent.width, 760)
            x: (parent.width - width) / 2

            Repeater {
                model: page.view.fields

                RowLayout {
                    id: row

                    required property var modelData

                    spacing: Theme.s12
                    Layout.fillWidth: true

                    Field {
                        objectName: "onSite-" + row.modelData.id
                        placeName: ""
                        keepsCodes: row.modelData.takesCode
                        label: row.modelData.label
                        inputMethodHints: row.modelData.id === "phone" || row.modelData.id === "mobile" ? Qt.ImhDialableCharactersOnly : row.modelData.id === "email" ? Qt.ImhEmailCharactersOnly : Qt.ImhNone
                        text: page.view.words[row.modelData.id] ?? ""
                        Layout.fillWidth: true
                        onTextEdited: page.vm.write(row.modelData.id, text)
                    }

                    ActionButton {
                        objectName: "scanLabel"
                        visible: row.modelData.scans
                        kind: "tonal"
                        iconName: "scan-line"
                        text: Tr.t("field_work.scan")
                        Layout.preferredHeight: 72
                        onClicked: page.vm.scan_label()
                    }
                }
            }
        }
    }
}
