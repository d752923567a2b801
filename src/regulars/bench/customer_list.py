"""A made-up list of customers as a shop keeps it: one row a customer, twelve columns, in no order."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from regulars.bench.people import FIRST, LAST

HEADS = (
    *("customer_id", "email", "phone", "first_name", "last_name", "birthday"),
    *("gender", "street", "city", "postal_code", "country", "language"),
)
CITIES = ("Bangkok", "Chiang Mai", "Phuket", "Khon Kaen", "Hat Yai", "Udon Thani", "Pattaya", "Rayong")
PRIME = 999_983
"""Customers follow each other in steps of this, so that numbers, addresses and phones are in no order."""


def write(path: Path, rows: int, first: int = 0) -> None:
    """Write a CSV file of the customers from a number on."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(customers(rows, first))


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
