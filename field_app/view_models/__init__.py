"""What the tablet's pages show and do, one object per page, over core's queries, presenters and commands."""
