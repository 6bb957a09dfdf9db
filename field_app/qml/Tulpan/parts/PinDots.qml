import QtQuick
import Tulpan

// How many digits have been typed, never which.
Row {
    id: dots

    property int count: 0

    spacing: Theme.s12
    Accessible.name: String(count)

    Repeater {
        model: 8

        Rectangle {
            required property int index

            width: 20
            height: 20
            radius: 10
            color: index < dots.count ? Theme.accent : "transparent"
            border.width: 2
            border.color: index < dots.count ? Theme.accent : Theme.borderStrong
        }
    }
}
