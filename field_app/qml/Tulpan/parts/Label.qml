import QtQuick
import Tulpan

// Text as everywhere on the tablet: Inter, figures of equal width, never under 16 px.
Text {
    property int size: Theme.textBody
    property int weight: Theme.regular
    // What the line is higher than its letters lies half above them: beside an icon or a button they stand in the middle.
    readonly property int lead: Math.round((lineHeight - 1) * size * 0.6)

    color: Theme.text
    font.family: size >= Theme.textTitleSmall && weight >= Theme.semibold ? Theme.displayFamily : Theme.family
    font.pixelSize: size
    font.weight: weight
    font.features: Theme.figures(text)
    font.hintingPreference: Font.PreferNoHinting
    textFormat: Text.PlainText
    lineHeight: wrapMode === Text.NoWrap ? 1 : 1.15
    topPadding: lead
    bottomPadding: -lead
}
