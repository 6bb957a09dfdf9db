import QtQuick
import QtQuick.Templates as T
import Tulpan
import Tulpan.Field

// A box to type in. Its name stands where the text will be, and above it as soon as there is text. What is typed belongs to the place from the first letter.
T.TextField {
    id: control

    property string label: ""
    property bool failing: false
    readonly property bool empty: text === "" && preeditText === "" && placeholderText === "" && !activeFocus
    // Under this name the text is kept; none where the page's model keeps it.
    property string placeName: objectName
    property bool made: false
    // It searches: what is scanned while it has the focus is the page's, however unsteady the scanner.
    property bool passesCodes: false
    // It asks for the number of some thing: what is scanned stays in it.
    property bool keepsCodes: false
    // What stood here, and where the next letter would have, before what may be a code.
    property string before: ""
    property int beforeAt: 0

    // Stands there anew: what was half typed before, else this.
    function begin(otherwise: string) {
        text = Navigation.typed(placeName, otherwise);
    }

    // As if it had been typed.
    function put(words: string) {
        text = words;
        textEdited();
    }

    function noteBefore() {
        before = text;
        beforeAt = cursorPosition;
    }

    function takeBack() {
        put(before);
        cursorPosition = beforeAt;
    }

    // Sent or thrown away.
    function forget() {
        clear();
        Navigation.forgetTyped(placeName);
    }

    // What was half typed stands there again.
    function restore() {
        if (Navigation.hasTyped(placeName)) {
            const kept = Navigation.typed(placeName, "");
            remove(0, length);
            insert(0, kept);
            textEdited();
        }
    }

    onTextEdited: Navigation.keepTyped(placeName, text)
    onPlaceNameChanged: if (made) begin("")
    Component.onCompleted: {
        made = true;
        restore();
    }

    Connections {
        target: Navigation

        function onGivenBack() {
            if (control.text === "")
                control.restore();
        }
    }

    implicitHeight: label !== "" ? 72 : Theme.touchPrimary
    implicitWidth: 320
    leftPadding: Theme.s16
    rightPadding: Theme.s16
    topPadding: label !== "" ? 32 : Theme.s16
    bottomPadding: label !== "" ? 10 : Theme.s16
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.text3
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentFg
    selectByMouse: true
    font.family: Theme.family
    font.pixelSize: Theme.textBody
    font.weight: Theme.medium
    font.features: Theme.figures(text)
    Accessible.name: label !== "" ? label : placeholderText

    background: Rectangle {
        radius: Theme.radiusInput
        color: Theme.surface
        border.width: 2
        border.color: control.failing ? Theme.badStrong : control.activeFocus ? Theme.accent : Theme.borderStrong
    }

    Label {
        visible: control.label !== ""
        text: control.label
        size: control.empty ? Theme.textBody : Theme.textMeta
        color: Theme.text2
        x: control.leftPadding
        y: control.empty ? (control.height - height) / 2 : 10
        width: control.width - 2 * control.leftPadding
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.textLeast
        elide: Text.ElideRight
    }

    Label {
        visible: control.text === "" && control.preeditText === "" && control.placeholderText !== ""
        text: control.placeholderText
        color: Theme.text3
        x: control.leftPadding
        y: control.topPadding + (control.height - control.topPadding - control.bottomPadding - height) / 2
        width: control.width - 2 * control.leftPadding
        elide: Text.ElideRight
    }
}
