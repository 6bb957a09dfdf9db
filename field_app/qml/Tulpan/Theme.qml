pragma Singleton

import QtQuick
import Tulpan.Field

// The design tokens in force. Every colour and size of every page comes from here.
QtObject {
    readonly property string name: Look.theme
    readonly property bool sun: name === "sun"
    // Where grounds do not tell a quiet button from the page, a line does.
    readonly property bool bordered: sun || name === "dark"
    readonly property bool dark: name === "dark"
    readonly property bool large: Look.textScale > 1.2
    readonly property bool leftHanded: Look.leftHanded

    readonly property color canvas: Look.colours.canvas
    readonly property color surface: Look.colours.surface
    readonly property color sunken: Look.colours.sunken
    readonly property color text: Look.colours.text
    readonly property color text2: Look.colours.text2
    readonly property color text3: Look.colours.text3
    readonly property color border: Look.colours.border
    readonly property color borderStrong: Look.colours.borderStrong
    readonly property color accent: Look.colours.accent
    readonly property color accentFg: Look.colours.accentFg
    readonly property color accentSoft: Look.colours.accentSoft
    readonly property color accentInk: Look.colours.accentInk
    readonly property color rail: Look.colours.rail
    readonly property color railText: Look.colours.railText
    readonly property color railFg: sun ? Look.colours.railText : dark ? Look.colours.text : Look.colours.surface
    readonly property color railMarked: sun ? accent : Qt.alpha(Look.colours.railText, 0.16)
    readonly property color crema: sun ? Look.colours.railText : Look.colours.crema
    readonly property color shadow: Look.colours.shadow
    readonly property color scrim: Qt.alpha(Look.colours.scrim, 0.55)
    readonly property color goodStrong: Look.colours.goodStrong
    readonly property color goodSoft: Look.colours.goodSoft
    readonly property color goodInk: Look.colours.goodInk
    readonly property color warnStrong: Look.colours.warnStrong
    readonly property color warnSoft: Look.colours.warnSoft
    readonly property color warnInk: Look.colours.warnInk
    readonly property color badStrong: Look.colours.badStrong
    readonly property color badSoft: Look.colours.badSoft
    readonly property color badInk: Look.colours.badInk
    readonly property color infoStrong: Look.colours.infoStrong
    readonly property color infoSoft: Look.colours.infoSoft
    readonly property color infoInk: Look.colours.infoInk

    readonly property string family: Look.sizes.family
    readonly property string displayFamily: Look.sizes.displayFamily
    // No letter is ever smaller.
    readonly property int textLeast: Look.sizes.text.meta
    readonly property int textMeta: scaled(Look.sizes.text.meta)
    readonly property int textBody: scaled(Look.sizes.text.body)
    readonly property int textSectionSmall: scaled(Look.sizes.text.sectionSmall)
    readonly property int textSection: scaled(Look.sizes.text.section)
    readonly property int textTitleSmall: scaled(Look.sizes.text.titleSmall)
    readonly property int textTitle: scaled(Look.sizes.text.title)
    readonly property int textKey: Look.sizes.text.key
    readonly property int textValue: Look.sizes.text.value
    readonly property int regular: sun ? Look.sizes.weights.medium : Look.sizes.weights.regular
    readonly property int medium: sun ? Look.sizes.weights.semibold : Look.sizes.weights.medium
    readonly property int semibold: sun ? Look.sizes.weights.bold : Look.sizes.weights.semibold
    readonly property int bold: Look.sizes.weights.bold

    readonly property int s4: Look.sizes.space[0]
    readonly property int s8: Look.sizes.space[1]
    readonly property int s12: Look.sizes.space[2]
    readonly property int s16: Look.sizes.space[3]
    readonly property int s20: Look.sizes.space[4]
    readonly property int s24: Look.sizes.space[5]
    readonly property int s32: Look.sizes.space[6]
    readonly property int s48: Look.sizes.space[7]
    readonly property int radiusInput: Look.sizes.radii.input
    readonly property int radiusTile: Look.sizes.radii.tile
    readonly property int radiusCard: Look.sizes.radii.card
    readonly property int radiusKey: Look.sizes.radii.key
    readonly property int touchTarget: Look.sizes.touch.target
    readonly property int touchPrimary: Look.sizes.touch.primary
    readonly property int touchAnswer: Look.sizes.touch.answer
    readonly property int iconSmall: Look.sizes.icon.small
    readonly property int iconNormal: Look.sizes.icon.normal
    readonly property real iconStroke: sun ? Look.sizes.icon.stroke + 0.25 : Look.sizes.icon.stroke
    readonly property int motionPress: Look.sizes.motion.press
    readonly property int motionPane: Look.sizes.motion.pane
    readonly property int line: sun ? 2 : 1
    readonly property int focusWidth: Look.sizes.focus.width

    function scaled(size: real): int {
        return Math.round(size * Look.textScale);
    }

    // planned, released, travelling, on_site, paused, done, deviation: {strong, soft, ink, icon}
    function status(name: string): var {
        return Look.statuses[name] ?? Look.statuses.planned;
    }

    // good, warn, bad, info, accent, quiet, or a status: {strong, soft, ink}
    function tone(name: string): var {
        if (name === "accent")
            return { strong: accent, soft: accentSoft, ink: accentInk };
        if (name === "quiet" || name === "")
            return { strong: text2, soft: sunken, ink: text2 };
        if (Look.statuses[name] !== undefined)
            return Look.statuses[name];
        const colours = Look.colours;
        return { strong: colours[name + "Strong"], soft: colours[name + "Soft"], ink: colours[name + "Ink"] };
    }
}
