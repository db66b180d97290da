"""A page as it can be opened from a folder by double click, where no web server finds the index.html of a folder."""

import re

# What only a web server asks for.
ONLINE_ONLY = ("404.html", "sitemap.xml", "sitemap.xml.gz", "web.config")

# Inside a tag only: a plan's text may say href="…" too, but its `<` is always written &lt;.
_LINK = re.compile(r'(<(?:a|link)\b[^<>]*?\shref=")([^"#?:]*/|\.{1,2}|[^"#?:]*/\.{1,2})(?=["#?])')


def offline_page(text: str) -> str:
    """An HTML page whose links to folders name the file in it: `../x/#y` as `../x/index.html#y`."""
    return _LINK.sub(lambda link: f"{link[1]}{link[2].rstrip('/')}/index.html", text)
