import QtQuick
import Tulpan
import Tulpan.Field

// A sheet that is made when it is first asked for, so that the page itself turns faster; under its `placeName` it is
// made at once when it lay open as the program ended.
Loader {
    id: lazy

    property string placeName: ""

    // What is shown, made now if it is not there yet.
    function made(): Item {
        active = true;
        return item as Item;
    }

    function open() {
        (made() as Sheet).open();
    }

    function openFor(what: var) {
        (made() as Sheet).openFor(what);
    }

    anchors.fill: parent
    z: 50
    active: false
    Component.onCompleted: {
        if (placeName !== "" && Navigation.askedIn(placeName))
            (made() as Sheet).reopen();
    }
    onLoaded: {
        const sheet = item as Sheet;
        if (sheet && placeName !== "")
            sheet.placeName = placeName;
    }
}
