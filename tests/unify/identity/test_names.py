"""Whether two names can be one person's: labelled pairs over four scripts, and the laws that hold for any names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.identity.names import compatible

SAME = [
    # Latin: order, initials, honorifics, parts, diacritics, pet names, slips
    ("John Smith", "Smith, John"),
    ("John Smith", "JOHN SMITH"),
    ("J. Smith", "John Smith"),
    ("J.P. Smith", "John Smith"),
    ("Mr. John Smith", "John Smith"),
    ("Dr Ann Lee", "Lee Ann"),
    ("Mr Smith", "John Smith"),
    ("John", "John Michael Smith"),
    ("John Michael Smith", "John Smith Jr."),
    ("José García", "Jose Garcia"),
    ("Łukasz Müller", "Lukasz Muller"),
    ("María García López", "Maria Lopez Garcia"),
    ("Jean-Pierre Martin", "Jeanpierre Martin"),
    ("Sean O'Brien", "Sean OBrien"),
    ("Bob Miller", "Robert Miller"),
    ("Kate Brown", "Catherine Brown"),
    ("Jon Smith", "John Smith"),
    ("John Simth", "John Smith"),
    ("Micheal Jackson", "Michael Jackson"),
    ("Stephen Johnston", "Steven Johnson"),
    ("Philip Anderson", "Filip Andersen"),
    ("Elisabeth Schmidt", "Elizabeth Schmitt"),
    ("Иван Петров", "Ivan Petrov"),
    # Chinese: order, pinyin, dialects, English names, both standards, slips of the input method
    ("王伟", "Wang Wei"),
    ("王伟", "Wei Wang"),
    ("王伟", "WANG WEI"),
    ("王伟", "Wei"),
    ("王小明", "Wang Xiaoming"),
    ("王小明", "Xiao Ming Wang"),
    ("王小明", "Xiao-Ming Wang"),
    ("王小明", "X.M. Wang"),
    ("王小明", "David Wang"),
    ("王小明先生", "Mr. Wang"),
    ("王小明", "王先生"),
    ("王小明", "小明"),
    ("王小明", "王晓明"),
    ("張偉", "张伟"),
    ("张伟", "Zhang Wei"),
    ("陈嘉诚", "Chan Ka Shing"),
    ("欧阳修", "Ouyang Xiu"),
    ("曾国藩", "Zeng Guofan"),
    ("吕布", "Lv Bu"),
    ("王伟 (David Wang)", "David Wang"),
    ("Wang Xiaoming", "Xiao Ming Wang"),
    # Thai: honorifics without a space, romanization old and royal, silent letters
    ("สมชาย ใจดี", "Somchai Jaidee"),
    ("สมชาย ใจดี", "Chaidi Somchai"),
    ("นายสมชาย ใจดี", "สมชาย ใจดี"),
    ("คุณสมชาย", "สมชาย ใจดี"),
    ("คุณ สมชาย ใจดี", "Khun Somchai"),
    ("น.ส.สมหญิง ทองคำ", "Somying Thongkham"),
    ("นางสาวสุดารัตน์ วงศ์สุวรรณ", "Miss Sudarat Wongsuwan"),
    ("ประยุทธ์ จันทร์โอชา", "Prayut Chan-o-cha"),
    ("ณัฐพล บุญมี", "Nattapon Boonmee"),
    ("ณัฐพล บุญมี", "Natthaphon Bunmi"),
    ("วิชัย ศรีสุข", "Vichai Srisuk"),
    ("พรทิพย์ เพ็ชรรัตน์", "Porntip Phetcharat"),
    ("ประเสริฐ เจริญสุข", "Prasert Charoensuk"),
    ("ธนพร แก้วมณี", "Thanaporn Kaewmanee"),
    ("กิตติศักดิ์", "Kittisak"),
    ("อนันต์ สิทธิชัย", "Anan Sittichai"),
    ("วรรณา ใจงาม", "Wanna Jaingam"),
    ("คุณากร สุขใจ", "Kunakorn Sukjai"),
    ("สุวรรณ มณีรัตน์", "สุวรรณ์ มณีรัตน"),
    ("ส. ใจดี", "Somchai Jaidee"),
    ("Somchai Jaidee", "Somchay Chaidi"),
    # Persian: letters of two keyboards, joined and parted names, spellings of passports
    ("علی رضایی", "Ali Rezaei"),
    ("علی رضایی", "Rezaee Ali"),
    ("علي رضائي", "علی رضایی"),
    ("آقای علی رضایی", "Ali Rezai"),
    ("محمد کریمی", "Mohammad Karimi"),
    ("محمد کریمی", "Mohamed Karimi"),
    ("علیرضا محمدی", "Ali Reza Mohammadi"),
    ("علی‌رضا محمدی", "علیرضا محمدی"),
    ("حسین موسوی", "Hossein Mousavi"),
    ("حسین موسوی", "Hussein Moosavi"),
    ("فاطمه حسینی", "Fatemeh Hosseini"),
    ("فاطمه حسینی", "Fatima Husseini"),
    ("مریم احمدی", "Maryam Ahmadi"),
    ("خانم مریم احمدی", "مریم احمدی"),
    ("سعید جعفری", "Saeed Jafari"),
    ("نیلوفر صادقی", "Niloofar Sadeghi"),
    ("عبدالله نوری", "Abdollah Nouri"),
    ("مصطفی قاسمی", "Mostafa Ghasemi"),
    ("یوسف کریم زاده", "Yousef Karimzadeh"),
    ("امید شیرازی", "Omid Shirazi"),
    ("زهرا", "Zahra Ahmadi"),
    ("Mohammad Rezaei", "Muhammad Rezaee"),
    # Nothing is said
    ("", "John Smith"),
    ("Guest", "Maria Lopez"),
    ("ลูกค้า", "สมชาย ใจดี"),
    ("+66 81 234 5678", "王伟"),
    ("김철수", "John Smith"),
]
DIFFERENT = [
    # Latin households, siblings, and men's and women's forms
    ("John Smith", "Mary Smith"),
    ("John Smith", "James Smith"),
    ("John Smith", "Peter Jones"),
    ("John Michael Smith", "John David Smith"),
    ("J. Smith", "Mary Smith"),
    ("Mario Rossi", "Maria Rossi"),
    ("Daniel Weber", "Daniela Weber"),
    ("Daniel Martin", "Danielle Martin"),
    ("Alexander Popov", "Alexandra Popov"),
    ("Christian Bauer", "Christina Bauer"),
    ("Paul Green", "Paula Green"),
    ("Martin King", "Marvin King"),
    ("Kevin Clark", "Devin Clark"),
    ("Emma Jones", "Emily Jones"),
    ("Mr. Smith", "Mrs. Smith"),
    ("Omar Khan", "Amir Khan"),
    ("Lisa Wong", "Linda Wong"),
    # Chinese families
    ("王伟", "王芳"),
    ("王伟", "Wang Fang"),
    ("王伟", "李伟"),
    ("王伟", "Li Wei"),
    ("Wang Wei", "Wang Fang"),
    ("Wang Wei", "Wang Wen"),
    ("Zhang Jing", "Zhang Jin"),
    ("王小明", "王小红"),
    ("王小明", "Wang Xiaohong"),
    ("王小明", "Xiaohong Wang"),
    ("王伟", "王伟芳"),
    ("王伟", "Maria Lopez"),
    ("王先生", "王太太"),
    ("陈大文", "Chen Xiaowen"),
    ("王伟", "สมชาย ใจดี"),
    ("王伟", "علی رضایی"),
    # Thai families, whose names often share a syllable
    ("สมชาย ใจดี", "สมหญิง ใจดี"),
    ("สมชาย ใจดี", "Somying Jaidee"),
    ("สมศรี ใจดี", "สมศักดิ์ ใจดี"),
    ("สมศรี ใจดี", "Somsak Jaidee"),
    ("นายสมชาย ใจดี", "นางสมศรี ใจดี"),
    ("ณัฐพล บุญมี", "ณัฐพร บุญมี"),
    ("ณัฐพล บุญมี", "Nattaporn Boonmee"),
    ("ธนพร แก้วมณี", "Thanapol Kaewmanee"),
    ("มานี มีนา", "Mana Meena"),
    ("มานี มีนา", "มานะ มีนา"),
    ("กมลวรรณ สุขใจ", "กมลพรรณ สุขใจ"),
    ("Somchai Jaidee", "Somsak Jaidee"),
    ("Nattapol Boonmee", "Nattaporn Boonmee"),
    ("สุดา แสงทอง", "สุภา แสงทอง"),
    ("สมชาย ใจดี", "علی رضایی"),
    # Persian families
    ("علی رضایی", "مریم رضایی"),
    ("علی رضایی", "Maryam Rezaei"),
    ("Ali Rezaei", "Maryam Rezaei"),
    ("حسن موسوی", "حسین موسوی"),
    ("حسن موسوی", "Hossein Mousavi"),
    ("حسین موسوی", "Hassan Mousavi"),
    ("Hassan Mousavi", "Hossein Mousavi"),
    ("حمید کریمی", "حمیده کریمی"),
    ("محمد نوری", "محمود نوری"),
    ("محمد نوری", "Mahmoud Nouri"),
    ("زهرا احمدی", "زهره احمدی"),
    ("امیر تهرانی", "Omar Tehrani"),
    ("فریبا صادقی", "فریده صادقی"),
    ("علی رضایی", "علی محمدی"),
    ("آقای رضایی", "خانم رضایی"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_compatible_where_nothing_contradicts(one: str, other: str) -> None:
    assert compatible(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_incompatible_where_names_clearly_differ(one: str, other: str) -> None:
    assert not compatible(one, other)


@pytest.mark.parametrize(("one", "other"), SAME + DIFFERENT)
def test_compatible_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert compatible(one, other) == compatible(other, one)


NAMES = st.sampled_from([name for pair in SAME + DIFFERENT for name in pair])
TEXT = st.text(max_size=30) | st.text(alphabet="abcdeihnorst .-สมชายใดีนงเ์王伟小明李علیرضاحسنه‌", max_size=24)


@given(NAMES | TEXT)
def test_compatible_with_itself(name: str) -> None:
    assert compatible(name, name)


@given(NAMES | TEXT, NAMES | TEXT)
def test_compatible_is_symmetric(one: str, other: str) -> None:
    assert compatible(one, other) == compatible(other, one)


@given(NAMES)
def test_compatible_whatever_the_case_and_the_spaces(name: str) -> None:
    assert compatible(name, f"  {name.upper()} ")
