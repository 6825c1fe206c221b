"""The application in a process of its own, which may be killed: one line of JSON in, one line out."""

from tongzhou.proofs import house


def main() -> None:
    house.prepare()
    from tongzhou.proofs import answering  # noqa: PLC0415  needs the settings

    answering.serve()


if __name__ == "__main__":
    main()
