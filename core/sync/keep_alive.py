"""Lets the operating system find out that a quiet line leads nowhere any more: a network goes without a word."""

import socket

_FIRST, _EVERY, _TIMES = 6, 3, 2
"""Seconds until it is asked for the first time, between the next, and how many answers may be missing."""


def socket_options() -> list[tuple[int, int, int]]:
    """For both ends of a line: it is given up after some twelve seconds of silence that nobody explains."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    seconds = {"TCP_KEEPIDLE": _FIRST, "TCP_KEEPINTVL": _EVERY, "TCP_KEEPCNT": _TIMES}
    names = {**seconds, "TCP_USER_TIMEOUT": (_FIRST + _EVERY * _TIMES) * 1000}
    # Each system has its own choice of these; with none of them the waits of the protocol itself remain.
    return options + [
        (socket.IPPROTO_TCP, getattr(socket, name), value) for name, value in names.items() if hasattr(socket, name)
    ]
