"""How good links are against the known truth. All of it in plain sets, apart from the programs that made the links."""
import csv
import itertools
import zlib
from collections import Counter
from typing import NamedTuple


class Quality(NamedTuple):
    right: int
    found: int
    true: int
    weight: float | None = None
    """The threshold in bits, where one was chosen."""

    precision = property(lambda self: self.right / self.found if self.found else 0.0)
    recall = property(lambda self: self.right / self.true if self.true else 0.0)
    f1 = property(lambda self: 2 * self.right / (self.found + self.true) if self.found + self.true else 0.0)
    errors = property(lambda self: self.found + self.true - 2 * self.right)
    """False links and missed ones."""


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def pairs(path):
    return {(row["left_id"], row["right_id"]) for row in rows(path)}


def unordered(some):
    return {(min(pair), max(pair)) for pair in some}


def scored(path, column="weight", is_unordered=False):
    """(left, right, score) of a file, best first. Equals by a hash: neither the order of rows nor that of numbers may help."""
    found = [(row["left_id"], row["right_id"], float(row[column])) for row in rows(path)]
    if is_unordered:
        found = [(min(left, right), max(left, right), score) for left, right, score in found]
    found.sort(key=lambda link: (-link[2], zlib.crc32(f"{link[0]} {link[1]}".encode())))
    return found


def decided(found, truth, weight=None):
    found = set(found)
    return Quality(len(found & truth), len(found), len(truth), weight)


def curve(links, truth):
    """The qualities at every threshold that scored links allow, from the highest down."""
    right = 0
    for count, (one, other, score) in enumerate(links, 1):
        right += (one, other) in truth
        if count == len(links) or links[count][2] < score:
            yield Quality(right, count, len(truth), score)


def best(qualities, true=0):
    return max(qualities, key=lambda quality: quality.f1, default=Quality(0, 0, true))


def best_partners(links):
    """Of scored links, best first, the first of each right row."""
    taken = {}
    for link in links:
        taken.setdefault(link[1], link)
    return list(taken.values())


def above(links, weight):
    return {(one, other) for one, other, score in links if score >= weight}


def closures(links, truth):
    """As `curve`, of all pairs within the clusters that the links make."""
    who, where = {}, {}
    for one, other in sorted(truth):
        group = who.get(one) or who.get(other) or {one}
        for code in {one, other, *who.get(one, ()), *who.get(other, ())}:
            group.add(code)
            who[code] = group
    right = found = 0
    for count, (one, other, score) in enumerate(links, 1):
        for code in (one, other):
            where.setdefault(code, ([code], Counter([id(who.get(code, code))])))
        large, small = sorted((where[one], where[other]), key=lambda cluster: -len(cluster[0]))
        if large is not small:
            found += len(large[0]) * len(small[0])
            right += sum(number * large[1][person] for person, number in small[1].items())
            large[0].extend(small[0])
            large[1].update(small[1])
            where.update((code, large) for code in small[0])
        if count == len(links) or links[count][2] < score:
            yield Quality(right, found, len(truth), score)


# Households and people listed twice, as far as they follow from person links.

def households(links, left_home, right_home):
    """(left household, source, right household): for each right household the left one that most of its members belong to."""
    return {(homes[0], *right) for right, homes in homes_of(links, left_home, right_home).items()}


def homes_of(links, left_home, right_home):
    """By right household, the left ones that most of its members belong to: more than one where it is as many, in the order of their codes."""
    votes = {}
    for left, right in links:
        if right_home[right][1] and left_home[left]:
            votes.setdefault(right_home[right], Counter())[left_home[left]] += 1
    return {right: sorted(home for home, count in counts.items() if count == max(counts.values())) for right, counts in votes.items()}


def twice_linked(links):
    """Pairs of right rows that have one best partner; as sure as the weaker link."""
    rows_of = {}
    for left, right, score in links:
        rows_of.setdefault(left, []).append((right, score))
    found = [(min(one, other), max(one, other), min(first, second))
             for group in rows_of.values() for (one, first), (other, second) in itertools.combinations(group, 2)]
    found.sort(key=lambda link: -link[2])
    return found
