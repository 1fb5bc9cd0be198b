"""The way into the local cluster: its address, and a certificate that keeps out everybody else on this computer.

Whoever can talk to a scheduler can run code in it. The certificate is made anew at each start, is only in memory, and
goes to the server over the pipe between the two.
"""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # see turn.py
    from distributed import Security

ROLES = ("client", "scheduler", "worker")


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate and its key, both PEM: who shows it is let in, by whom shows it too."""

    certificate: str
    key: str

    @classmethod
    def new(cls) -> "Certificate":
        """A fresh one, valid for a year."""
        from distributed import Security

        made = Security.temporary()
        return cls(made.tls_ca_file, made.tls_client_key)

    def security(self) -> "Security":
        """What Dask takes."""
        from distributed import Security

        keys = {f"tls_{role}_key": self.key for role in ROLES}
        certificates = {f"tls_{role}_cert": self.certificate for role in ROLES}
        return Security(require_encryption=True, tls_ca_file=self.certificate, **keys, **certificates)


@dataclass(frozen=True)
class Entrance:
    """Where the scheduler listens, and what to show there."""

    address: str
    certificate: Certificate

    def line(self) -> str:
        """As one line, for the pipe."""
        return json.dumps(asdict(self))

    @classmethod
    def of_line(cls, line: str) -> "Entrance | None":
        """What the cluster's first line says; nothing if it ended before it said anything."""
        if not line:
            return None
        said = json.loads(line)
        return cls(said["address"], Certificate(**said["certificate"]))
