"""What befalls an office, its tablets and their letters: restores, copies, revocation, long pauses, damage."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sync.simulator import Tablet, World, _InFlight

LONGEST_DELAY_DAYS = 60
MOST_TABLETS = 6


def step(world: "World") -> None:
    """Perhaps one of them happens now."""
    chance, faults = world.random, world.faults
    if chance.random() < 0.05:
        world.office_snapshots.append(world.office_store.snapshot())
        tablet = chance.choice(world.tablets)
        tablet.snapshots.append(tablet.store.snapshot())
    if chance.random() < faults.partition:
        chance.choice(world.tablets).cut_off = chance.randrange(5, 40)
    for tablet in world.tablets:
        if tablet.cut_off:
            tablet.cut_off -= 1
    if chance.random() < faults.long_pause:
        world.moment += chance.randrange(1, 3 * 400)
    if world.office_snapshots and chance.random() < faults.restore_office:
        restore_office(world)
    if chance.random() < faults.restore_tablet:
        restore_tablet(world, chance.choice(world.tablets))
    if chance.random() < faults.clone_tablet and len(world.tablets) < MOST_TABLETS:
        clone_tablet(world, chance.choice(world.tablets))
    if chance.random() < faults.revoke and not world.condemned:
        revoke(world, chance.choice(world.tablets))


def on_the_way(world: "World", piece: "_InFlight") -> "_InFlight":
    """The letter as it will arrive: cut short, with a bit turned over, or up to sixty days late."""
    chance = world.random.random()
    if chance < world.faults.damage:
        spoiled = bytearray(piece.letter[: world.random.randrange(1, len(piece.letter) + 1)])
        spoiled[world.random.randrange(len(spoiled))] ^= 1 << world.random.randrange(8)
        return replace(piece, letter=bytes(spoiled))
    if chance < world.faults.damage + world.faults.delay:
        return replace(piece, not_before=world.moment + world.random.randrange(LONGEST_DELAY_DAYS * 400))
    return piece


def restore_office(world: "World") -> None:
    world.note("office restored")
    world.office_store.restore(world.random.choice(world.office_snapshots))
    if world.random.random() < 0.7:  # otherwise nobody noticed that it was
        world.office_store.connection.execute(
            "UPDATE sync_state SET value = ? WHERE name = 'generation'", (world.mark(),)
        )
    logged = {command for tablet in world.tablets for command in world.log_of(tablet)}
    world.excused |= set(world.written) - logged
    world.restart_office()


def restore_tablet(world: "World", tablet: "Tablet") -> None:
    if not tablet.snapshots:
        return
    world.note(f"{tablet.name} restored")
    at_office = world.known_at_office()
    before = set(world.log_of(tablet))
    tablet.store.restore(world.random.choice(tablet.snapshots))
    tablet.snapshots.clear()
    # What had not reached the office is lost with the disk; what had must never be.
    world.excused |= before - set(world.log_of(tablet)) - at_office
    world.restart_tablet(tablet)
    if world.random.random() < 0.7:  # otherwise nobody noticed that it was
        _notice(world, tablet)


def clone_tablet(world: "World", tablet: "Tablet") -> None:
    """Somebody puts a copy of a tablet's disk into another one, and both are used."""
    from tests.sync.simulator import Tablet
    from tests.sync.toy import ToyStore

    world.note(f"{tablet.name} copied")
    store = ToyStore(is_office=False, is_old=tablet.store.is_old)
    store.restore(tablet.store.snapshot())
    twin = Tablet(
        len(world.tablets), tablet.name, tablet.person, store, world.tablet_engine(store, tablet.name), is_twin=True
    )
    store.fault = world.fault
    world.tablets.append(twin)
    if world.random.random() < 0.6:
        _notice(world, twin)
        twin.is_twin = False


def revoke(world: "World", tablet: "Tablet") -> None:
    world.note(f"{tablet.name} revoked")
    world.condemned.add(tablet.name)
    world.office_store.connection.execute("UPDATE device SET revoked_at = '1' WHERE id = ?", (tablet.name,))


def _notice(world: "World", tablet: "Tablet") -> None:
    world.is_calm, was = True, world.is_calm
    tablet.engine.new_epoch()
    world.is_calm = was
