import QtQuick
import Tulpan

// A sheet that is made when it is first asked for, so that the page itself turns faster.
Loader {
    id: lazy

    // What is shown, made now if it is not there yet.
    function made(): Item {
        active = true;
        return item as Item;
    }

    function open() {
        (made() as Sheet).open();
    }

    anchors.fill: parent
    z: 50
    active: false
}
