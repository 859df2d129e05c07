"""Numbers as programs write them: ASCII digits, a dot, perhaps an exponent; nothing else."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

DECIMAL = re.compile(r"[+-]?([0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,40}")


class PlainNumber(forms.FloatField):
    """A finite decimal; "1_000", "１" and "nan", which float() reads, are none."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not DECIMAL.fullmatch(str(value).strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PlainWholeNumber(forms.IntegerField):
    """A whole number."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not WHOLE.fullmatch(str(value).strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
