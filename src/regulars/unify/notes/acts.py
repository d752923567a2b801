"""What the audit trail says of notes and files."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from regulars.base.web.trail import CHANGED, SEEN, Act, add_acts

add_acts(
    Act("note.add", CHANGED, _("%(who)s wrote a note about %(whom)s.")),
    Act("note.edit", CHANGED, _("%(who)s changed a note about %(whom)s.")),
    Act("note.delete", CHANGED, _("%(who)s deleted a note about %(whom)s.")),
    Act("note.restore", CHANGED, _("%(who)s brought back a note about %(whom)s.")),
    Act("note.pin", CHANGED, _("%(who)s pinned a note about %(whom)s.")),
    Act("note.unpin", CHANGED, _("%(who)s unpinned a note about %(whom)s.")),
    Act(
        "note.move",
        CHANGED,
        _("%(who)s moved what was written about %(whom)s."),
        ngettext_lazy(
            "%(who)s moved what was written between %(n)s identifier.",
            "%(who)s moved what was written between %(n)s identifiers.",
            "n",
        ),
    ),
    Act(
        "note.mentions",
        SEEN,
        _("%(who)s read the notes that name them, about %(whom)s."),
        ngettext_lazy(
            "%(who)s read the notes that name them, about %(n)s customer.",
            "%(who)s read the notes that name them, about %(n)s customers.",
            "n",
        ),
    ),
    Act(
        "note.list",
        SEEN,
        _("%(who)s read what was written about %(whom)s while it was about to come apart."),
        ngettext_lazy(
            "%(who)s read what was written about %(n)s identifier that was about to come apart.",
            "%(who)s read what was written about %(n)s identifiers that were about to come apart.",
            "n",
        ),
    ),
    Act("note.history", SEEN, _("%(who)s read what a note about %(whom)s said before.")),
    Act("file.add", CHANGED, _("%(who)s put a file with %(whom)s.")),
    Act("file.read", SEEN, _("%(who)s opened a file of %(whom)s.")),
    Act("file.remove", CHANGED, _("%(who)s removed a file of %(whom)s.")),
)
