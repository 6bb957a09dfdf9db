import Tulpan

// The name of a card or a group.
Label {
    size: Theme.textSectionSmall
    weight: Theme.semibold
}
