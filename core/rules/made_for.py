"""What is made for certain machine models only: a part, a checklist."""

from collections.abc import Collection


def meant_for(made_for: Collection[str], models: Collection[str]) -> bool:
    """Whether it may be proposed for machines of these models.

    What is made for no model in particular is for all of them; machines whose model nobody knows rule nothing out.
    """
    return not made_for or not models or not set(made_for).isdisjoint(models)
