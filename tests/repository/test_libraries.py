"""Which libraries are installed."""

from importlib.metadata import distributions

import pytest

from planbook.repository import libraries
from planbook.repository.libraries import version_of


def test_every_library_has_the_version_that_it_says_of_itself():
    named = {library.metadata["Name"]: library.version for library in reversed([*distributions()])}
    assert {name: version_of(name) for name in named} == named


@pytest.mark.parametrize(
    ("folder", "library", "version"),
    [
        ("mkdocs_material-9.7.6.dist-info", "mkdocs-material", "9.7.6"),
        ("PyYAML-6.0.1.egg-info", "pyyaml", "6.0.1"),
        ("zope.interface-7.0-py3.11.egg-info", "zope-interface", "7.0"),
    ],
)
def test_a_folder_of_any_installer_says_a_version(folder, library, version, tmp_path, monkeypatch):
    (tmp_path / folder).mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.setattr(libraries, "_versions", libraries._versions.__wrapped__)
    assert version_of(library) == version
