"""What the machine refuses, in words of the user's language instead of the system's."""

import errno
import os
import re
import shutil
from pathlib import Path

from planbook.messages.diagnostics import Text

_REASONS = {
    errno.ENOSPC: Text("no space is left on the disk"),
    errno.EDQUOT: Text("the quota on this disk is used up"),
    errno.EFBIG: Text("no file may get so large here"),
    errno.EIO: Text("the disk has an error"),
    errno.EROFS: Text("this disk can only be read"),
    errno.EACCES: Text("you have no right to do this"),
    errno.EPERM: Text("you have no right to do this"),
    errno.ENOENT: Text("there is no such file or folder"),
    errno.EEXIST: Text("there is such a file already"),
    errno.ENOTDIR: Text("a file stands where a folder belongs"),
    errno.EISDIR: Text("a folder stands where a file belongs"),
    errno.ENOTEMPTY: Text("the folder is not empty"),
    errno.EBUSY: Text("it is in use: a mount point, or open in another program"),
    errno.EADDRINUSE: Text("another program uses it; name another --port"),
    errno.ELOOP: Text("a link leads to itself, or stands where none may"),
    errno.ENAMETOOLONG: Text("the name is too long"),
    errno.EMFILE: Text("too many files are open"),
    errno.ENFILE: Text("too many files are open"),
    errno.ENOMEM: Text("the memory is full"),
    errno.ESTALE: Text("the network folder is gone"),
}


def this_machine() -> str:
    """What tells this machine from every other one, until it is started again."""
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


def reason(error: OSError) -> Text:
    """What the machine says, without the place; in the system's own words where we have none."""
    number, words, _ = _parts(error)
    return _REASONS.get(number) or Text("{problem}", {"problem": os.strerror(number) if number else words})


def reason_with_place(error: OSError) -> Text:
    """What the machine says, with the files that it says it of."""
    *_, places = _parts(error)
    if not places:
        return reason(error)
    return Text("{reason}: {place}", {"reason": reason(error), "place": " → ".join(places)})


def _parts(error: OSError) -> tuple[int, str, list[str]]:
    """The number of what the machine says, its words and its places; of a folder's copy those of the first file."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        _, place, words = error.args[0][0]  # shutil goes on with the other files, and keeps no more than texts
        number = re.match(r"\[Errno (\d+)\]", words)
        return int(number[1]) if number else 0, words, [os.fspath(place)]
    names = error.filename, error.filename2
    return error.errno or 0, str(error), [os.fsdecode(name) for name in names if isinstance(name, str | bytes)]
