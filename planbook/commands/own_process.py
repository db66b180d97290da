"""The process of a command: it looks for garbage seldom, and ends without giving back object by object what it holds."""

import atexit
import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_YOUNG = 200_000  # objects more than there were, before the collector looks; nearly all of a command live until its end


@contextmanager
def own_process() -> Iterator[None]:
    """Run the command of this process in the body, and end the process with the exit code that it comes to."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a thread a core, for matrices that numpy has none of here
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # which it looks for in all that is installed
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)  # Python looks for garbage once more when it ends, a tenth of the time of a pull
    try:
        yield
    except SystemExit as end:
        if isinstance(end.code, int) and threading.active_count() == 1:
            atexit._run_exitfuncs()  # noqa: SLF001  # the name under which Python lends them
            with suppress(OSError):  # Python says then what it could not write
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code)
        raise
