"""Who may control a run, and the code with which its owner brings in another device.

Two files of the run's folder:

owner   one hash a line of the browsers that control the run; missing when anybody may (the command line's runs)
code    hash of a code that adds one more browser, and until when it does; written when an owner asks for one
"""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from seqcore.runs.damaged import Damaged, content_of, reading
from seqcore.whole_file import write_whole

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are misread."""
MISREAD = str.maketrans("OIL", "011")
CODE_LENGTH = 12
"""Five bits each: 60 bits, for a code that lives for an hour, works once and cannot be guessed quickly."""
CODE_SECONDS = 3600
MOST_OWNER_BYTES = 1_000_000


def hash_of(secret: str) -> str:
    """The hash under which a random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Ownership:
    """The owners of the run whose folder is `folder`."""

    folder: Path

    def owners(self) -> frozenset[str]:
        """Hashes of the browsers that control the run; empty when anybody may.

        Raises Damaged when they cannot be read: then nobody is known to be one, and it is not everybody's run either.
        """
        try:
            with reading("owner"):
                owners = frozenset(content_of(self.folder, "owner", MOST_OWNER_BYTES).decode().split())
        except FileNotFoundError:
            return frozenset()
        if not owners:
            raise Damaged("owner", "it is empty")
        return owners

    def is_known(self) -> bool:
        """Whether it can be read who controls the run."""
        try:
            self.owners()
        except Damaged:
            return False
        return True

    def add(self, owner: str) -> None:
        """Let one more browser control the run."""
        others = self.owners() if self.is_known() else frozenset()
        write_whole(self.folder / "owner", "\n".join(sorted(others | {owner})).encode())

    def new_code(self) -> str:
        """A code such as "K7QM-2XPT-9RDA", valid once and for an hour; earlier ones are not valid any more."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        kept = {"hash": self._hash(code), "until": time.time() + CODE_SECONDS}
        write_whole(self.folder / "code", json.dumps(kept).encode())
        return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))

    def accepts(self, typed: str) -> bool:
        """Whether `typed` (by anybody) is the run's code; it is used up by that."""
        code = "".join(filter(ALPHABET.__contains__, typed[:100].upper().translate(MISREAD)))
        try:
            kept = json.loads(content_of(self.folder, "code", MOST_OWNER_BYTES))
            is_right = hmac.compare_digest(kept["hash"], self._hash(code)) and time.time() < kept["until"]
            if is_right:
                (self.folder / "code").unlink()  # raises for the second of two who use it at the same moment
            return is_right
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return False

    def _hash(self, code: str) -> str:
        return hash_of(f"{self.folder.name} {code}")
