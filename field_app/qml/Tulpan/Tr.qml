pragma Singleton

import QtQuick
import Tulpan.Field

// The texts in the language in force, by key and, where the text has values, a map of them; bindings follow a switch.
QtObject {
    readonly property string language: Language.code

    function t(key: string, params: var): string {
        if (language === "")
            return "";
        return params === undefined ? Language.text(key) : Language.filled(key, params);
    }
}
