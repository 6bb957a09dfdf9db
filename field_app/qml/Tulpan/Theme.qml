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

    // Taken over once a look: every reading from Python translates the whole map.
    readonly property var colours: Look.colours
    readonly property var statuses: Look.statuses
    readonly property var sizes: Look.sizes

    readonly property color canvas: colours.canvas
    readonly property color surface: colours.surface
    readonly property color sunken: colours.sunken
    readonly property color text: colours.text
    readonly property color text2: colours.text2
    readonly property color text3: colours.text3
    readonly property color border: colours.border
    readonly property color borderStrong: colours.borderStrong
    readonly property color accent: colours.accent
    readonly property color accentFg: colours.accentFg
    readonly property color accentSoft: colours.accentSoft
    readonly property color accentInk: colours.accentInk
    readonly property color rail: colours.rail
    readonly property color railText: colours.railText
    readonly property color railFg: sun ? colours.railText : dark ? colours.text : colours.surface
    readonly property color railMarked: sun ? accent : Qt.alpha(colours.railText, 0.16)
    readonly property color crema: sun ? colours.railText : colours.crema
    readonly property color shadow: colours.shadow
    readonly property color scrim: Qt.alpha(colours.scrim, 0.55)
    readonly property color goodStrong: colours.goodStrong
    readonly property color goodSoft: colours.goodSoft
    readonly property color goodInk: colours.goodInk
    readonly property color warnStrong: colours.warnStrong
    readonly property color warnSoft: colours.warnSoft
    readonly property color warnInk: colours.warnInk
    readonly property color badStrong: colours.badStrong
    // On photos, whatever the look: a photo is as bright in the dark one.
    readonly property color photoMark: colours.photoMark
    readonly property color photoMarkEdge: colours.photoMarkEdge
    readonly property color badSoft: colours.badSoft
    readonly property color badInk: colours.badInk
    readonly property color infoStrong: colours.infoStrong
    readonly property color infoSoft: colours.infoSoft
    readonly property color infoInk: colours.infoInk

    readonly property string family: sizes.family
    readonly property string displayFamily: sizes.displayFamily
    // No letter is ever smaller.
    readonly property int textLeast: sizes.text.meta
    readonly property int textMeta: scaled(sizes.text.meta)
    readonly property int textBody: scaled(sizes.text.body)
    readonly property int textSectionSmall: scaled(sizes.text.sectionSmall)
    readonly property int textSection: scaled(sizes.text.section)
    readonly property int textTitleSmall: scaled(sizes.text.titleSmall)
    readonly property int textTitle: scaled(sizes.text.title)
    readonly property int textKey: sizes.text.key
    readonly property int textValue: sizes.text.value
    readonly property int regular: sun ? sizes.weights.medium : sizes.weights.regular
    readonly property int medium: sun ? sizes.weights.semibold : sizes.weights.medium
    readonly property int semibold: sun ? sizes.weights.bold : sizes.weights.semibold
    readonly property int bold: sizes.weights.bold

    readonly property int s4: sizes.space[0]
    readonly property int s8: sizes.space[1]
    readonly property int s12: sizes.space[2]
    readonly property int s16: sizes.space[3]
    readonly property int s20: sizes.space[4]
    readonly property int s24: sizes.space[5]
    readonly property int s32: sizes.space[6]
    readonly property int s48: sizes.space[7]
    readonly property int radiusInput: sizes.radii.input
    readonly property int radiusTile: sizes.radii.tile
    readonly property int radiusCard: sizes.radii.card
    readonly property int radiusKey: sizes.radii.key
    readonly property int touchTarget: sizes.touch.target
    readonly property int touchPrimary: sizes.touch.primary
    readonly property int touchAnswer: sizes.touch.answer
    readonly property int iconSmall: sizes.icon.small
    readonly property int iconNormal: sizes.icon.normal
    readonly property real iconStroke: sun ? sizes.icon.stroke + 0.25 : sizes.icon.stroke
    readonly property int motionPress: sizes.motion.press
    readonly property int motionPane: sizes.motion.pane
    readonly property int line: sun ? 2 : 1
    readonly property int focusWidth: sizes.focus.width

    function scaled(size: real): int {
        return Math.round(size * Look.textScale);
    }

    // Figures of equal width, so that a clock or a sum does not jump. They make a hyphen as wide as a figure, too, which
    // tears numbers of articles, machines and telephones apart: those stand as they are written.
    function figures(text: string): var {
        return text.includes("-") ? {} : { "tnum": 1 };
    }

    // planned, released, travelling, on_site, paused, done, deviation: {strong, soft, ink, icon}
    function status(name: string): var {
        return statuses[name] ?? statuses.planned;
    }

    // good, warn, bad, info, accent, quiet, or a status: {strong, soft, ink}
    function tone(name: string): var {
        if (name === "accent")
            return { strong: accent, soft: accentSoft, ink: accentInk };
        if (name === "quiet" || name === "")
            return { strong: text2, soft: sunken, ink: text2 };
        if (statuses[name] !== undefined)
            return statuses[name];
        return { strong: colours[name + "Strong"], soft: colours[name + "Soft"], ink: colours[name + "Ink"] };
    }
}
