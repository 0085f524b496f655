"""Takes from made tables of people most of what makes linking easy, at rates that no list should reach everywhere.

Two rows in five lose their number, some bear the number of a relative or one with a wrong digit; one person in eight has no national
record; offices differ in how they write (no marks, TCVN3 taken for Latin, capitals, day and month); households have moved; people are
listed a second time somewhere else; children come with a twin whom nobody has registered.
"""
import csv
import os
import random
import unicodedata

import legacy_text

TELEX = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
TITLES = ["Ông", "Bà", "Anh", "Chị", "Cháu", "Em", "ông", "bà"]
ALIKE = [("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("n", "l"), ("d", "gi"), ("ng", "n"), ("n", "ng"), ("c", "t")]


def plain(text):
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def telex(text):
    """As a keyboard leaves it whose input method was off."""
    words = []
    for word in text.split():
        tone, letters = "", ""
        for letter in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
            if letter in TELEX:
                tone = TELEX[letter]
            elif letter in "\u0302":
                letters += letters[-1:].lower()
            elif letter in "\u031b\u0306":
                letters += "w"
            else:
                letters += letter
        words.append(letters + tone)
    return " ".join(words)


def mistyped(name, draw):
    place = draw.randrange(len(name))
    kind = draw.random()
    if kind < 0.3:
        return name[:place] + name[place + 1:]
    if kind < 0.6:
        return name[:place] + draw.choice("aeiouhngt") + name[place:]
    if kind < 0.8 and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2:]
    return name[:place] + draw.choice("aeiouhngt") + name[place + 1:]


class Office:
    """How one province writes."""

    def __init__(self, draw):
        self.care = draw.choice([0.4, 0.7, 1, 1, 1.6, 2.2])
        self.encoding = draw.choices(["utf-8", "tcvn3", "plain"], [90, 6, 4])[0]
        self.capitals = draw.random() < 0.25
        self.date = draw.choice(["{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{y}-{m:02}-{d:02}"])
        self.numbers = draw.choice([0.45, 0.6, 0.65, 0.75])
        self.loses_zeros = draw.random() < 0.2

    def name(self, name, draw):
        chance = draw.random() / self.care
        words = name.split()
        if chance < 0.035:
            name = plain(name)
        elif chance < 0.045:
            name = " ".join(words[1:] + words[:1])
        elif chance < 0.07 and len(words) > 2:
            name = " ".join(words[:1] + words[-1:])
        elif chance < 0.076 and len(words) > 2:
            name = " ".join(words[:1] + [word[0] + "." for word in words[1:-1]] + words[-1:])
        elif chance < 0.10:
            name = mistyped(name, draw)
        elif chance < 0.115:
            one, other = draw.choice(ALIKE)
            name = name.lower().replace(one, other, 1)
        elif chance < 0.14:
            name = f"{draw.choice(TITLES)} {name}"
        elif chance < 0.145:
            name = telex(name)
        elif chance < 0.15:
            name = f"{name} {draw.choice(['(lớn)', '(đã chết)', '.', 'A'])}"
        if self.encoding == "plain":
            name = plain(name)
        name = name.upper() if self.capitals else name
        if self.encoding == "tcvn3":
            try:
                name = legacy_text.encode(name.title(), "tcvn3").decode("cp1252", errors="ignore")
            except (TypeError, ValueError, OverflowError):
                pass
        return name

    def birth(self, birth, draw):
        if not birth:
            return ""
        year, month, day = (int(part) for part in (birth.split("-") + ["0", "0"])[:3])
        if month == 0:
            return str(year)
        chance = draw.random() / self.care
        if chance < 0.06:
            return str(year)
        if chance < 0.10:
            day = month = 1
        elif chance < 0.115:
            return ""
        elif chance < 0.13 and day <= 12:
            day, month = month, day
        elif chance < 0.14:
            day = min(28, max(1, day + draw.choice([-10, 10, -1, 1])))
        elif chance < 0.155:
            year += draw.choice([-1, 1])
        elif chance < 0.16:
            day, month = min(28, day), draw.randint(1, 12)
        return self.date.format(d=day, m=month, y=year)

    def number(self, own, old, relative, draw):
        chance = draw.random()
        if chance > self.numbers:
            return ""
        number = own
        if chance < 0.02 and old:
            return old
        if chance < 0.035 and relative:
            number = relative
        elif chance < 0.045:
            place = draw.randrange(6, 12)
            number = number[:place] + str((int(number[place]) + draw.randint(1, 9)) % 10) + number[place + 1:]
        elif chance < 0.05:
            place = draw.randrange(6, 11)
            number = number[:place] + number[place + 1] + number[place] + number[place + 2:]
        return number.lstrip("0") if self.loses_zeros else number


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def iso(cell):
    """Dates of the made tables, whichever way they are written, as yyyy-mm-dd; nothing for what is no date."""
    parts = cell.replace("/", "-").replace(".", "-").split("-")
    if not all(part.isdigit() for part in parts):
        return ""
    return "-".join(parts) if len(parts[0]) == 4 else "-".join(reversed(parts))


def worsen(folder, seed):
    """Rewrites the tables of a folder. Returns the number of rows left, right, and of true pairs."""
    draw = random.Random(seed)
    path = lambda name: os.path.join(folder, name)
    left, right, truth = read(path("left.csv")), read(path("right.csv")), read(path("truth.csv"))
    people = {row["id"]: row for row in left}
    person_of = {pair["right_id"]: pair["left_id"] for pair in truth}
    right = [row for row in right if row["id"] in person_of]
    homes = {}
    for row in right:
        homes.setdefault((row["source"], row["household_id"]), []).append(person_of[row["id"]])

    unregistered = {home for home in sorted({row["household_id"] for row in left}) if draw.random() < 0.05}
    gone = {row["id"] for row in left if row["household_id"] in unregistered or draw.random() < 0.07}
    offices = {}
    communes = sorted({(row["province_code"], row["commune_code"]) for row in right if row.get("commune_code")})
    moved = {}
    rows, copies = [], []
    for row in right:
        office = offices.setdefault(row["source"], Office(draw))
        home = (row["source"], row["household_id"])
        person = people[person_of[row["id"]]]
        others = [other for other in homes[home] if other != person["id"]]
        if home not in moved:
            moved[home] = draw.choice(communes) if draw.random() < 0.05 else None
        made = spoilt(row, person, others, office, moved[home], draw)
        rows.append(made)
        if draw.random() < 0.025:
            other = draw.choice(right)
            office = offices.setdefault(other["source"], Office(draw))
            copy = spoilt(row, person, others, office, None, draw)
            copy.update(id=f"{row['id']}x", household_id=other["household_id"], source=other["source"])
            if draw.random() < 0.5:
                copy.update(province_code=other["province_code"], commune_code=other["commune_code"])
            rows.append(copy)
            copies.append((row["id"], copy["id"]))
            person_of[copy["id"]] = person["id"]
        elif draw.random() < 0.012 and int(person["date_of_birth"][:4] if person["date_of_birth"][:4].isdigit() else 0) > 1990:
            twin = draw.choice(left)
            words, given = person["full_name"].split(), twin["full_name"].split()[-1]
            sibling = dict(person, full_name=" ".join(words[:-1] + [given]), citizen_id=person["citizen_id"])
            made = spoilt(row, sibling, others, office, moved[home], draw)
            made.update(id=f"{row['id']}t", id_number="" if draw.random() < 0.8 else person["citizen_id"], insurance_no="")
            rows.append(made)
    pairs = read(path("duplicates.csv"))
    kept = {row["id"] for row in rows}
    pairs = [pair for pair in pairs if pair["left_id"] in kept and pair["right_id"] in kept]
    twice = {}
    for one, other in [(pair["left_id"], pair["right_id"]) for pair in pairs] + copies:
        group = twice.setdefault(one, {one})
        group |= twice.setdefault(other, {other})
        for member in group:
            twice[member] = group
    pairs = sorted({(one, other) for group in twice.values() for one in group for other in group if one < other})
    left = [row for row in left if row["id"] not in gone]
    links = [(person_of[row["id"]], row["id"]) for row in rows if row["id"] in person_of and person_of[row["id"]] not in gone]
    draw.shuffle(rows)
    write(path("left.csv"), left)
    write(path("right.csv"), rows)
    write(path("truth.csv"), [{"left_id": one, "right_id": other} for one, other in links])
    write(path("duplicates.csv"), [{"left_id": one, "right_id": other} for one, other in pairs])
    return len(left), len(rows), len(links)


def spoilt(row, person, others, office, moved, draw):
    made = dict(row)
    made["full_name"] = office.name(person["full_name"], draw)
    made["date_of_birth"] = office.birth(iso(person["date_of_birth"]), draw)
    made["id_number"] = office.number(person["citizen_id"], person["old_id"], draw.choice(others) if others else "", draw)
    made["insurance_no"] = row["insurance_no"] if draw.random() < 0.3 else ""
    if draw.random() < 0.015:
        made["sex"] = ""
    if moved:
        made["province_code"], made["commune_code"] = moved
    return made
