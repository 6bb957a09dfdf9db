import QtQuick
import Tulpan

// A sheet that is made when it is first asked for, so that the page itself turns faster.
Loader {
    id: lazy

    // The sheet, made now if it is not there yet.
    function made(): Sheet {
        active = true;
        return item as Sheet;
    }

    function open() {
        made().open();
    }

    anchors.fill: parent
    z: 50
    active: false
}
