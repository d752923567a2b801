"""Files to start from: a workbook or CSV for each kind of rows and each language, made from the data dictionary."""

from regulars.collect.files.making.plans import Field, fields_of, name_of
from regulars.collect.files.making.sheets import FORMATS, template

__all__ = ["FORMATS", "Field", "fields_of", "name_of", "template"]
