"""Work that is given to other processes, done by this one instead, which has loaded already what it takes."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Here(Executor):
    """Does all work in this process, when it is handed out."""

    few = 2

    def at_once(self, _: int) -> int:
        """How much of some work is handed out together: the least there is."""
        return 1

    def submit(self, call: Callable[..., Any], /, *words: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*words, **more))
        except BaseException as error:  # noqa: BLE001  # as a pool hands it on
            future.set_exception(error)
        return future
