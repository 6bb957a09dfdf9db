import QtQuick
import QtQuick.Layouts
import Tulpan
import Tulpan.Field

// Time or material that a step asks for: its answer is a record of the visit.
ColumnLayout {
    id: amount

    required property ChecklistModel vm
    readonly property var step: vm.view.step

    spacing: Theme.s16

    RowLayout {
        objectName: "stepArticle"
        visible: amount.step.article !== ""
        spacing: Theme.s12

        Icon {
            name: "package"
            color: Theme.accent
        }

        Label {
            text: amount.step.article
            weight: Theme.semibold
            elide: Text.ElideRight
            Layout.fillWidth: true
        }

        Label {
            text: amount.step.articleDetail
            size: Theme.textMeta
            color: Theme.text2
        }
    }

    ColumnLayout {
        visible: amount.step.asksArticle
        spacing: Theme.s12
        Layout.fillWidth: true

        Field {
            objectName: "articleSearch"
            placeName: "article-" + amount.step.id
            label: Tr.t("field_work.article_search")
            Layout.fillWidth: true
            onTextEdited: amount.vm.article.look_for(text)
        }

        Repeater {
            model: amount.step.asksArticle ? amount.vm.article.hits : null

            Tile {
                required property var model

                objectName: "article-" + model.id
                iconName: "package"
                text: model.name
                detail: model.detail
                least: Theme.touchPrimary
                Layout.fillWidth: true
                onClicked: amount.vm.choose_article(model.id)
            }
        }
    }

    StepCounter {
        visible: !amount.step.asksArticle
        vm: amount.vm
        Layout.fillWidth: true
    }

    RowLayout {
        spacing: Theme.s12
        Layout.fillWidth: true

        ActionButton {
            objectName: "keepAmount"
            visible: amount.step.keeps !== ""
            kind: "tonal"
            iconName: "check"
            text: amount.step.keeps
            implicitHeight: Theme.touchAnswer
            Layout.fillWidth: true
            onClicked: amount.vm.keep()
        }

        ActionButton {
            objectName: "noneUsed"
            text: amount.step.noneUsed
            implicitHeight: Theme.touchAnswer
            Layout.fillWidth: true
            onClicked: amount.vm.none_used()
        }
    }
}
