"""Who holds the writers' lock knows when somebody else wants it."""

import threading

from core.storage.writer_lock import WriterLock


def test_it_is_wanted_while_another_thread_waits_and_no_longer() -> None:
    lock, written = WriterLock(), threading.Event()

    def write() -> None:
        with lock:
            written.set()

    with lock, lock:  # the same thread comes in twice
        assert not lock.is_wanted
        other = threading.Thread(target=write)
        other.start()
        while not lock.is_wanted:
            other.join(0.01)
        assert not written.is_set()
    other.join(10)
    assert written.is_set() and not lock.is_wanted


def test_who_writes_again_and_again_keeps_nobody_out() -> None:
    lock, turns = WriterLock(), []

    def write() -> None:
        with lock:
            turns.append("other")

    with lock:
        others = [threading.Thread(target=write) for _ in range(3)]
        for number, other in enumerate(others):
            other.start()
            while not lock.is_wanted or len(lock._queue) <= number:
                other.join(0.01)
    with lock:
        turns.append("again")
    for other in others:
        other.join(10)
    assert turns == ["other"] * 3 + ["again"]


def test_thousands_of_turns_are_each_alone() -> None:
    lock, inside, most = WriterLock(), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(500):
            with lock, lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert (most, inside, lock.is_wanted) == (1, 0, False)
