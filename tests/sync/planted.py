"""Every known mistake that the simulator must find."""

from tests.sync import planted_office as office
from tests.sync import planted_tablet as tablet
from tests.sync.planting import MANY_RESTORES, ONLY_RESTORES, Mistake

_AT_THE_OFFICE = (
    office.no_memory_of_ids,
    office.gap_tolerated,
    office.everything_is_fresh,
    office.chain_of_numbers_only,
    office.acknowledged_before_it_is_durable,
    office.bundle_is_not_kept,
    office.stored_work_is_forgotten,
    office.done_before_it_is_done,
    office.who_makes_way_forgets_the_rest,
    office.epochs_are_mixed,
    office.bad_commands_are_dropped,
    office.one_bad_command_stops_all,
    office.bad_company_is_condemned,
    office.half_an_effect_stays,
    office.a_full_disk_is_the_commands_fault,
    office.bad_commands_are_tried_for_ever,
    office.quarantine_is_not_told,
    office.unconfirmed_is_taken_for_arrived,
    office.nothing_is_taken_back,
    office.doubtful_rows_are_not_taken_back,
    office.changes_are_overlooked,
    office.touched_rows_are_not_answered,
    office.a_glance_sees_nothing,
    office.every_page_ends_the_look,
    office.strange_pages_are_believed,
    office.nothing_is_booked,
)
_ON_THE_TABLET = (
    tablet.the_newest_work_goes_first,
    tablet.work_on_lost_visits_is_not_sent,
    tablet.epoch_kept_after_a_restore,
    tablet.foreign_history_believed,
    tablet.what_was_sent_is_never_sent_again,
    tablet.guesses_stay,
    tablet.guesses_are_forgotten_with_the_acknowledgement,
    tablet.own_work_is_not_laid_over,
    tablet.quarantined_work_is_not_laid_over,
    tablet.own_rows_win,
    tablet.rows_are_never_removed,
    tablet.a_new_baseline_sweeps_nothing,
    tablet.removals_that_waited_are_lost,
    tablet.removals_do_not_wait,
    tablet.old_removals_hit_new_rows,
    tablet.sums_are_overwritten,
)
MISTAKES = (
    *(Mistake(plant, MANY_RESTORES) for plant in (*_AT_THE_OFFICE, *_ON_THE_TABLET)),
    Mistake(office.page_numbers_used_again, ONLY_RESTORES, first_seed=1700),
)
