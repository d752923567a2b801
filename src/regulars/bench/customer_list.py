"""A made-up list of customers as a shop keeps it: one row a customer, twelve columns, in no order."""

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from regulars.bench.people import FIRST, LAST

HEADS = (
    *("customer_id", "email", "phone", "first_name", "last_name", "birthday"),
    *("gender", "street", "city", "postal_code", "country", "language"),
)
CITIES = ("Bangkok", "Chiang Mai", "Phuket", "Khon Kaen", "Hat Yai", "Udon Thani", "Pattaya", "Rayong")
PRIME = 999_983
"""Customers follow each other in steps of this, so that numbers, addresses and phones are in no order."""


SAID = (3, 4, 5, 6, 7, 8, 9)
"""The columns that say something, and neither who somebody is nor how to read it."""
OTHERWISE = {5: "1999-12-31", 9: "10110"}


def write(path: Path, rows: int, first: int = 0, *, changed: bool = False) -> None:
    """Write a CSV file of the customers from a number on; `changed`: of what it says, every tenth value is another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        listed = customers(rows, first)
        writer.writerows(otherwise(listed) if changed else listed)


def otherwise(rows: Iterable[tuple[str, ...]]) -> Iterator[list[str]]:
    """The rows with another value in every tenth place."""
    place = 0
    for row in rows:
        cells = list(row)
        for column in SAID:
            place += 1
            if place % 10 == 0:
                cells[column] = other(column, cells[column])
        yield cells


def other(column: int, value: str) -> str:
    """Another value for a column."""
    if HEADS[column] == "gender":
        return "female" if value == "male" else "male"
    return OTHERWISE.get(column, f"New {value}")


def customers(rows: int, first: int) -> Iterator[tuple[str, ...]]:
    """The rows."""
    for place in range(rows):
        number = first + place * PRIME % rows
        chance = random.Random(number)
        given, family = chance.choice(FIRST), chance.choice(LAST)
        yield (
            f"C{number:08d}",
            f"{given}.{family}.{chance.randrange(10**9)}@mail{number % 50}.example".lower(),
            f"08{number % 10**8:08d}",
            given,
            family,
            f"{chance.randrange(1940, 2006)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            chance.choice(("male", "female")),
            f"{chance.randrange(1, 999)} Sukhumvit {chance.randrange(1, 99)}",
            chance.choice(CITIES),
            f"{chance.randrange(10_000, 99_999)}",
            "TH",
            "th",
        )
