"""Validates lines of JSON against a schema.

usage: validate.py SCHEMA < LINES

Prints a line for each finding and exits with 1 when there is one.
"""

import json
import sys

from jsonschema import Draft202012Validator


def findings(validator, number, line):
    try:
        value = json.loads(line)
    except ValueError as error:
        yield f"line {number}: {error}"
        return
    for error in validator.iter_errors(value):
        yield f"line {number}: {error.message[:300]}"
        for cause in error.context or []:
            yield f"  {list(cause.schema_path)}: {cause.message[:200]}"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = [
        finding
        for number, line in enumerate(sys.stdin, 1)
        for finding in findings(validator, number, line)
    ]
    print("\n".join(found), end="")
    sys.exit(1 if found else 0)


main()
