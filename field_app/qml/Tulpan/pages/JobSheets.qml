import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// The questions over the job's page: what else, and why not.
Item {
    id: sheets

    required property JobModel vm
    required property var view

    function ask(what: string) {
        if (what === "more")
            more.open();
        else if (what === "note")
            noteSheet.open();
        else
            why.openFor({ why: what });
    }

    // A part is missing: beside what was said before, and this one when it is asked from its row.
    function lack(id: string, name: string) {
        const said = view.saidMissing.filter(one => one.id !== id);
        lacking.openFor({ parts: id !== "" ? [...said, { id: id, name: name, count: 1 }] : view.saidMissing });
    }

    anchors.fill: parent

    Sheet {
        id: more

        placeName: "more"
        title: Tr.t("field.more_actions")
        panelWidth: 900

        GridLayout {
            columns: 2
            columnSpacing: Theme.s12
            rowSpacing: Theme.s12
            uniformCellWidths: true
            Layout.fillWidth: true

            Repeater {
                model: [
                    { name: "allChecklists", icon: "list-checks", text: "field.all_checklists", shown: sheets.view.on_site && sheets.view.checklists > 0 },
                    { name: "checkoutNow", icon: "signature", text: "field.checkout_now", shown: sheets.view.on_site },
                    { name: "reportFault", icon: "triangle-alert", text: "finding.report_fault", shown: sheets.view.on_site },
                    { name: "proposeReturn", icon: "calendar-plus", text: "finding.propose_return", shown: sheets.view.on_site },
                    { name: "addMachine", icon: "coffee", text: "on_site.title_machine", shown: sheets.view.on_site },
                    { name: "addContact", icon: "user-plus", text: "on_site.title_contact", shown: sheets.view.on_site },
                    { name: "partMissing", icon: "package-x", text: "field.part_missing", shown: sheets.view.on_site },
                    { name: "writeNote", icon: "square-pen", text: "field.write_note", shown: true },
                    { name: "abort", icon: "ban", text: "field.abort", shown: sheets.view.can_abort }
                ]

                Tile {
                    required property var modelData

                    objectName: modelData.name
                    visible: modelData.shown
                    least: Theme.touchPrimary
                    iconName: modelData.icon
                    chevron: true
                    text: Tr.t(modelData.text, undefined)
                    Layout.fillWidth: true
                    onClicked: {
                        more.close();
                        if (modelData.name === "allChecklists")
                            sheets.vm.work_on("checklist_choice");
                        else if (modelData.name === "checkoutNow")
                            sheets.vm.work_on("checkout");
                        else if (modelData.name === "reportFault")
                            sheets.vm.tell_office("fault");
                        else if (modelData.name === "proposeReturn")
                            sheets.vm.tell_office("return");
                        else if (modelData.name === "partMissing")
                            sheets.lack("", "");
                        else if (modelData.name === "addMachine")
                            sheets.vm.register("machine");
                        else if (modelData.name === "addContact")
                            sheets.vm.register("contact");
                        else
                            sheets.ask(modelData.name === "abort" ? "abort" : "note");
                    }
                }
            }
        }
    }

    Sheet {
        id: noteSheet

        placeName: "note"
        title: Tr.t("field.write_note")

        Field {
            id: note

            objectName: "noteText"
            label: Tr.t("field.note_label")
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "saveNote"
            kind: "primary"
            iconName: "check"
            enabled: note.text.trim() !== ""
            text: Tr.t("field.note_save")
            Layout.fillWidth: true
            onClicked: {
                sheets.vm.write_note(note.text);
                noteSheet.close();
            }
        }
    }

    Sheet {
        id: lacking

        objectName: "lackSheet"
        placeName: "lack"
        panelWidth: 820
        title: Tr.t("field_work.missing_title")
        text: Tr.t("field.lack_text")

        Loader {
            active: lacking.opened
            Layout.fillWidth: true

            sourceComponent: MissingParts {
                search: sheets.vm.parts
                chosen: lacking.asked.parts ?? []
                onPicked: parts => lacking.note({ parts: parts })
            }
        }

        Field {
            id: lackNote

            objectName: "lackNote"
            label: Tr.t("field_work.result_note")
            Layout.fillWidth: true
        }

        ActionButton {
            objectName: "saveLack"
            kind: (lacking.asked.parts ?? []).length > 0 ? "primary" : "outline"
            iconName: (lacking.asked.parts ?? []).length > 0 ? "check" : "circle-question-mark"
            implicitHeight: Theme.touchAnswer
            text: (lacking.asked.parts ?? []).length > 0 ? Tr.t("field.lack_save") : Tr.t("field_work.missing_unknown")
            Layout.fillWidth: true
            onClicked: {
                sheets.vm.lack(lackNote.text, lacking.asked.parts ?? []);
                lacking.close();
            }
        }
    }

    Sheet {
        id: why

        readonly property bool rejects: asked.why === "reject"
        // The answer was kept as the program ended, and the question still stood in the place.
        readonly property bool answered: opened && sheets.view.saidNo === (rejects ? "rejected" : "aborted")

        function say(code: string, text: string) {
            if (rejects)
                sheets.vm.reject(text);
            else
                sheets.vm.abort(code, text);
            close();
        }

        objectName: "whySheet"
        // Lying, with the largest letters, its cost and reasons must have room in the height.
        panelWidth: Theme.large ? 900 : 680
        placeName: "why"
        onOpenedChanged: if (opened && !rejects) sheets.vm.count_abort()
        onAnsweredChanged: if (answered) Qt.callLater(close)
        title: rejects ? Tr.t("field.reject_title") : Tr.t("field.abort_title")
        text: rejects ? Tr.t("field.reject_text") : Tr.t("field.abort_text")

        Label {
            objectName: "abortCost"
            visible: !why.rejects && text !== ""
            text: sheets.view.abortCost
            weight: Theme.semibold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }

        Repeater {
            model: why.rejects ? [] : sheets.view.abortLines

            RowLayout {
                required property var modelData

                objectName: "abortLine"
                spacing: Theme.s12
                Layout.fillWidth: true

                Label {
                    text: parent.modelData.text
                    size: Theme.textMeta
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignBaseline
                }

                Label {
                    text: parent.modelData.amount
                    size: Theme.textMeta
                    color: Theme.text2
                    Layout.alignment: Qt.AlignBaseline
                }
            }
        }

        GridLayout {
            readonly property int count: (why.rejects ? sheets.view.rejectReasons : sheets.view.abortReasons).length

            columns: count % 3 === 0 && !Theme.large && sheets.width > 700 ? 3 : 2
            columnSpacing: Theme.s12
            rowSpacing: Theme.s12
            Layout.fillWidth: true

            Repeater {
                model: why.rejects ? sheets.view.rejectReasons : sheets.view.abortReasons

                ActionButton {
                    required property var modelData

                    objectName: "reason_" + modelData.id
                    text: modelData.text
                    Layout.fillWidth: true
                    Layout.preferredWidth: 100
                    onClicked: why.say(modelData.id, modelData.text)
                }
            }
        }

        RowLayout {
            spacing: Theme.s12
            Layout.fillWidth: true

            Field {
                id: reason

                objectName: "otherReason"
                label: Tr.t("field.other_reason")
                Layout.fillWidth: true
            }

            ActionButton {
                objectName: "sendReason"
                enabled: reason.text.trim() !== ""
                text: Tr.t("field.other_reason_send")
                Layout.preferredHeight: reason.implicitHeight
                onClicked: why.say("", reason.text.trim())
            }
        }
    }
}
