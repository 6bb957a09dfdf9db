"""The office program: Qt Widgets for the administrator and the planner."""
