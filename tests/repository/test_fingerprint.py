"""Which files a hash is of."""

from itertools import combinations

import pytest

from planbook.repository.fingerprint import fingerprint

PATTERNS = ("**/*", "data/**/*", "data/**/*.yaml", "data/*.yaml", "data/b.yaml", "mkdocs.yml", "none/**/*", "none.yml")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_hash_is_of_the_files_that_a_pattern_means(pattern, tmp_path):
    for name in ("data/b.yaml", "data/a/c.yaml", "data/a/.hidden", "data/a/b/d.txt", "mkdocs.yml", "mkdocs.yml.old"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "data/again.yaml").symlink_to(tmp_path / "data/b.yaml")
    (tmp_path / "data/folder").symlink_to(tmp_path / "data/a")
    meant = {path for path in tmp_path.glob(pattern) if path.is_file()}
    for path in [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_symlink()]:
        before = fingerprint(tmp_path, pattern)
        path.write_text(f"{path.read_text()} edited")
        is_meant = path in meant or any(other.resolve() == path for other in meant)
        assert (fingerprint(tmp_path, pattern) != before) == is_meant, path


def test_each_file_of_a_folder_has_its_name_in_the_hash(tmp_path):
    hashes = set()
    for names in [*combinations(("a.yaml", "b.yaml", ".c.yaml"), 2), ("a.yaml",), ()]:
        folder = tmp_path / "-".join(("folder", *names))
        folder.mkdir()
        for name in names:
            (folder / name).write_text("")
        hashes.add(fingerprint(folder, "*.yaml"))
    assert len(hashes) == 5
