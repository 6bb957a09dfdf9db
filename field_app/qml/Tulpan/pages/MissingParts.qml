import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Which parts were missing, and how many: a touch on a hit adds one, a touch on what is chosen takes one away.
ColumnLayout {
    id: missing

    required property MissingPartSearch search
    required property var chosen

    signal picked(var parts)

    function count(id: string): int {
        const part = chosen.find(one => one.id === id);
        return part ? part.count : 0;
    }

    function change(id: string, name: string, by: int) {
        const others = chosen.filter(one => one.id !== id);
        const now = count(id) + by;
        picked(now > 0 ? [...others, { id: id, name: name, count: now }] : others);
    }

    spacing: Theme.s12
    Component.onCompleted: search.look_for(words.text)

    Flow {
        visible: missing.chosen.length > 0
        spacing: Theme.s12
        Layout.fillWidth: true

        Repeater {
            model: missing.chosen

            ActionButton {
                required property var modelData

                objectName: "chosen-" + modelData.id
                kind: "tonal"
                iconName: "minus"
                text: Tr.t("field_work.missing_chosen", { count: modelData.count, name: modelData.name })
                implicitHeight: Theme.touchTarget
                width: Math.min(implicitWidth, missing.width)
                onClicked: missing.change(modelData.id, modelData.name, -1)
            }
        }
    }

    Field {
        id: words

        objectName: "missingSearch"
        label: Tr.t("field_work.missing_search")
        Layout.fillWidth: true
        onTextEdited: missing.search.look_for(text)
    }

    GridLayout {
        columns: 2
        columnSpacing: Theme.s12
        rowSpacing: Theme.s12
        uniformCellWidths: true
        Layout.fillWidth: true

        Repeater {
            model: missing.search.hits

            Tile {
                required property var model

                objectName: "missing-" + model.id
                iconName: missing.count(model.id) > 0 ? "check" : "plus"
                tone: missing.count(model.id) > 0 ? "accent" : "quiet"
                text: model.name
                detail: model.detail
                least: Theme.touchPrimary
                Layout.fillWidth: true
                onClicked: missing.change(model.id, model.name, 1)
            }
        }
    }
}
