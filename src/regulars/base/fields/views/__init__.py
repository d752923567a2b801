"""The pages of the data dictionary: fields and purposes, shown, declared and changed."""

from regulars.base.fields.views.changing import add, edit, restore, retire
from regulars.base.fields.views.purposes import add_purpose, edit_purpose, purposes
from regulars.base.fields.views.showing import field, listing

__all__ = ["add", "add_purpose", "edit", "edit_purpose", "field", "listing", "purposes", "restore", "retire"]
