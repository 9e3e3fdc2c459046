#!/usr/bin/env bash
# python-stdnum (python-stdnum 2.2, PyPI): synthetic Norwegian identity numbers with 40 added to the month are
# valid, those of the tax administration's test population, with 80 added, are not.
#
# Guessed: a module that knows D-numbers, and months with 40 added, knows the range from which the tax
# administration (Tenor, the test population that public services use) gives its numbers as well.
# Seen: is_valid is False and get_birth_date raises InvalidComponent, "does not contain valid birth date
# information", for a number whose check digits are right. The 80 cannot be taken off first, since the
# check digits then no longer fit. A service that validates with it cannot be tried with the test
# population, and one that is to refuse made-up people still takes those with 40 added.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
"$folder/env/bin/python" - <<'PY'
from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.no import fodselsnummer


def make(birth: str) -> str:
    """The first number of a date, whose month is of a synthetic range, that can have check digits."""
    for serial in range(1000):
        number = f"{birth}{serial:03}"
        number += fodselsnummer.calc_check_digit1(number)
        number += fodselsnummer.calc_check_digit2(number)
        if len(number) == 11:
            return number
    raise SystemExit("none")


added_40, added_80 = make("154190"), make("158190")
print("month + 40:", fodselsnummer.is_valid(added_40), fodselsnummer.get_birth_date(added_40))
assert fodselsnummer.is_valid(added_40)
try:
    fodselsnummer.validate(added_80)
except InvalidComponent as problem:
    print("month + 80:", type(problem).__name__, problem)
else:
    raise SystemExit("it is valid")
try:
    fodselsnummer.validate(added_80.replace("1581", "1501", 1))
except InvalidChecksum as problem:
    print("the same with 80 taken off:", type(problem).__name__)
else:
    raise SystemExit("the check digits fit")
PY
