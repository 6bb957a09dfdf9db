import QtQuick
import QtQuick.Layouts
import Tulpan

// When the day itself began or ended, with its words before it.
RowLayout {
    id: edge

    required property string text
    required property string names
    required property string time
    required property string less
    required property string more

    signal adjusted(int steps)
    signal typeAsked

    spacing: Theme.s12

    Label {
        text: edge.text
        color: Theme.text2
        elide: Text.ElideRight
        Layout.fillWidth: true
    }

    DayTime {
        names: edge.names
        time: edge.time
        less: edge.less
        more: edge.more
        onAdjusted: steps => edge.adjusted(steps)
        onTypeAsked: edge.typeAsked()
    }
}
