"""Sound, such as a message that a customer spoke."""

from regulars.unify.notes.errors import KindRefused, NotWhole

from .texts import refuse_markup

M4A_BRANDS = {b"M4A ", b"M4B ", b"mp42", b"isom", b"mp41"}
BITRATES = {
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III by MPEG version, as numbered in a frame's head (ISO/IEC 11172-3, 13818-3)."""
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
SHORTEST = 4


def ogg(content: bytes) -> tuple[str, bytes]:
    """Ogg with Opus or Vorbis inside. Raises KindRefused."""
    if not (b"OpusHead" in content[:200] or b"\x01vorbis" in content[:200]):
        raise KindRefused
    refuse_markup(content)
    return "audio/ogg", content


def wav(content: bytes) -> tuple[str, bytes]:
    """A WAV; what follows its end is cut off. Raises NotWhole."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if content[:4] != b"RIFF" or end > len(content):
        raise NotWhole
    refuse_markup(content[:end])
    return "audio/wav", content[:end]


def m4a(content: bytes) -> tuple[str, bytes]:
    """MPEG-4 with sound alone. Raises KindRefused."""
    if content[8:12] not in M4A_BRANDS or b"vide" in content or b"soun" not in content:
        raise KindRefused
    refuse_markup(content)
    return "audio/mp4", content


def mp3(content: bytes) -> tuple[str, bytes]:
    """MPEG layer III: a frame where one must be, and another behind it. Raises KindRefused."""
    first = after_tag(content)
    length = frame_length(content[first : first + SHORTEST])
    if not length or not frame_length(content[first + length : first + length + SHORTEST]):
        raise KindRefused
    refuse_markup(content)
    return "audio/mpeg", content


def after_tag(content: bytes) -> int:
    """Where the first frame stands: behind an ID3v2 tag, whose size has seven bits a byte."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for part in content[6:10]:
        size = size << 7 | part & 0x7F
    return 10 + size


def frame_length(head: bytes) -> int:
    """Bytes of the frame that begins so; 0 if none does."""
    if len(head) < SHORTEST or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer, bitrate, rate = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    if layer != 1 or version == 1 or rate == 3 or not 0 < bitrate < 15:
        return 0
    kbits = BITRATES[1 if version == 3 else 2, 3][bitrate]
    samples = 144 if version == 3 else 72
    return samples * kbits * 1000 // RATES[version][rate] + (head[2] >> 1 & 1)
