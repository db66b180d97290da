"""Edits of what the office says of itself, of its templates and guides."""

from tests.office_edits.ways import Edit, file_of, setting, text_of

_EXTENDED = '{{% extends "planbook/{}" %}}\n{{% block {} %}}{{{{ super() }}}}\n{}\n{{% endblock %}}\n'


EDITS: dict[str, Edit] = {
    "office: owner": setting("owner", "Ban A", None),
    "office: contact": setting("contact", "Ông X", None),
    "office: reports": setting("report_errors", "a@b.vn", "https://b.vn/?t={page}", None),
    "office: licence": setting("licence", {"name": "X-1", "title": "Giấy phép X", "path": "https://x.vn/"}, None),
    "office: plans": setting("plans", "kế hoạch dạy nghề", None),
    "office: subject": setting("subject", "dạy nghề", None),
    "office: place": setting("place", "tinh-a", "xa-m", None),
    "office: issuer": setting("issuer", "so-b", None),
    "office: site name": setting("site_name", "Kế hoạch A", None),
    "office: search examples": setting("search_examples", ["day nghe"], None),
    "office: same words": setting("same_words", [["dạy nghề", "đào tạo"]], [["xã M", "mờ"]], None),
    "office: standard": setting("standard", "chuẩn X", None),
    "office: counted": setting("counted", "hộ X", None),
    "office: lookalikes": setting("lookalikes", ["Sở Bê"], None),
    "office: history without names": setting("history_without_names", "true", None),
    "office: offline": setting("offline", "true", "false", None),
    "office: by place": setting("by_place", "true", "false"),
    "office: states in matrices": setting("matrix_states", "true", None),
    "template: wording": file_of("templates/plan/wording.yaml", 'recipients: "Kính gửi:"\n', 'recipients: "Gửi nơi:"\n', None),
    "template: plan": file_of("templates/plan/plan.html", _EXTENDED.format("plan/plan.html", "closing", ""), None),
    "template: home": file_of("templates/site/home.md", _EXTENDED.format("site/home.md", "more", "Thêm."), None),
    "template: page of a plan": file_of("templates/site/plan.md", _EXTENDED.format("site/plan.md", "more", "Thêm nữa."), None),
    "template: page of an agency": file_of("templates/site/agency.md", _EXTENDED.format("site/agency.md", "more", "Thêm nữa."), None),
    "template: list of contents": text_of("templates/site/contents.html", "{% for", "<li>x</li>\n{% for"),
    "template: search": text_of("templates/site/search.yaml", "# ", "#  "),
    "template: styles of Word": text_of("templates/word/styles.yaml", "# ", "#  "),
    "template: one that nothing reads": file_of("templates/site/rieng.md", "x", None),
    "guide: words": file_of("content/gioi-thieu.md", "# Về trang này\n\nCủa {office:plans}.\n", "# Về trang này\n"),
    "guide: one comes": file_of("content/huong-dan/may-chu.md", "# Máy chủ\n", "# Máy chủ khác\n"),
    "guide: a picture": file_of("content/hinh.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    "mkdocs.yml: address": file_of("mkdocs.yml", "site_url: https://a.vn/\n", "site_url: https://b.vn/x/\nrepo_url: https://github.com/a/b\n", None),
    "mkdocs.yml: navigation": file_of("mkdocs.yml", "nav:\n  - Giới thiệu:\n      - Máy chủ: huong-dan/may-chu.md\n", None),
}  # fmt: skip
