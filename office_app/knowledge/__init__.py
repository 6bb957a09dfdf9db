"""The knowledge place: checklists and their designer, instructions, and diagrams with hot-spots."""
