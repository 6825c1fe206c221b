"""How many forms that others wrote are taken, and why the others are refused.

    pip download --no-binary :all: --no-deps pyxform==1.1.0 && tar xzf pyxform-1.1.0.tar.gz
    python -m tongzhou.proofs.corpus pyxform-1.1.0 [more folders]

Every .xlsx, .xls and .csv below the folders is compiled; what is taken is also shown and checked once, empty.
A form must be taken or refused by name: anything else that is raised is a fault of ours and ends with status 1.
"""

import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import django
from django.conf import settings

settings.configure(USE_I18N=False)
django.setup()

from tongzhou.kernel.errors import Several  # noqa: E402  # needs the settings above
from tongzhou.questionnaires.checking import check  # noqa: E402
from tongzhou.questionnaires.problems import FormRefused  # noqa: E402
from tongzhou.questionnaires.showing import questions  # noqa: E402
from tongzhou.questionnaires.xlsform import compile_form  # noqa: E402

TODAY = date(2020, 2, 8)


def judged(path: Path) -> tuple[str, list[str]]:
    """`taken`, `refused` or `fault`, with the sentences that say why."""
    try:
        compiled = compile_form(path)
        questions(compiled, None, today=TODAY)
        check(compiled, {}, today=TODAY)
    except FormRefused as refused:
        return "refused", [f"{problem.sheet} {problem.cell} {problem.message}" for problem in refused.problems]
    except Several:
        return "taken", []  # empty answers may be refused: the form itself works
    except Exception as error:  # what this script is there to find
        return "fault", [f"{type(error).__name__}: {error}"]
    return "taken", []


def main(folders: list[str]) -> int:
    found: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() not in (".xlsx", ".xls", ".csv") or path.name.startswith("~$"):
                continue
            verdict, words = judged(path)
            found[verdict] += 1
            kinds = {re.sub(r"“[^”]*”", "“…”", word.split(" ", 2)[-1]) for word in words}
            reasons.update(kinds)
            print(f"{verdict:8} {path.relative_to(folder)}  {'; '.join(words[:2])[:160]}")
    print(f"\n{sum(found.values())} files: " + ", ".join(f"{count} {name}" for name, count in found.most_common()))
    for reason, count in reasons.most_common(20):
        print(f"{count:4}  {reason[:150]}")
    return 1 if found["fault"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
