"""What Alex does in the journey, with the network off from the moment he arrives."""

from office_app.demo.stage import Scene

ON_SITE: tuple[Scene, ...] = ()
