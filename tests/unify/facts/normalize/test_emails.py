"""E-mail addresses in one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.facts import normalize


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ann@example.com", "ann@example.com"),
        (" A@X.com ", "a@x.com"),
        ("mailto:Ann.Lee+shop@Example.co.th", "ann.lee+shop@example.co.th"),
        ("ａ＠ｘ．ｃｏｍ", "a@x.com"),
        ("ann\u200b@example.com", "ann@example.com"),
        ("a@BÜCHER.de", "a@bücher.de"),
        ("a@xn--bcher-kva.de", "a@bücher.de"),
        ("用户@例子.公司", "用户@例子.公司"),
        (f"{'a' * 64}@example.com", f"{'a' * 64}@example.com"),
        (f"{'a' * 65}@example.com", None),
        (f"a@{'b' * 64}.com", None),
        (f"a@{'bcd.' * 64}com", None),
        ("", None),
        ("ann", None),
        ("ann@localhost", None),
        ("a b@x.com", None),
        ("a..b@x.com", None),
        ("a@-x.com", None),
        ("a@x.com, b@x.com", None),
        ("a@1.2.3.4", None),
        ("ü@", None),
    ],
)
def test_email_has_one_form_or_none(written: str, expected: str | None) -> None:
    assert normalize.email(written) == expected


@given(st.emails())
def test_email_is_stable_once_normalized(address: str) -> None:
    once = normalize.email(address)

    assert once is None or normalize.email(once) == once


@given(st.text(max_size=60))
def test_email_never_raises(written: str) -> None:
    found = normalize.email(written)

    assert found is None or found.count("@") == 1
