"""Which pictures there are: of the project as it is, and of what a reader of a guide has at a place of it.

Another picture is one more line here; a picture of a guide also stands where the guide shows it.
"""

from pictures.camera import Paper, Screen, Shot

# Of the five plans, built.
OF_THE_PROJECT: dict[str, Shot] = {
    "trang-ke-hoach.png": Screen("ke-hoach/lao-cai-2026/"),
    "tra-cuu-nhiem-vu.png": Screen("nhiem-vu/?nam=2026&co-quan=so-noi-vu&vai-tro=chu-tri", height=880),
    "ban-word.png": Paper("site/ke-hoach/lao-cai-2026/lao-cai-2026.docx"),
    "so-sanh.png": Screen("so-sanh/lao-cai-2026/"),
    "ma-tran.png": Paper("site/ke-hoach/lao-cai-2026/lao-cai-2026-ma-tran.pdf", width=938),
}

NAMES = (*OF_THE_PROJECT,)
