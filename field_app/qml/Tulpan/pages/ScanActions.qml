import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// What can be done with the code that was read: one thing at a time.
RowLayout {
    id: actions

    required property ScanModel vm
    property bool portrait: false
    readonly property var view: vm.view

    component Act: ActionButton {
        kind: "primary"
        implicitWidth: actions.portrait ? 320 : 420
        detail: actions.view.title
        Layout.fillWidth: true
    }

    Act {
        objectName: "scanUse"
        visible: actions.view.canUse && actions.view.state === "part"
        iconName: "plus"
        text: Tr.t("field_work.scan_use_one")
        onClicked: actions.vm.use()
    }

    Act {
        objectName: "scanOpenJob"
        visible: actions.view.machineVisit !== ""
        iconName: "wrench"
        text: Tr.t("field_work.scan_open_job")
        onClicked: actions.vm.open_machine()
    }

    Act {
        objectName: "scanOpenMachine"
        visible: actions.view.machine !== ""
        iconName: "history"
        text: Tr.t("field_work.scan_open_machine")
        onClicked: actions.vm.open_machine()
    }

    Act {
        objectName: "scanDone"
        visible: actions.view.state === "used"
        iconName: "check"
        text: Tr.t("field_work.text_done")
        detail: ""
        onClicked: actions.vm.done()
    }
}
