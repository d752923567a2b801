"""Full names taken apart."""

import pytest

from regulars.collect.files.mapping.names import split


def parts(honorific: str, first: str, last: str, name: str) -> dict[str, str]:
    found = {"honorific": honorific, "first_name": first, "last_name": last, "name": name}
    return {part: text for part, text in found.items() if text}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("นายสมชาย ใจดี", parts("นาย", "สมชาย", "ใจดี", "สมชาย ใจดี")),
        ("นางสาว มะลิ  ณ อยุธยา", parts("นางสาว", "มะลิ", "ณ อยุธยา", "มะลิ ณ อยุธยา")),
        ("น.ส.มะลิ ใจดี", parts("น.ส.", "มะลิ", "ใจดี", "มะลิ ใจดี")),
        ("คุณากร มีสุข", parts("", "คุณากร", "มีสุข", "คุณากร มีสุข")),
        ("คุณวีระ", parts("คุณ", "วีระ", "", "วีระ")),
        ("พญ.ดร.อรทัย มีสุข", parts("พญ. ดร.", "อรทัย", "มีสุข", "อรทัย มีสุข")),
        ("王小明", parts("", "小明", "王", "王小明")),
        ("欧阳小丽", parts("", "小丽", "欧阳", "欧阳小丽")),
        ("李先生", parts("先生", "", "", "李")),
        ("司马 光", parts("", "光", "司马", "司马 光")),
        ("آقای محمد رضا رضایی اصل", parts("آقای", "محمد رضا", "رضایی اصل", "محمد رضا رضایی اصل")),
        ("مریم محمدی", parts("", "مریم", "محمدی", "مریم محمدی")),
        ("خانم دکتر زهرا کریمی", parts("خانم دکتر", "زهرا", "کریمی", "زهرا کریمی")),
        ("Mr. John Smith", parts("Mr.", "John", "Smith", "John Smith")),
        ("Smith, John", parts("", "John", "Smith", "John Smith")),
        ("Ludwig van Beethoven", parts("", "Ludwig", "van Beethoven", "Ludwig van Beethoven")),
        ("Madonna", parts("", "Madonna", "", "Madonna")),
    ],
)
def test_split_knows_how_names_are_written(written: str, expected: dict[str, str]) -> None:
    assert split(written) == expected
