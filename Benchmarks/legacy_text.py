"""TCVN3, VNI and windows-1258, written down apart from the program's own tables: to make legacy files and to read them in Python."""
import codecs
import re
import unicodedata

# The 134 accented letters, small and capital, in the order of the byte tables below.
SMALL = (
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự "
    "ỳ ý ỷ ỹ ỵ đ").split()
TCVN3 = bytes.fromhex(
    "B5 B8 B6 B7 B9 A8 BB BE BC BD C6 A9 C7 CA C8 C9 CB CC D0 CE CF D1 AA D2 D5 D3 D4 D6 D7 DD D8 DC DE DF E3 E1 E2 E4 AB E5 E8 E6 "
    "E7 E9 AC EA ED EB EC EE EF F3 F1 F2 F4 AD F5 F8 F6 F7 F9 FA FD FB FC FE AE")
TCVN3_CAPITALS = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}
VNI = [bytes.fromhex(letter) for letter in (
    "61F8 61F9 61FB 61F5 61EF 61EA 61E8 61E9 61FA 61FC 61EB 61E2 61E0 61E1 61E5 61E3 61E4 65F8 65F9 65FB 65F5 65EF 65E2 65E0 65E1 "
    "65E5 65E3 65E4 EC ED E6 F3 F2 6FF8 6FF9 6FFB 6FF5 6FEF 6FE2 6FE0 6FE1 6FE5 6FE3 6FE4 F4 F4F8 F4F9 F4FB F4F5 F4EF 75F8 75F9 75FB "
    "75F5 75EF F6 F6F8 F6F9 F6FB F6F5 F6EF 79F8 79F9 79FB 79F5 EE F1").split()]

_TO_TCVN3 = {**{letter.upper(): byte for letter, byte in zip(SMALL, TCVN3)}, **dict(zip(SMALL, TCVN3)), **TCVN3_CAPITALS}
_FROM_TCVN3 = {**{byte: byte for byte in range(0x80)}, **{byte: ord(letter) for letter, byte in zip(SMALL, TCVN3)},
               **{byte: ord(letter) for letter, byte in TCVN3_CAPITALS.items()}}
# A capital is the small letter's bytes with 20 taken off each, base and mark alike.
_TO_VNI = {**dict(zip(SMALL, VNI)), **{a.upper(): bytes(byte - 0x20 for byte in b) for a, b in zip(SMALL, VNI)}}
_FROM_VNI = {pair.decode("latin-1"): letter for letter, pair in _TO_VNI.items()}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encode(text, encoding):
    """The bytes of composed text. In TCVN3 a capital with a tone is the byte of its small letter, as in documents of the time."""
    if encoding == "tcvn3":
        return bytes(_TO_TCVN3.get(letter, ord(letter) if letter < "\x80" else 0x100) for letter in text)
    if encoding == "vni":
        return b"".join(_TO_VNI[letter] if letter in _TO_VNI else letter.encode("ascii") for letter in text)
    if encoding == "windows-1258":
        return b"".join(map(_cp1258, text))
    return text.encode(encoding)


def _cp1258(letter):
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in parts if mark in _TONES)
        return (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")


def decode(data, encoding):
    """The text of whole lines, composed."""
    if encoding == "tcvn3":
        return codecs.charmap_decode(data, "strict", _FROM_TCVN3)[0]
    if encoding == "vni":
        return _VNI_LETTER.sub(lambda found: _FROM_VNI[found[0]], data.decode("latin-1"))
    return unicodedata.normalize("NFC", data.decode("cp1258"))
