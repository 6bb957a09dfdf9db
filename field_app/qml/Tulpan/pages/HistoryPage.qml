import QtQuick
import Tulpan
import Tulpan.Field

// Earlier visits to the same machines.
Page {
    id: page

    required property HistoryModel vm
    readonly property var view: vm.view

    objectName: "historyPage"
    title: view.title
    subtitle: view.subtitle
    hasBottomBar: false

    PlaceKeeper {
        view: list
        placeName: "scroll"
    }

    ListView {
        id: list

        objectName: "historyList"
        anchors.fill: parent
        leftMargin: Theme.s20
        rightMargin: Theme.s20
        topMargin: Theme.s20
        bottomMargin: Theme.s20
        spacing: Theme.s16
        boundsBehavior: Flickable.StopAtBounds
        model: page.vm.visits

        delegate: PastVisit {
            width: list.width - 2 * Theme.s20
            onPhotoTouched: photoId => page.vm.look_at(id, photoId)
        }
    }

    EmptyNote {
        visible: page.view.empty
        anchors.centerIn: parent
        width: Math.min(560, parent.width - 2 * Theme.s32)
        iconName: "history"
        title: Tr.t("field.history_empty")
    }
}
