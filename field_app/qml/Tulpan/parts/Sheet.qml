import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// A panel over the page for one question; it never leaves the page. `opened` shows it, a touch beside it closes it.
// One at a time: the next one takes its place. What a keyboard or a scanner types stays in it.
// With a `placeName` it belongs to the place while it is open, with `asked` (what it is open for) and what is typed in it.
Item {
    id: sheet

    property bool opened: false
    readonly property bool keepsKeys: opened
    property string title: ""
    property string text: ""
    property int panelWidth: 680
    property string placeName: ""
    property var asked: ({})
    default property alias content: column.data

    signal closed

    function open() {
        Navigation.openSheet(sheet);
        opened = true;
        forceActiveFocus();
        remain();
    }

    function openFor(what: var) {
        asked = what;
        open();
    }

    // What is chosen in it.
    function note(more: var) {
        asked = Object.assign({}, asked, more);
        remain();
    }

    function remain() {
        if (opened && placeName !== "")
            Navigation.keepSheet(placeName, asked);
    }

    function close() {
        opened = false;
        asked = {};
        emptyBoxes(column);
        if (placeName !== "")
            Navigation.forgetSheet(placeName);
        closed();
    }

    function emptyBoxes(item: Item) {
        for (const child of item.children) {
            const box = child as Field;
            if (box)
                box.forget();
            else
                emptyBoxes(child);
        }
    }

    // It lay open when the program ended.
    function reopen() {
        const kept = placeName !== "" ? Navigation.askedIn(placeName) : undefined;
        if (kept !== undefined && kept !== null)
            openFor(kept);
    }

    Component.onCompleted: reopen()

    Connections {
        target: Navigation

        // What was answered in it is not stored.
        function onGivenBack() {
            if (!sheet.opened)
                sheet.reopen();
        }

        // Two fingers on two buttons open two.
        function onSheetOpened(other: QtObject) {
            if (other !== sheet && sheet.opened)
                sheet.close();
        }
    }

    anchors.fill: parent
    visible: opened
    z: 50
    Keys.onEscapePressed: close()
    Keys.onPressed: event => event.accepted = event.key !== Qt.Key_Tab && event.key !== Qt.Key_Backtab

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }

    MouseArea {
        anchors.fill: parent
        onClicked: sheet.close()
        onWheel: wheel => wheel.accepted = true
    }

    Surface {
        id: panel

        width: Math.min(sheet.panelWidth, sheet.width - 2 * Theme.s24)
        height: column.implicitHeight + 2 * Theme.s24
        x: (sheet.width - width) / 2
        y: Math.max(Theme.s24, (sheet.height - height) / 2)

        MouseArea {
            anchors.fill: parent
        }

        ColumnLayout {
            id: column

            anchors.fill: parent
            anchors.margins: Theme.s24
            spacing: Theme.s16

            RowLayout {
                Layout.fillWidth: true

                Label {
                    text: sheet.title
                    size: Theme.textSection
                    weight: Theme.semibold
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                IconButton {
                    objectName: "closeSheet"
                    kind: "quiet"
                    side: Theme.touchTarget
                    iconName: "x"
                    text: Tr.t("field.close")
                    onClicked: sheet.close()
                }
            }

            Label {
                visible: sheet.text !== ""
                text: sheet.text
                color: Theme.text2
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
    }
}
