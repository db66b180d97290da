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

# Of what the reader of a guide has at the place where it shows the picture.
OF_GUIDES: dict[str, dict[str, Shot]] = {
    "huong-dan/soan-thao.md": {
        "du-thao-tren-trang.png": Screen("ke-hoach/lao-cai-2027/", height=900),
        "du-thao-word.png": Paper("site/ke-hoach/lao-cai-2027/lao-cai-2027.docx", page=2),
        "sua-trong-word.png": Paper("lao-cai-2027.docx", page=4, share=0.21, top=0.567),
        "da-ban-hanh.png": Paper("site/ke-hoach/lao-cai-2027/lao-cai-2027.docx", share=0.5),
    },
}

NAMES = (*OF_THE_PROJECT, *(name for pictures in OF_GUIDES.values() for name in pictures))
