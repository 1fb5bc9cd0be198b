"""A sentence that anybody can type: its tags, how likely they are, and the second-best way to tag it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.asking import Streamed, streamed
from pages.parts.controls import Shown, runs_of
from pages.parts.drawn_or_said import drawn_or_said
from pages.parts.plain import in_one_line, plain
from pages.parts.readable_table import readable_table
from pages.parts.rerunning import rerun
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.parts.ticking import Awaited, ticking
from pages.tasks.entity_tags.tagged_text import Word, parts_of, tagged_text
from seqcore.data.sentences.splitting import is_by_character, words_of
from seqcore.evaluation.tag_paths import chain_of, few_best_paths, ruled
from seqcore.jobs.asked import Predict
from seqcore.tasks.entity_tags.examples import EntityTagsExamples
from seqcore.tasks.entity_tags.reading_off import read_off

TICK_SECONDS = 0.7
LONGEST = 600
PATHS = 2
SUGGESTED = "Angela Merkel met Barack Obama at Google in Berlin."
Said = npt.NDArray[np.floating]


def own_panel(examples: EntityTagsExamples, shown: Shown | None, epoch: int | None) -> None:
    """Where to type, and what comes of it while the run goes on."""
    st.header("A sentence of your own", anchor=False)
    first = "".join(examples.held_out[0].words) if is_by_character(examples.training) else SUGGESTED
    text = st.text_input(
        "Sentence",
        value=first,
        key=f"own-sentence-{examples.sentences.fingerprint[:8]}",
        max_chars=LONGEST,
        help="Type any sentence; the network tags its words.",
    )
    typed, most = words_of(text, examples.training), examples.task.steps
    words = typed[:most]
    last = st.session_state.get("own-asked")
    is_pending = isinstance(last, Streamed) and last.is_pending
    is_going_on = shown is not None and shown.is_going_on

    def panel() -> Awaited:
        asked = _ask(examples, words, shown)
        _draw(examples, words, asked, epoch)
        is_awaited = asked is not None and asked.is_pending
        if not is_going_on and is_awaited != is_pending:
            rerun()  # with a timer while something is awaited, and without one when it has come
        return asked.future if asked is not None and is_awaited else None

    every = TICK_SECONDS if is_going_on or is_pending else None
    with st.container(key="own-panel"):
        ticking(drawn_or_said("Your sentence")(panel), every, *runs_of(shown))
    if len(typed) > most:
        st.caption(f"Only the first {most} of {len(typed):,} words are read: **Longest sentence** sets how many.")


def _ask(examples: EntityTagsExamples, words: Sequence[str], shown: Shown | None) -> Streamed | None:
    view = server().following.view(shown.id) if shown and words else None
    if shown is None or view is None or not view.snapshots:
        return None
    run, last_only, inputs = shown.id, shown.is_going_on, examples.encode([words])
    about = (run, tuple(words))
    ask = Predict(inputs)
    version = (max(view.snapshots), last_only)
    return streamed("own-asked", about, version, lambda: server().jobs.ask(run, ask, last_only=last_only))


def _draw(examples: EntityTagsExamples, words: Sequence[str], asked: Streamed | None, epoch: int | None) -> None:
    replay = asked.answered if asked else None
    if not words:
        st.caption("Type a sentence, and the network tags its words.")
        return
    if replay is None:
        problem = asked.problem if asked else ""
        waiting = "The network is being asked …" if asked else "Train, and the network tags this sentence."
        tagged_text([_untagged(examples, words)], key="own", label="Your sentence")
        st.caption(f"The network could not be asked: {plain(problem)}" if problem else waiting)
        return
    place = int(np.argmin(np.abs(np.array(replay.epochs) - epoch))) if epoch is not None else -1
    said = replay.predictions[place]
    found = read_off(said, np.array([len(words)]), rule=examples.task.rule)
    tags = found.tags[0, : len(words)].tolist()
    parts = parts_of(tags, examples.kinds)
    line = [
        Word(one.word, None, part, one.unseen, False, one.told)
        for one, part in zip(_untagged(examples, words), parts, strict=True)
    ]
    tagged_text([line], key="own", label="Your sentence")
    after = f"After epoch {epoch_words(replay.epochs[place])}"
    st.caption(f"{after}. {_paths(examples, said[0, : len(words)])}")
    with st.expander("Word by word", key="own-words"):
        _table(examples, words, found.probabilities[0, : len(words)], tags)


def _untagged(examples: EntityTagsExamples, words: Sequence[str]) -> list[Word]:
    found = []
    for word in words:
        unseen, known = word.lower() not in examples.known_words, word.lower() in examples.vocabulary.rows
        told = "in no training sentence" if unseen else "in training sentences"
        told += ", has a vector of its own" if known else ", read as the unknown word"
        found.append(Word(in_one_line(word), unseen=unseen, told=told))
    return found


def _paths(examples: EntityTagsExamples, said: Said) -> str:
    """How likely the whole path of tags is, and which is the second best: of a CRF, which knows whole paths."""
    if not examples.task.signature().head_is_chain:
        return "Each tag is chosen by itself; a CRF would choose the whole row of them."
    chain = chain_of(said[np.newaxis])[0]
    ways = few_best_paths(ruled(chain) if examples.task.rule else chain, PATHS)
    best, second = ways[0], ways[-1]
    names = [*map(plain, examples.tag_names), *["a spare tag"] * examples.task.num_tags]
    path = " ".join(names[tag] for tag in second[1])
    return (
        f"This row of tags has a probability of {np.exp(best[0]):.1%}. The second-best one has "
        f"{np.exp(second[0]):.1%}: {path}"
    )


def _table(
    examples: EntityTagsExamples, words: Sequence[str], probabilities: npt.NDArray[np.float64], tags: Sequence[int]
) -> None:
    names = [*map(in_one_line, examples.tag_names), *["a spare tag"] * examples.task.num_tags]
    order = np.argsort(-probabilities, axis=1, kind="stable")
    table = {
        "Word": list(map(in_one_line, words)),
        "Tag": [names[tag] for tag in tags],
        "Probability": [f"{row[tag]:.1%}" for row, tag in zip(probabilities, tags, strict=True)],
        "Else": [
            ", ".join(f"{names[other]} {row[other]:.1%}" for other in best[:3] if other != tag)
            for row, best, tag in zip(probabilities, order, tags, strict=True)
        ],
    }
    readable_table(table, label="Your sentence, word by word")
