import QtQuick
import Tulpan.Field

// Keeps in the place how far a view is scrolled, under its `placeName`: after a restart it stands there again.
Item {
    id: keeper

    required property Flickable view
    required property string placeName
    property real wantedY: 0
    property bool complete: false

    // The content grows in several steps until it is as high again.
    function restore() {
        if (wantedY > 0 && view.contentHeight + view.bottomMargin - view.height >= wantedY)
            view.contentY = wantedY;
    }

    function want() {
        wantedY = placeName !== "" ? Number(Navigation.remembered(placeName, 0)) : 0;
        restore();
    }

    function rememberPlace() {
        const place = {};
        place[placeName] = Math.round(view.contentY);
        if (placeName !== "")
            Navigation.remember(place);
    }

    visible: false
    // Another step in the same view begins at its top, unless it was left further down.
    onPlaceNameChanged: {
        if (complete) {
            view.contentY = 0;
            want();
        }
    }
    Component.onCompleted: {
        complete = true;
        want();
    }

    Connections {
        target: keeper.view

        function onContentHeightChanged() {
            keeper.restore();
        }

        function onHeightChanged() {
            keeper.restore();
        }

        function onMovementStarted() {
            keeper.wantedY = 0;
        }

        function onMovementEnded() {
            keeper.rememberPlace();
        }
    }

    // It stands there: what comes in later pushes nothing back.
    Timer {
        interval: 1500
        running: keeper.wantedY > 0 && Math.abs(keeper.view.contentY - keeper.wantedY) < 1
        onTriggered: keeper.wantedY = 0
    }
}
