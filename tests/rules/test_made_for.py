"""What is made for other models is never proposed; what is made for none in particular always may be."""

from hypothesis import given
from hypothesis import strategies as st

from core.rules.made_for import meant_for

Models = frozenset[str]
models = st.frozensets(st.sampled_from(("e61", "linea", "appia", "e65s")))


@given(models, models)
def test_only_a_model_of_its_own_speaks_for_what_is_made_for_some(made_for: Models, here: Models) -> None:
    if made_for and here:
        assert meant_for(made_for, here) == bool(made_for & here)
    else:
        assert meant_for(made_for, here), "for all, or for a machine that nobody knows"


@given(models, models, models)
def test_a_further_model_of_a_part_takes_nothing_away(made_for: Models, more: Models, here: Models) -> None:
    if made_for and meant_for(made_for, here):
        assert meant_for(made_for | more, here)
