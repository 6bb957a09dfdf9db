import QtQuick
import QtQuick.Window
import Tulpan
import Tulpan.Field

// The whole window: rail (or bottom bar in portrait), the page where the technician is, and what lies over it.
Rectangle {
    id: main

    objectName: "main"
    color: Theme.canvas

    readonly property bool portrait: height > width
    readonly property bool hasRail: Navigation.section !== ""
    readonly property bool facesCustomer: (page.item as Page)?.facesCustomer ?? false
    // Everything below the notice moves down: it stands over no button.
    readonly property real upper: notice.visible ? notice.height : 0

    function load() {
        page.setSource(Qt.resolvedUrl("pages/" + Navigation.file), { vm: Navigation.model, portrait: main.portrait });
    }

    Component.onCompleted: load()

    Connections {
        target: Navigation

        function onTurned() {
            main.load();
        }
    }

    // It may go out at any moment: said on every page, over the camera too, for as long as it is so.
    Warning {
        id: notice

        objectName: "powerNotice"
        visible: text !== "" && !main.facesCustomer
        text: Tablet.powerNotice
        iconName: "battery-warning"
        bad: true
        radius: 0
        width: main.width
    }

    Rail {
        id: rail

        portrait: main.portrait
        visible: main.hasRail
        width: main.portrait ? main.width : implicitWidth
        height: main.portrait ? implicitHeight : main.height - main.upper
        x: !main.portrait && Theme.leftHanded ? main.width - width : 0
        y: main.portrait ? main.height - height : main.upper
    }

    Loader {
        id: page

        objectName: "page"
        x: main.hasRail && !main.portrait && !Theme.leftHanded ? rail.width : 0
        y: main.upper
        width: main.width - (main.hasRail && !main.portrait ? rail.width : 0)
        height: main.height - main.upper - (main.hasRail && main.portrait ? rail.height : 0)
        focus: true
    }

    Binding {
        target: page.item
        property: "portrait"
        value: main.portrait
        when: page.status === Loader.Ready
    }

    Loader {
        anchors.fill: parent
        anchors.topMargin: main.upper
        z: 40
        visible: !((page.item as Page)?.uncovered ?? false)
        sourceComponent: (page.item as Page)?.cover ?? null
    }

    Toast {
        id: toast

        anchors.horizontalCenter: page.horizontalCenter
        // Over the page's name: nothing that is touched in a row lies there, least of all under its own button.
        y: main.upper + Math.max(Theme.s8, (((page.item as Page)?.topBar.height ?? 84) - height) / 2)
        maximumWidth: page.width - 2 * 92
        waits: main.facesCustomer
        onActAsked: Messages.act()
    }

    // Made only while it is needed: a tablet without a PIN pays nothing for it.
    Loader {
        anchors.fill: parent
        z: 200
        active: Lock.locked
        sourceComponent: LockScreen {}
    }

    Connections {
        target: Messages

        function onSaid(text: string, tone: string, act: string) {
            toast.show(text, tone, act);
        }
    }
}
