import QtQuick
import QtQuick.Shapes
import Tulpan

// A dashed outline.
Shape {
    id: outline

    property real radius: 0

    ShapePath {
        strokeWidth: 2
        strokeColor: Theme.borderStrong
        fillColor: "transparent"
        strokeStyle: ShapePath.DashLine
        dashPattern: [3, 3]

        PathRectangle {
            x: 1
            y: 1
            width: outline.width - 2
            height: outline.height - 2
            radius: outline.radius
        }
    }
}
