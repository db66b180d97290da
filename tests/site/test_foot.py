"""The foot of every page: whose site it is, whom to ask, where to report an error on this page, how fresh the data are."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from lxml import html
from mkdocs.theme import Theme

from planbook.loading.workspace import load_files
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.site_config import site_config
from planbook.outputs.site_generator import foot
from planbook.render.theme import environment
from planbook.repository.program_files import THEME
from tests.conftest import ROOT
from tests.offices import files, written

PAGE = {"title": "Thử & <b>", "url": "ke-hoach/thu/", "canonical_url": "https://a.vn/ke-hoach/thu/"}
HOSTILE = '"><script>alert(1)</script> & {{ 7*7 }}'


def foot_of(tmp_path, page=None, **office):
    """The foot of a page of an office with these settings, as the theme lays it out."""
    made = edition(
        read_sources(written(tmp_path, {}, office=office or {"plans": "kế hoạch"})), datetime(2027, 3, 5, tzinfo=UTC)
    )
    config = yaml.load(site_config(tmp_path, {}, foot(made)), Loader=yaml.CBaseLoader) | {"plugins": {}}
    theme = environment(Theme(name="material", custom_dir=str(ROOT / THEME), language="vi", font=False))
    theme.filters["url"] = str
    return html.fromstring(
        theme.get_template("partials/copyright.html").render(config=config, page={**PAGE, **(page or {})})
    )


def test_without_settings_nothing_is_invented(tmp_path):
    shown = foot_of(tmp_path)
    assert " ".join(shown.text_content().split()) == "Dữ liệu đến ngày 05/3/2027. Giấy phép MIT. Về trang này"
    assert not [link for link in shown.iter("a") if "mailto" in link.get("href")]


def test_an_error_is_reported_by_mail_with_the_address_of_the_page(tmp_path):
    shown = foot_of(tmp_path, owner="Văn phòng A", contact="Phòng B, 0214 1", report_errors="gop-y@a.gov.vn")
    (link,) = [link for link in shown.iter("a") if "Báo sai" in link.text]
    address = urlsplit(link.get("href"))
    asked = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", "gop-y@a.gov.vn")
    assert asked["subject"] == ["Báo sai: Thử & "] or asked["subject"] == ["Báo sai: Thử &"]
    assert PAGE["canonical_url"] in asked["body"][0]
    assert "Văn phòng A" in shown.text_content()
    assert "Hỏi: Phòng B, 0214 1" in shown.text_content()


def test_an_error_is_reported_on_the_web_with_the_address_of_the_page(tmp_path):
    shown = foot_of(tmp_path, {"canonical_url": None}, report_errors="https://a.vn/y?kenh=1&trang={page}")
    (link,) = [link for link in shown.iter("a") if "Báo sai" in link.text]
    assert parse_qs(urlsplit(link.get("href")).query) == {"kenh": ["1"], "trang": [PAGE["url"]]}


def test_the_licence_of_the_office_is_that_of_pages_and_data(tmp_path):
    licence = {"name": "CC-BY-4.0", "title": "CC BY", "path": "https://creativecommons.org/licenses/by/4.0/"}
    shown = foot_of(tmp_path, licence=licence)
    assert [link.get("href") for link in shown.iter("a") if link.text == "CC BY"] == [licence["path"]]
    assert read_sources(tmp_path).descriptions.licence.title == "CC BY"


def test_hostile_settings_stay_text(tmp_path):
    shown = foot_of(tmp_path, {"title": HOSTILE}, owner=HOSTILE, contact=HOSTILE, report_errors="a@b.vn")
    assert not list(shown.iter("script"))
    assert shown.text_content().count(HOSTILE) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("report_errors", "javascript:alert(1)"),
        ("report_errors", "a@b.vn?bcc=c@d.vn"),
        ("report_errors", "không có"),
        ("report_errors", "https://a.vn/{trang}"),
        ("report_errors", 'https://a.vn/"onclick=x'),
        ("licence", {"name": "X", "title": "X", "path": "javascript:alert(1)"}),
        ("licence", {"name": "X", "title": "X"}),
        ("owner", ["a"]),
    ],
)  # fmt: skip
def test_a_setting_that_is_no_address_is_refused_where_it_stands(field, value):
    _, findings = load_files(files({}, office={field: value}))
    assert [finding.span.path for finding in findings] == ["data/office.yaml"]
    assert findings[0].stops_the_build
