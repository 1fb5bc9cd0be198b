"""Loading the engine into a worker, that is TensorFlow, as quickly as it goes."""

import gc
import sys


def load_engine() -> None:
    """Import everything that training needs. Computes nothing: a process that has computed cannot be forked."""
    # Keras imports it where it is installed (1.3 s), for a wrapper that nobody uses here.
    sys.modules.setdefault("sklearn", None)  # type: ignore[arg-type]
    gc.disable()  # 400,000 objects come and stay: looking through them again and again takes a fifth of the time
    try:
        import distributed  # noqa: F401

        from seqcore.presets import PRESETS  # noqa: F401
        from seqcore.training import advance, use  # noqa: F401
    finally:
        gc.enable()
        gc.freeze()
