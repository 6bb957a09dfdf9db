import QtQuick
import QtQuick.Layouts
import Tulpan

// A job that has come and that nobody has looked at.
Rectangle {
    id: banner

    property var notice: ({})
    readonly property string activityId: notice.activityId ?? ""

    signal showAsked(string activityId)

    objectName: "newJobNotice"
    visible: activityId !== ""
    implicitHeight: Math.max(92, words.implicitHeight + 2 * Theme.s16)
    radius: Theme.radiusCard
    color: Theme.accent

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 18
        anchors.rightMargin: Theme.s16
        spacing: Theme.s16

        Rectangle {
            implicitWidth: 56
            implicitHeight: 56
            radius: 28
            color: Qt.alpha(Theme.accentFg, 0.2)

            Icon {
                anchors.centerIn: parent
                name: "bell"
                color: Theme.accentFg
                size: 30
            }
        }

        ColumnLayout {
            id: words

            spacing: 2
            Layout.fillWidth: true

            Label {
                objectName: "newJobTitle"
                text: banner.notice.title ?? ""
                color: Theme.accentFg
                size: Theme.textSection
                weight: Theme.semibold
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
                Layout.fillWidth: true
            }

            Label {
                text: banner.notice.text ?? ""
                visible: text !== ""
                color: Theme.accentFg
                size: Theme.textMeta + 1
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }

        ActionButton {
            objectName: "showNewJob"
            text: Tr.t("field.show")
            implicitWidth: 132
            onClicked: banner.showAsked(banner.activityId)
        }
    }
}
