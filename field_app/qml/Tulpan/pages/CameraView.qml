import QtMultimedia

// The camera's picture; loaded only where there is a camera.
VideoOutput {
    fillMode: VideoOutput.PreserveAspectFit
}
