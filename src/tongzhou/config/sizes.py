"""The size budgets of the code: printed, and a breach fails the build.

A breach needs a split, never a looser number.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_MEDIAN, FILE_P90, FILE_MOST = 70, 250, 500
FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_MOST = 8, 25, 60


def _functions(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def measure(sizes: list[int]) -> tuple[int, int, int]:
    """Median, 90th percentile and greatest of ``sizes``."""
    ordered = sorted(sizes)
    return int(statistics.median(ordered)), ordered[int(0.9 * (len(ordered) - 1))], ordered[-1]


def _report(what: str, sizes: list[int], budget: tuple[int, int, int]) -> bool:
    measured = measure(sizes)
    print(f"{what}: median, p90, greatest {measured} of {budget}")
    return all(size <= most for size, most in zip(measured, budget, strict=True))


def main() -> None:
    paths = [path for path in ROOT.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts]
    lines = [len(path.read_text().splitlines()) for path in paths]
    functions = [size for path in paths for size in _functions(path)]
    fits = [
        _report("lines a file", lines, (FILE_MEDIAN, FILE_P90, FILE_MOST)),
        _report("lines a function", functions, (FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_MOST)),
    ]
    sys.exit(0 if all(fits) else "The code is over its size budget: split what is greatest.")


if __name__ == "__main__":
    main()
