"""The local cluster lets nobody in but its server: whoever talks to a scheduler or a worker can run code there."""

import contextlib
import socket
import ssl
from urllib.parse import urlsplit

import pytest
from distributed import Client
from waiting import wait_for_workers

from seqcore.jobs.entrance import Certificate, Entrance
from seqcore.jobs.jobs import Jobs


def test_what_goes_over_the_pipe_comes_out_as_it_was() -> None:
    entrance = Entrance("tls://127.0.0.1:1234", Certificate("one\nline", "and\nanother"))
    assert "\n" not in entrance.line()
    assert Entrance.of_line(entrance.line()) == entrance
    assert Entrance.of_line("") is None


def test_each_certificate_is_another() -> None:
    assert Certificate.new() != Certificate.new()


def test_strangers_are_kept_out_of_the_scheduler_and_of_the_workers() -> None:
    with contextlib.closing(Jobs()) as jobs:
        wait_for_workers(jobs)
        client = jobs._connection._client
        assert client is not None
        addresses = [client.scheduler.address, *client.nthreads()]
        assert all(address.startswith("tls://127.0.0.1:") for address in addresses)
        for address in addresses:
            _is_refused(address)
        assert jobs.cluster.workers, "and nobody is disturbed by that"


def _is_refused(address: str) -> None:
    """In plain TCP, with a certificate of the stranger's own, and without any."""
    for where, security in ((address.replace("tls", "tcp"), None), (address, Certificate.new().security())):
        with pytest.raises((OSError, TimeoutError)):
            Client(where, security=security, timeout=2, set_as_default=False)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _first_byte(urlsplit(address).port or 0)


def _first_byte(port: int) -> bytes:
    """What the server says to somebody who takes whatever certificate it shows."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as connection:
        connection.settimeout(10)
        return connection.recv(1)
