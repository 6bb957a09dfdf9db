import QtQuick
import QtQuick.Layouts
import Tulpan

// A card with its content in a column.
Surface {
    id: card

    default property alias content: column.data
    property int padding: Theme.s20
    property alias spacing: column.spacing

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: card.padding
        spacing: Theme.s12
    }
}
