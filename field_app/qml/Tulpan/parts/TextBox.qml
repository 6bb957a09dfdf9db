import QtQuick
import QtQuick.Templates as T
import Tulpan

// Several lines to type in. `typed` carries the text as it is being typed, `finished` when the box loses focus.
Rectangle {
    id: box

    property alias text: area.text
    property alias placeholder: hint.text
    property alias area: area
    property bool readOnly: false

    signal typed(string text)
    signal finished

    radius: Theme.radiusInput
    color: Theme.surface
    border.width: 2
    border.color: area.activeFocus ? Theme.accent : Theme.borderStrong
    implicitHeight: 180

    Flickable {
        id: flick

        anchors.fill: parent
        anchors.margins: Theme.s16
        contentWidth: width
        contentHeight: area.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        T.TextArea {
            id: area

            // What stood here, and where the next letter would have, before what may be a code.
            property string before: ""
            property int beforeAt: 0

            function noteBefore() {
                before = text;
                beforeAt = cursorPosition;
            }

            function takeBack() {
                text = before;
                cursorPosition = beforeAt;
                box.typed(text);
            }

            objectName: box.objectName + "Area"
            width: flick.width
            height: Math.max(flick.height, implicitHeight)
            implicitHeight: contentHeight + 4
            readOnly: box.readOnly
            wrapMode: TextEdit.Wrap
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentFg
            font.family: Theme.family
            font.pixelSize: Theme.textBody
            font.weight: Theme.regular
            Accessible.name: hint.text
            onTextEdited: box.typed(text)
            onActiveFocusChanged: if (!activeFocus) box.finished()
            onCursorRectangleChanged: {
                if (cursorRectangle.y < flick.contentY)
                    flick.contentY = cursorRectangle.y;
                else if (cursorRectangle.y + cursorRectangle.height > flick.contentY + flick.height)
                    flick.contentY = cursorRectangle.y + cursorRectangle.height - flick.height;
            }
        }

        Label {
            id: hint

            visible: area.text === "" && area.preeditText === ""
            color: Theme.text3
            width: flick.width
            wrapMode: Text.Wrap
        }
    }
}
