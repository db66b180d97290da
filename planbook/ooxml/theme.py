"""word/theme/theme1.xml: the colours and fonts that Word offers a drafter. A draft itself uses none of them."""

from xml.sax.saxutils import quoteattr

from planbook.ooxml.styles import DECLARATION

_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "1F5FA8",
    "accent2": "C55A11",
    "accent3": "7F7F7F",
    "accent4": "BF9000",
    "accent5": "2E75B6",
    "accent6": "538135",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
# A theme has three of each, from faint to strong; ours do not differ.
_FORMATS = {
    "fillStyleLst": _FILL,
    "lnStyleLst": f'<a:ln w="6350">{_FILL}</a:ln>',
    "effectStyleLst": "<a:effectStyle><a:effectLst/></a:effectStyle>",
    "bgFillStyleLst": _FILL,
}


def theme_xml(font: str) -> str:
    """The part with one font for headings and text."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    face = f'<a:latin typeface={quoteattr(font)}/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = "".join(f"<a:{kind}>{face}</a:{kind}>" for kind in ("majorFont", "minorFont"))
    formats = "".join(f"<a:{name}>{3 * style}</a:{name}>" for name, style in _FORMATS.items())
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="planbook">'
        f'<a:themeElements><a:clrScheme name="planbook">{colours}</a:clrScheme><a:fontScheme name="planbook">{fonts}'
        f'</a:fontScheme><a:fmtScheme name="planbook">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
