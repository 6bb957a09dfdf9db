import QtQuick
import Tulpan.Field

// A picture by its address: `blob/<sha256>` (with `/<page>` for a paper), `file/<token>`, or a small one as `data:`.
// It is read off the screen's thread, at most as large as `room`, and shown when it is there.
Image {
    id: picture

    property string address: ""
    property size room: Qt.size(1200, 1200)
    readonly property bool plain: address.startsWith("data:")
    readonly property string key: address === "" || plain ? "" : address + "@" + Math.max(1, Math.round(room.width)) + "x" + Math.max(1, Math.round(room.height))

    function begin() {
        source = plain ? address : key !== "" && Pictures.ready(key) ? "image://ready/" + key : "";
    }

    asynchronous: plain
    fillMode: Image.PreserveAspectFit
    Component.onCompleted: begin()
    onKeyChanged: begin()
    onAddressChanged: if (plain) begin()

    Connections {
        target: Pictures
        enabled: picture.key !== ""

        function onCame(key: string) {
            if (key === picture.key)
                picture.begin();
        }
    }
}
