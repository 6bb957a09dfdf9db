import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Articles one touch away: the starred ones, each with its star, and beneath them what is used most.
ColumnLayout {
    id: favourites

    required property TimeMaterialModel vm

    signal used

    spacing: Theme.s8
    visible: starred.count + chips.count > 0

    Label {
        visible: starred.count > 0
        text: Tr.t("record.starred")
        size: Theme.textMeta
        color: Theme.text2
        Layout.fillWidth: true
    }

    Repeater {
        id: starred

        model: favourites.vm.offers.starred

        RowLayout {
            id: line

            required property var model

            spacing: Theme.s8
            Layout.fillWidth: true

            ActionButton {
                objectName: "favourite-" + line.model.id
                kind: "quiet"
                iconName: "plus"
                text: line.model.name
                Layout.fillWidth: true
                onClicked: {
                    favourites.used();
                    favourites.vm.use_favourite(line.model.id);
                }
            }

            IconButton {
                // It keeps its place until the page is scrolled: the next touch must not reach the one beneath.
                readonly property bool starred: favourites.vm.offers.view.starredIds.includes(line.model.id)

                objectName: (starred ? "unstar-" : "restar-") + line.model.id
                chosen: starred
                iconName: "star"
                text: starred ? Tr.t("record.unstar", { name: line.model.name }) : Tr.t("record.star", { name: line.model.name })
                onClicked: favourites.vm.offers.star(line.model.id, !starred)
            }
        }
    }

    Label {
        visible: starred.count > 0 && chips.count > 0
        text: Tr.t("record.often_used")
        size: Theme.textMeta
        color: Theme.text2
        Layout.fillWidth: true
    }

    Flow {
        visible: chips.count > 0
        spacing: Theme.s8
        Layout.fillWidth: true

        Repeater {
            id: chips

            model: favourites.vm.offers.chips

            ActionButton {
                required property var model

                objectName: "favourite-" + model.id
                kind: "quiet"
                iconName: "plus"
                text: model.name
                width: Math.min(implicitWidth, favourites.width)
                onClicked: {
                    favourites.used();
                    favourites.vm.use_favourite(model.id);
                }
            }
        }
    }
}
