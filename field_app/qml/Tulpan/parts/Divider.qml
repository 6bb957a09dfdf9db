import QtQuick
import QtQuick.Layouts
import Tulpan

// A thin line between rows.
Rectangle {
    Layout.fillWidth: true
    implicitHeight: Theme.line
    color: Theme.border
}
