import QtQuick
import QtQuick.Layouts
import Tulpan

// A card with its content in a column.
Surface {
    id: card

    default property alias content: column.data
    property int padding: Theme.s20
    property alias spacing: column.spacing
    // The content takes all of the card's height, or what it needs of it.
    property bool spreads: true

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding

    ColumnLayout {
        id: column

        x: card.padding
        y: card.padding
        width: card.width - 2 * card.padding
        height: card.spreads ? card.height - 2 * card.padding : implicitHeight
        spacing: Theme.s12
    }
}
