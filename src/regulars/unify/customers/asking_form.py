"""A form that asks about what looks wrong before it is taken; saying it again is the answer."""

from collections.abc import Mapping
from typing import Any

from django import forms

from . import doors

ASKED, MEANT = "asked-", "meant-"
"""Before the name of a field: what was written when it was asked about, and which of the two is right."""


class AskingForm(forms.Form):
    """`_doubt.html` draws beside a field what is asked, and hands back what was written."""

    def __init__(self, data: Any = None, **settings: Any) -> None:
        super().__init__(answered(data) if data else data, **settings)

    def asks(self, said: Mapping[str, Any]) -> bool:
        """Whether something looks wrong that was not asked about yet; it stands beside its field then."""
        doubts = {name: doubt for name, doubt in doors.doubts(said).items() if name in self.fields}
        for name, doubt in doubts.items():
            # Where the template finds it.
            vars(self.fields[name]).update(doubt=doubt, is_insisted=self.is_insisted(name))
        return not all(map(self.is_insisted, doubts))

    def is_insisted(self, name: str) -> bool:
        """Whether it was asked about just this."""
        return self.data.get(ASKED + name) == self.data.get(name)


def answered(data: Any) -> Any:
    """What was sent, with what is meant where a colleague chose that and wrote nothing else meanwhile."""
    chosen = data.copy()
    for name in [name.removeprefix(MEANT) for name in data if name.startswith(MEANT)]:
        if name in data and data.get(ASKED + name) == data.get(name):
            chosen[name] = data[MEANT + name]
    return chosen
