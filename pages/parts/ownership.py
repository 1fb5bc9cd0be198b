"""Who may control a run from here: the browser that started it, one that was given its code, and the operator."""

import hmac
from collections.abc import Callable

import streamlit as st

from pages.parts.server import operator_key, server
from pages.parts.session import owner, session
from seqcore.comparisons.beside import runs_beside
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder

OPERATOR = "operator"
TOO_MANY = "That was wrong too often. Wait a minute, then try again."


def may_control(folder: RunFolder) -> bool:
    """Whether this browser may control the run: it is one of its owners or the operator's, or the run has no owner.

    When nobody can tell who its owner is, only the operator may.
    """
    try:
        owners = folder.ownership.owners()
    except Damaged:
        return is_operator()
    return not owners or owner() in owners or is_operator()


def why_not(folder: RunFolder) -> str:
    """Why this browser may not control the run."""
    if folder.ownership.is_known():
        return "Another browser started this run."
    return (
        "Who started this run cannot be read any more: whoever runs this server may delete it, with SEQCORE_ADMIN_KEY "
        "or by removing its folder."
    )


def is_operator() -> bool:
    """Whether this browser has shown the operator's key."""
    return owner() in server().operators


def take_over(folder: RunFolder, code: str) -> bool:
    """Let this browser control the run if `code` is right; else `session().refusals` tells why not."""

    def add() -> None:
        for run in (folder.id, *runs_beside(folder)):
            if found := RunFolder.find(run):
                found.ownership.add(owner())

    def add_or_say() -> None:
        try:
            add()
        except OSError as error:
            session().refusals[folder.id] = f"This browser could not be noted as an owner ({error.strerror})."

    wrong = "This is not the code of this run, or it has been used, or its hour is over."
    return _guess(folder.id, lambda: folder.ownership.accepts(code), add_or_say, wrong)


def become_operator(key: str) -> bool:
    """Let this browser control every run if `key` is the operator's; else `session().refusals` tells why not."""

    def is_right() -> bool:
        return hmac.compare_digest(key.encode(), operator_key().encode()) and bool(operator_key())

    return _guess(OPERATOR, is_right, lambda: server().operators.update({owner(): True}), "This is not the key.")


def _guess(what: str, is_right: Callable[[], bool], then: Callable[[], None], wrong: str) -> bool:
    about, guesses, refusals = (what, st.context.ip_address), server().guesses, session().refusals
    refusals.pop(what, None)
    if not guesses.may_go_on(about):
        refusals[what] = TOO_MANY
    elif is_right():
        then()
        return True
    else:
        guesses.was_wrong(about)
        refusals[what] = wrong
    return False
