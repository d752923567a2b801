"""Keyed hashes, seals and the key file of a data folder."""

import multiprocessing
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from regulars.base import vault
from regulars.base.vault.errors import KeyFileInvalid, KeyFileMissing, SealBroken


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder whose vault may be opened; the tests' own vault is opened again afterwards."""
    yield tmp_path
    vault.unlock(settings.DATA)


def other_folder(folder: Path) -> Path:
    other = folder / "other"
    other.mkdir()
    return other


def test_unlock_makes_a_key_file_that_only_its_owner_reads(folder: Path) -> None:
    vault.unlock(folder)

    assert [path.name for path in folder.iterdir()] == ["vault.key"]
    assert stat.S_IMODE((folder / "vault.key").stat().st_mode) == 0o600
    assert len(bytes.fromhex((folder / "vault.key").read_text())) == 32


def test_unlock_keeps_the_key_of_an_earlier_start(folder: Path) -> None:
    vault.unlock(folder)
    before = vault.keyed_hash("email", b"someone")

    vault.unlock(folder)

    assert vault.keyed_hash("email", b"someone") == before


def test_unlock_by_many_processes_at_once_gives_all_one_key(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        hashes = pool.map(hash_in_folder, [folder] * 12)

    assert len(set(hashes)) == 1
    assert [path.name for path in folder.iterdir()] == ["vault.key"]


def hash_in_folder(folder: Path) -> bytes:
    vault.unlock(folder)
    return vault.keyed_hash("email", b"someone")


@pytest.mark.parametrize("content", ["", "00", "zz" * 32, "00" * 33])
def test_unlock_refuses_a_damaged_key_file(folder: Path, content: str) -> None:
    (folder / "vault.key").write_text(content)

    with pytest.raises(KeyFileInvalid):
        vault.unlock(folder)

    assert (folder / "vault.key").read_text() == content


def test_unlock_makes_no_new_key_beside_a_database(folder: Path) -> None:
    (folder / "regulars.sqlite3").touch()

    with pytest.raises(KeyFileMissing):
        vault.unlock(folder)

    assert [path.name for path in folder.iterdir()] == ["regulars.sqlite3"]


def test_keyed_hash_is_16_bytes_that_depend_on_value_label_and_folder(folder: Path) -> None:
    vault.unlock(folder)
    one = vault.keyed_hash("email", b"someone")
    others = {vault.keyed_hash("email", b"someone else"), vault.keyed_hash("phone", b"someone")}

    vault.unlock(other_folder(folder))
    others.add(vault.keyed_hash("email", b"someone"))

    assert len(one) == 16
    assert len(others | {one}) == 4


def test_hasher_gives_the_keyed_hash_each_time() -> None:
    digest = vault.hasher("email")

    assert [digest(b"one"), digest(b"two"), digest(b"")] == [
        vault.keyed_hash("email", b"one"),
        vault.keyed_hash("email", b"two"),
        vault.keyed_hash("email", b""),
    ]


@pytest.mark.parametrize("same", ["Ä@B.CO", " ä@b.co ", "ａ̈@b.co"])
def test_blind_index_ignores_case_width_and_outer_spaces(same: str) -> None:
    assert vault.blind_index("email", same) == vault.blind_index("email", "ä@b.co")


def test_blind_index_tells_different_texts_apart() -> None:
    assert vault.blind_index("email", "a@b.co") != vault.blind_index("email", "ä@b.co")


@pytest.mark.parametrize("plain", [b"", b"secret", "ความลับ 秘密 راز".encode(), os.urandom(100_000)])
def test_unseal_gives_back_what_was_sealed(plain: bytes) -> None:
    sealed = vault.seal("token", plain, b"source 5")

    assert vault.unseal("token", sealed, b"source 5") == plain
    assert not plain or plain not in sealed


def test_seal_never_looks_the_same_twice() -> None:
    assert vault.seal("token", b"secret") != vault.seal("token", b"secret")


def test_unseal_refuses_another_label_or_context() -> None:
    sealed = vault.seal("token", b"secret", b"source 5")

    with pytest.raises(SealBroken):
        vault.unseal("password", sealed, b"source 5")
    with pytest.raises(SealBroken):
        vault.unseal("token", sealed, b"source 6")


def test_unseal_refuses_every_flipped_bit_and_every_cut() -> None:
    sealed = vault.seal("token", b"secret")
    flipped = [sealed[:i] + bytes([sealed[i] ^ 1]) + sealed[i + 1 :] for i in range(len(sealed))]
    cut = [sealed[:length] for length in range(len(sealed))]

    for broken in flipped + cut:
        with pytest.raises(SealBroken):
            vault.unseal("token", broken)


def test_django_secret_is_long_and_belongs_to_the_folder(folder: Path) -> None:
    vault.unlock(folder)
    first, again = vault.django_secret(), vault.django_secret()
    vault.unlock(other_folder(folder))

    assert len(first) == 64
    assert first == again
    assert vault.django_secret() != first


def test_settings_take_their_secret_from_the_vault() -> None:
    assert vault.django_secret() == settings.SECRET_KEY
