"""Edits of what stands around the data: time, calls, git, what builds left, what keeps a site from being made."""

import datetime as dt

from tests.conftest import git
from tests.office_edits.ways import Edit, EditedOffice, file_of, gone, of_items, option, spoiled
from tests.small_country import commit, moment


def commit_without_a_change(office: EditedOffice) -> bool:
    """Somebody commits what there is; a tag comes too."""
    commit(office.root, office.time)
    git(office.root, "tag", "--force", f"lan-{office.time}")
    return True


def commit_of_another_day(office: EditedOffice) -> bool:
    """Days later somebody commits what there is."""
    office.time += 86_400 * office.chance.choice([1, 5, 90])
    commit(office.root, office.time)
    return True


def commit_of_something_else(office: EditedOffice) -> bool:
    """Somebody commits a file that no build reads."""
    (office.root / "ghi-chu.txt").write_text(str(office.chance.random()), "utf-8")
    office.time += 600
    commit(office.root, office.time)
    return True


def history_is_rewritten(office: EditedOffice) -> bool:
    """The last commit is made once more, with other words."""
    if git(office.root, "rev-list", "--count", "HEAD") == "1":
        return False
    git(office.root, "commit", "--quiet", "--amend", "--allow-empty", "--message", "y", **moment(office.time))
    return True


def commit_is_taken_back(office: EditedOffice) -> bool:
    """The last commit is taken back by another one."""
    if git(office.root, "rev-list", "--count", "HEAD") == "1" or git(office.root, "status", "--porcelain"):
        return False
    office.time += 600
    git(office.root, "revert", "--no-edit", "HEAD", **moment(office.time))
    return True


def page_is_added(office: EditedOffice) -> bool:
    """Somebody puts a page of the office's own into the site by hand."""
    folder = office.chance.choice(sorted(path for path in (office.root / "site").rglob("*") if path.is_dir()))
    (folder / "cua-toi.html").write_text("x", "utf-8")
    return True


def page_is_deleted(office: EditedOffice) -> bool:
    """Somebody deletes a published file, or edits it."""
    path = office.chance.choice(sorted(path for path in (office.root / "site").rglob("*") if path.is_file()))
    if office.chance.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    return True


def of_wrong_words(path: str, old: str, new: str) -> Edit:
    """A file says what keeps a site from being made."""

    def edit(office: EditedOffice) -> bool:
        place = office.root / path
        text = place.read_text("utf-8") if place.exists() else ""
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace(old, new, 1) if old and old in text else f"{text}\n{new}\n", "utf-8")
        return True

    return edit


EDITS: dict[str, Edit] = {
    # Time, calls, git.
    "a day passes": option("as_of", dt.date(2026, 12, 20), dt.date(2027, 4, 2), dt.date(2027, 6, 30), None),
    "drafts with marks": option("tracked", ("nghe-a-2027",), ()),
    "drafts with their history": option("history", True, False),
    "a commit without a change": commit_without_a_change,
    "a commit of another day": commit_of_another_day,
    "a commit of something else": commit_of_something_else,
    "history is rewritten": history_is_rewritten,
    "a commit is taken back": commit_is_taken_back,
    # What builds left.
    "site: a foreign page": page_is_added,
    "site: a file is lost or edited": page_is_deleted,
    "site: all is lost": gone("site", "site/*"),
    "kept: something is lost": gone("build/*", "build/shards/*", "build/shards/places/*"),
    "kept: a record is spoiled": spoiled("build/**/*.json", b"{}"),
    "kept: something is spoiled": spoiled("build/**/*", b""),
    # What keeps a site from being made.
    "wrong: an id": of_items("lead", "khong-co"),
    "wrong: YAML": of_wrong_words("data/agencies.yaml", "agencies:", "agencies: {"),
    "wrong: a figure": of_items("value", "1.5"),
    "wrong: a template": file_of("templates/site/plan.md", "{{ nothing.at.all }}"),
    "wrong: words": file_of("templates/plan/wording.yaml", "recipients: [\n"),
    "wrong: a guide": file_of("content/gioi-thieu.md", "# Về\n\n[x](khong-co.md)\n"),
}  # fmt: skip
