"""Reads what a form says of one column. What is not offered counts as not said."""

from collections.abc import Container
from collections.abc import Mapping as Map

import msgspec

from regulars.base.fields.enums import Calendar
from regulars.collect.files.mapping import Column, DateOrder, Empty, Policy

MOST_VALUES = 60


def column_in(said: Map[str, str], before: Column, offered: Container[str]) -> Column:
    """The column as the form has it; one that the form does not show stays as it was."""
    at = f"c{before.place}-"
    if f"{at}target" not in said:
        return before
    target = said[f"{at}target"]
    target = target if target in offered else ""
    if target != before.target:
        return msgspec.structs.replace(
            before, target=target, confidence=1.0 if target else 0.0, left_out="", split="", values={}, unclear=[]
        )
    return msgspec.structs.replace(
        before,
        policy=Policy(chosen(said.get(f"{at}policy", ""), set(Policy), before.policy)),
        empty=Empty.CLEAR if said.get(f"{at}empty") == Empty.CLEAR else Empty.KEEP,
        calendar=chosen(said.get(f"{at}calendar", before.calendar), {"", *Calendar.values}, before.calendar),
        date_order=chosen(said.get(f"{at}order", before.date_order), {"", *DateOrder}, before.date_order),
        decimal=chosen(said.get(f"{at}decimal", before.decimal), {".", ","}, before.decimal),
        split=("name" if said.get(f"{at}split") else "") if f"{at}splits" in said else before.split,
        values=values_in(said, at) if f"{at}v0" in said else before.values,
    )


def chosen(text: str, choices: Container[str], otherwise: str) -> str:
    return text if text in choices else otherwise


def values_in(said: Map[str, str], at: str) -> dict[str, str]:
    """What cells mean, of those of which something was said: "leave" says that they mean nothing."""
    found = {}
    for number in range(MOST_VALUES):
        cell, becomes = said.get(f"{at}v{number}"), said.get(f"{at}b{number}", "")
        if cell is None:
            break
        if becomes:
            found[cell] = "" if becomes == NOTHING else becomes
    return found


NOTHING = "-leave-"
"""What a form sends for a cell that means nothing; no choice has this code."""
