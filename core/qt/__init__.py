"""The only Qt in core, QtCore only: tasks off the GUI thread and row models that change row by row."""
