"""What the tests of the register share: the open data, the site, a page of a browser."""

import json

import pytest

from tests.site.test_offline import nginx_headers


@pytest.fixture(scope="module")
def data(project):
    """The open data of the site, which says independently what there is to find."""
    return json.loads((project / "site/du-lieu/du-lieu.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def home(project, serve):
    return serve(project / "site", nginx_headers())


@pytest.fixture
def tab(browser):
    tab = browser.new_page()
    tab.set_default_timeout(5_000)
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield tab
    tab.close()
    assert not errors
