"""Values of attributes in XML; `xml.sax.saxutils` has them too, and loads all that fetches from the web."""

from html import escape

_BLANKS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})  # of which a reader would make spaces


def attribute_value(text: str) -> str:
    """A text as it stands behind the `=` of an attribute, with its quotation marks."""
    value = escape(text, quote=False).translate(_BLANKS)
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"{}"'.format(value.replace('"', "&quot;"))
