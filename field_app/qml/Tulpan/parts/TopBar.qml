import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// The page's name with the way back, and what is always true: how the sync stands.
Rectangle {
    id: bar

    property string title: ""
    property string subtitle: ""
    property bool hasBack: Navigation.canGoBack
    property bool showsSync: true
    property bool large: false
    default property alias extras: extra.data

    signal backAsked

    implicitHeight: Math.max(84, words.implicitHeight + Theme.s24)
    color: Theme.surface

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.border
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: bar.hasBack ? Theme.s16 : Theme.s24
        anchors.rightMargin: Theme.s20
        spacing: Theme.s12

        IconButton {
            objectName: "back"
            visible: bar.hasBack
            kind: "quiet"
            side: Theme.touchTarget
            iconName: "chevron-left"
            text: Tr.t("field.back")
            onClicked: bar.backAsked()
        }

        ColumnLayout {
            id: words

            spacing: 0
            Layout.fillWidth: true
            Layout.leftMargin: bar.hasBack ? 6 : 0

            Label {
                objectName: "pageTitle"
                text: bar.title
                size: bar.large ? Theme.textTitle - 2 : Theme.textTitleSmall
                weight: Theme.semibold
                wrapMode: Text.Wrap
                maximumLineCount: 2
                lineHeight: 1
                elide: Text.ElideRight
                Layout.fillWidth: true
            }

            Label {
                objectName: "pageSubtitle"
                visible: bar.subtitle !== ""
                text: bar.subtitle
                size: Theme.textMeta
                color: Theme.text2
                wrapMode: Text.Wrap
                maximumLineCount: 2
                lineHeight: 1
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }

        // The sync, and beside it what the page adds, if anything.
        RowLayout {
            spacing: 0
            Layout.fillWidth: false

            T.AbstractButton {
                id: syncButton

                objectName: "syncPill"
                visible: bar.showsSync
                implicitWidth: pill.implicitWidth
                implicitHeight: Theme.touchTarget
                text: Tablet.pill
                Accessible.name: Tablet.pill
                Accessible.role: Accessible.Button
                onClicked: Navigation.openPage("sync")

                contentItem: Item {
                    Pill {
                        id: pill

                        anchors.centerIn: parent
                        implicitHeight: 44
                        text: Tablet.pill
                        iconName: Tablet.icon
                        tone: Tablet.tone
                        opacity: syncButton.pressed ? 0.75 : 1
                    }
                }
            }

            RowLayout {
                id: extra

                spacing: Theme.s12
                Layout.fillWidth: false
                Layout.leftMargin: implicitWidth > 0 && bar.showsSync ? Theme.s12 : 0
            }
        }
    }
}
