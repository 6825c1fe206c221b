"""What is wrong with an uploaded form, each with its place. A form is refused with every problem at once."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`row` counts from 1 as the spreadsheet shows it; `column` is its letter. Both may be empty for a whole sheet."""

    sheet: str
    row: int
    column: str
    message: str

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}" if self.row and self.column else ""

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class FormRefused(Exception):
    """The spreadsheet is not a form that can be used; `problems` is never empty and is in the order of the sheet."""

    def __init__(self, problems: list[Problem]) -> None:
        order = {"settings": 0, "survey": 1, "choices": 2}
        unique = dict.fromkeys(problems)
        self.problems = sorted(unique, key=lambda p: (order.get(p.sheet, 3), p.sheet, p.row, len(p.column), p.column))
        super().__init__("; ".join(f"{p.sheet} {p.cell} {p.message}" for p in self.problems))


class Report:
    """Collects problems and warnings while a form is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def refuse(self, where: "Where", message: str) -> None:
        self.problems.append(Problem(where.sheet, where.row, where.column, message))

    def warn(self, where: "Where", message: str) -> None:
        self.warnings.append(Problem(where.sheet, where.row, where.column, message))

    def stop_if_refused(self) -> None:
        if self.problems:
            raise FormRefused(self.problems)


@dataclass(frozen=True)
class Where:
    """A position in the workbook."""

    sheet: str
    row: int = 0
    column: str = ""
