import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Mileage between addresses: from home, the firm or another stop of the day to this job, there or there and back.
Sheet {
    id: sheet

    required property TimeMaterialModel vm
    readonly property bool bothWays: asked.bothWays ?? false

    objectName: "waysSheet"
    title: Tr.t("record.ways_title")
    text: Tr.t("record.ways_text")

    Repeater {
        model: sheet.vm.offers.ways

        Tile {
            required property var model

            objectName: "way-" + model.place
            iconName: "map-pin"
            text: model.name
            detail: model.kilometres
            least: Theme.touchPrimary
            Layout.fillWidth: true
            onClicked: {
                sheet.vm.drive_way(model.place, sheet.bothWays);
                sheet.close();
            }
        }
    }

    Toggle {
        objectName: "bothWays"
        on: sheet.bothWays
        iconName: "repeat-2"
        text: Tr.t("record.both_ways")
        Layout.fillWidth: true
        onAsked: on => sheet.note({ bothWays: on })
    }
}
