import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The open step: its question, the answer that its kind asks for, and what is worth knowing beside it.
Item {
    id: body

    required property ChecklistModel vm
    readonly property var view: vm.view
    readonly property var step: view.step
    readonly property int wide: Math.min(width - 2 * scroller.padding, 860)

    property bool crowned: false

    signal skipAsked

    Scroller {
        id: scroller

        objectName: "stepScroller"
        placeName: body.step.id !== "" ? "scroll-" + body.step.id : ""
        anchors.fill: parent
        padding: Theme.s24
        topPadding: body.crowned ? Theme.s12 : padding
        bottomPadding: body.crowned ? Theme.s12 : padding

        ColumnLayout {
            width: body.wide
            // At the same edge for every kind of step: the eye finds the question where the last one was.
            // Standing, with the pad below, a measured step is seen whole.
            spacing: body.crowned ? Theme.s12 : Theme.s16

            ColumnLayout {
                spacing: 4
                Layout.fillWidth: true

                Label {
                    objectName: "stepTitle"
                    text: body.step.title
                    size: Theme.textTitle
                    weight: Theme.bold
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }

                Label {
                    objectName: "stepHelp"
                    visible: text !== ""
                    text: body.step.help
                    color: Theme.text2
                    lineHeight: 1.25
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }

            RowLayout {
                visible: body.view.closed
                spacing: Theme.s12

                Pill {
                    text: Tr.t("field_work.closed_title")
                    iconName: "check"
                    tone: "good"
                    implicitHeight: Theme.touchTarget
                }

                ActionButton {
                    objectName: "reopen"
                    kind: "quiet"
                    iconName: "lock-open"
                    text: Tr.t("field_work.reopen")
                    onClicked: body.vm.reopen()
                }
            }

            Warning {
                objectName: "stepUnkept"
                visible: body.step.unkept
                text: Tr.t("field_work.unkept_hint")
                Layout.fillWidth: true
            }

            Label {
                objectName: "exampleTitle"
                visible: body.step.example && body.step.picture !== ""
                text: Tr.t("field_work.photo_example")
                size: Theme.textMeta
                weight: Theme.semibold
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            Picture {
                objectName: "stepPicture"
                visible: body.step.picture !== ""
                address: body.step.picture
                room: Qt.size(760, 4096)
                Layout.fillWidth: true
                Layout.maximumHeight: body.step.example ? 168 : 260
            }

            Loader {
                objectName: "drawing"
                active: body.step.exhibit.kind === "diagram"
                visible: active
                sourceComponent: exhibit
                Layout.fillWidth: true
            }

            Component {
                id: exhibit

                StepExhibit {
                    vm: body.vm
                }
            }

            Loader {
                id: answer

                readonly property var files: ({ measure: "StepMeasure.qml", yes_no: "StepYesNo.qml", choice: "StepChoice.qml", text: "StepText.qml", photo: "StepPhoto.qml", instruction: "StepInstruction.qml", number: "StepMeasure.qml", counter: "StepCounter.qml", date: "StepDate.qml", calculated: "StepMeasure.qml", scan: "StepScan.qml", signature: "StepSignature.qml", repeat: "StepCounter.qml", time: "StepAmount.qml", material: "StepAmount.qml" })
                readonly property string file: body.step.cannot ? "StepSkipped.qml" : files[body.step.kind] ?? ""

                objectName: "answer"
                enabled: !body.view.closed
                Layout.fillWidth: true
                onFileChanged: turn()
                Component.onCompleted: turn()

                function turn() {
                    if (file !== "")
                        setSource(file, { vm: body.vm });
                    else
                        source = "";
                }
            }

            Label {
                objectName: "stepLimit"
                visible: text !== ""
                text: body.step.limit
                weight: Theme.medium
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "keepOffer"
                visible: body.step.offers !== "" && !body.view.closed
                kind: "tonal"
                iconName: "check"
                text: body.step.offers
                implicitHeight: Theme.touchAnswer
                Layout.fillWidth: true
                onClicked: body.vm.keep()
            }

            Rectangle {
                visible: body.step.last !== "" || body.step.opens !== ""
                radius: Theme.radiusTile
                color: Theme.sunken
                border.width: Theme.sun ? 2 : 0
                border.color: Theme.border
                implicitHeight: hints.implicitHeight + 2 * Theme.s12
                Layout.fillWidth: true

                Icon {
                    x: Theme.s20
                    anchors.verticalCenter: parent.verticalCenter
                    name: body.step.last !== "" ? "history" : "split"
                }

                ColumnLayout {
                    id: hints

                    anchors.verticalCenter: parent.verticalCenter
                    x: 58
                    width: parent.width - x - Theme.s16
                    spacing: 2

                    Label {
                        objectName: "lastValue"
                        visible: text !== ""
                        text: body.step.last
                        size: Theme.textMeta
                        weight: Theme.semibold
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }

                    Label {
                        visible: text !== ""
                        text: body.step.opens
                        size: Theme.textMeta
                        color: Theme.text2
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }
            }

            StepDeviation {
                vm: body.vm
                Layout.fillWidth: true
            }

            // A page is long: what is answered and what went wrong stands before it.
            Loader {
                objectName: "page"
                active: body.step.exhibit.kind === "paper"
                visible: active
                sourceComponent: exhibit
                Layout.fillWidth: true
            }

            Flow {
                visible: body.step.photos.length > 0 && body.step.kind !== "photo"
                spacing: Theme.s12
                Layout.fillWidth: true

                Repeater {
                    model: body.step.kind === "photo" ? [] : body.step.photos

                    Thumbnail {
                        required property var modelData

                        objectName: "stepPhoto-" + modelData.id
                        source: modelData.source
                        text: Tr.t("field_work.more_photos")
                        onClicked: body.vm.take_photo()
                    }
                }
            }

            RowLayout {
                visible: !body.view.closed && body.step.id !== ""
                spacing: Theme.s12
                uniformCellSizes: true
                Layout.fillWidth: true

                ActionButton {
                    objectName: "addPhoto"
                    visible: body.step.kind !== "photo"
                    iconName: "camera"
                    text: Tr.t("field_work.add_photo")
                    Layout.fillWidth: true
                    onClicked: body.vm.take_photo()
                }

                ActionButton {
                    objectName: "skipStep"
                    visible: !body.step.cannot && body.step.kind !== "calculated"
                    iconName: "circle-dashed"
                    text: body.step.kind === "measure" ? Tr.t("field_work.cannot_measure") : Tr.t("field_work.skip_step")
                    Layout.fillWidth: true
                    onClicked: body.skipAsked()
                }
            }

            Item {
                implicitHeight: undo.visible ? Theme.touchTarget : 24
                Layout.fillWidth: true

                // At the foot: nothing moves under the finger when an answer comes.
                RowLayout {
                    visible: !undo.visible
                    anchors.fill: parent
                    spacing: Theme.s12

                    Avatar {
                        visible: body.step.answeredBy !== ""
                        initials: body.step.initials
                        side: 24
                        round: true
                    }

                    Label {
                        objectName: "answeredBy"
                        visible: text !== ""
                        text: body.step.answeredBy
                        size: Theme.textMeta
                        color: Theme.text2
                    }

                    Label {
                        objectName: "saved"
                        text: body.view.saved
                        size: Theme.textMeta
                        color: Theme.text2
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }

                ActionButton {
                    id: undo

                    objectName: "undoAnswer"
                    visible: body.view.undo
                    kind: "tonal"
                    iconName: "undo-2"
                    implicitHeight: Theme.touchTarget
                    text: Tr.t("field_work.undo_answer")
                    onClicked: body.vm.undo()
                }
            }
        }
    }
}
