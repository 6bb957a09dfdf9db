"""Opens the scan page as a test needs it."""

from tests.helpers.tablet_screen import TabletScreen


def open_scan(screen: TabletScreen, **arguments: str) -> None:
    screen.application.navigation.open("scan", **arguments)
    screen.sees("scanCode")
