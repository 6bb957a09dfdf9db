import QtQuick
import Tulpan
import Tulpan.Field

// A page: top bar, content, and (when it has actions) the bottom bar.
Rectangle {
    id: page

    property bool portrait: false
    property alias title: top.title
    property alias subtitle: top.subtitle
    property alias topBar: top
    property alias topExtras: top.extras
    property alias bottomBar: bottom
    property alias actions: bottom.actions
    property alias primary: bottom.primary
    property bool hasBottomBar: true
    // The customer has it before him: what is said to the technician waits.
    property bool facesCustomer: false
    // Lies over the whole window, the rail too, while the page is there; a sheet of the page comes out from under it.
    property Component cover: null
    property bool uncovered: false
    property alias overlay: over.data
    default property alias content: holder.data

    signal backAsked

    color: Theme.canvas
    focus: true
    onBackAsked: Navigation.goBack()
    Keys.onBackPressed: backAsked()
    Keys.onEscapePressed: backAsked()

    TopBar {
        id: top

        anchors.left: parent.left
        anchors.right: parent.right
        onBackAsked: page.backAsked()
    }

    Item {
        id: holder

        anchors.top: top.bottom
        anchors.bottom: page.hasBottomBar ? bottom.top : parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
    }

    BottomBar {
        id: bottom

        visible: page.hasBottomBar
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
    }

    // Sheets: over the bars as well, not only over the content.
    Item {
        id: over

        anchors.fill: parent
        z: 60
    }
}
