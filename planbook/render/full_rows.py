"""Rows of a sheet all of whose cells are there: what the library writes of them, which keeps each cell by itself and asks for it again and again."""

from collections.abc import Iterable
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planbook.views.workbook.sheets import Value


class FullRows(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet that rows are added to from above."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[tuple[str, Format | None]]] = []  # of each cell how its XML ends, and its look

    def add_row(
        self, cells: Iterable[tuple[Value, Format | None]], height: float | None = None, *, hidden: bool = False
    ) -> None:
        """Add a row of a height in points below those that are there: each value with its look."""
        self.set_row(len(self._rows), height, None, {"hidden": hidden})
        row = [("/>" if look and value in (None, "") else self._end(value), look) for value, look in cells]
        self._check_dimensions(len(self._rows), len(row) - 1)
        self._rows.append(row)

    def _end(self, value: Value) -> str:
        if isinstance(value, str):
            return f' t="s"><v>{self.str_table._get_shared_string_index(value)}</v></c>'  # noqa: SLF001  # its own table
        return f"><v>{self._convert_date_time(value) if isinstance(value, date) else value:.16G}</v></c>"

    def _write_rows(self) -> None:
        names = [xl_col_to_name(at) for at in range(self.dim_colmax + 1)]
        styles: dict[Format | None, str] = {None: ""}
        for at, row in enumerate(self._rows):
            for _, look in row:
                if look and look not in styles:
                    styles[look] = f' s="{look._get_xf_index()}"'  # noqa: SLF001  # by which the library counts looks
            self._write_row(at, f"1:{len(names)}", self.row_info[at])
            cells = zip(names, row, strict=True)
            self.fh.write("".join([f'<c r="{name}{at + 1}"{styles[look]}{end}' for name, (end, look) in cells]))
            self._xml_end_tag("row")
