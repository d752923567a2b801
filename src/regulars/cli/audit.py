"""`regulars audit`: whether the trail of who did what is as it was written, and proof of that for elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .command import JsonOption, actor, needs, new_group, say
from .output import print_json, print_line

if TYPE_CHECKING:
    from regulars.base.audit.verifying import Verification

app = new_group("The audit trail: sealed in blocks, so that nobody changes it unnoticed.")


@app.command("verify", cls=needs("audit.see"))
def verify(
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint that was kept elsewhere: has history since then been rewritten?")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Recompute the whole trail; ends with 1 and names the first thing that is not as it was sealed."""
    from rich.console import Console
    from rich.progress import Progress

    from regulars.base.audit import checkpoints, verifying
    from regulars.base.audit.services import record

    who = actor()
    kept = checkpoints.parsed(checkpoint.read_text("utf-8", errors="replace")) if checkpoint else None
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Recomputing", total=None)
        found = verifying.verify_and_note(kept, lambda done, total: bar.update(task, completed=done, total=total))
    record("audit.verify", actor=who)
    print_json(as_document(found)) if as_json else print_found(found, has_checkpoint=kept is not None)
    raise typer.Exit(1 if found.fault else 0)


def as_document(found: "Verification") -> dict[str, object]:
    """What was found, for programs."""
    fault = found.fault
    numbers = {
        name: getattr(found, name)
        for name in ("blocks", "entries", "unsealed", "texts", "erased", "origins_erased", "trimmed")
    }
    named = fault and {"kind": fault.kind, "block": fault.block, "entry": fault.entry, "words": fault.words}
    return {"ok": fault is None, **numbers, "checkpoint_agrees": found.agrees, "fault": named or None}


def print_found(found: "Verification", *, has_checkpoint: bool) -> None:
    """What was found, for people."""
    if found.fault:
        print_line(f"TAMPERED WITH  {found.fault.words}")
    print_line(f"{found.entries} entries in {found.blocks} blocks recomputed, {found.unsealed} not sealed yet.")
    print_line(f"{found.texts} texts were written, {found.erased} of them erased since.")
    if found.trimmed:
        print_line(f"{found.trimmed} older entries were trimmed; a signed checkpoint stands for them.")
    if has_checkpoint and found.agrees:
        print_line("History since the checkpoint agrees with it.")
    if has_checkpoint and found.agrees is None and not found.fault:
        print_line("The checkpoint is ours, but its block was trimmed since: nothing is left to compare.")
    if not found.fault:
        print_line("All is as it was sealed.")


@app.command("seal", cls=needs("settings.edit"))
def seal(as_json: JsonOption = False) -> None:
    """Seal what was written until now; `serve` does it every minute."""
    from regulars.base.audit import sealing

    made = sealing.seal()
    print_json({"blocks": made}) if as_json else print_line(f"{made} blocks sealed.")


@app.command("checkpoint", cls=needs("audit.see"))
def checkpoint(
    file: Annotated[Path | None, typer.Argument(help="Where to write it (default: stdout).")] = None,
) -> None:
    """Sign how the trail stands, to be kept where nobody who can reach this database can change it."""
    import json

    from regulars.base.audit import checkpoints, sealing
    from regulars.base.audit.services import record

    record("audit.checkpoint", actor=actor())
    sealing.seal()
    text = json.dumps(checkpoints.written(checkpoints.current()), indent=2)
    if file is None:
        print_line(text)
        return
    file.write_text(text + "\n", encoding="utf-8")
    say(f"Written to {file}. Keep it on another machine.")


@app.command("key", cls=needs("settings.edit"))
def key(as_json: JsonOption = False) -> None:
    """The public key that checkpoints are signed with (Ed25519)."""
    from regulars.base.audit import checkpoints

    if as_json:
        print_json({"algorithm": "Ed25519", "public_key": checkpoints.public_hex(), "pem": checkpoints.public_pem()})
    else:
        print_line(checkpoints.public_pem().strip())
