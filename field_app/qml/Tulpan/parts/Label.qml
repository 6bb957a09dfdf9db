import QtQuick
import Tulpan

// Text as everywhere on the tablet: Inter, figures of equal width, never under 16 px.
Text {
    property int size: Theme.textBody
    property int weight: Theme.regular

    color: Theme.text
    font.family: size >= Theme.textTitleSmall && weight >= Theme.semibold ? Theme.displayFamily : Theme.family
    font.pixelSize: size
    font.weight: weight
    font.features: { "tnum": 1 }
    font.hintingPreference: Font.PreferNoHinting
    textFormat: Text.PlainText
    lineHeight: wrapMode === Text.NoWrap ? 1 : 1.15
}
