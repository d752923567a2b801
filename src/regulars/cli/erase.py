"""`regulars erase`: forget a customer for good."""

import sys
from typing import Annotated

import typer

from .command import JsonOption, actor, fail, key_of, sight
from .output import print_json, print_line


def erase(
    customer: Annotated[str, typer.Argument(metavar="KEY", help="A key, or an exact identifier.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Forget a customer. This cannot be taken back."""
    from regulars.base.fields.masks import DOTS
    from regulars.protect.privacy.queries import erasure_preview

    from .erasing import erase_now

    key, mask = key_of(customer), sight().mask
    if not yes and sys.stdin.isatty():
        preview = erasure_preview(key)
        for _, type_, value in preview.erased if preview else ():
            print_line(f"{type_}/{mask.value(type_, value) or DOTS}")
        if not typer.confirm("Forget all of this for good?"):
            fail("Nothing was erased.")
    result = erase_now(key, actor(), mask)
    if as_json:
        print_json(result)
        return
    print_line(f"Erased: {len(result['erased'])} identifiers. The last bytes go with the clean-up that follows.")
    if result["kept"]:
        print_line(f"{len(result['kept'])} stay, because other people's facts name them too.")
