#!/usr/bin/env python3
"""extract_variants: makes src/population/names/data/variants.tsv from the npm package @mandel59/mojidata.

usage: tools/extract_variants.py DIR/node_modules/@mandel59/mojidata >src/population/names/data/variants.tsv

Two kinds of rows (the folder's README.md says what each is for and whose data it is):
  1 <representative> <members>    class L1: one character written in several ways
  2 <character> <neighbours>      L2: written for each other somewhere; not transitive, most relations first
  s <characters>                  simplified Chinese forms whose only other form is in their class

L1 is the closure of relations that say "the same character" (jōyō, jinmeiyō and hyōgai tables, MJ's JIS inclusion rule;
JIS X 0213 and the family register's table where they agree; simplified and traditional forms that name each other alone).
A class with two kanji of the jōyō and jinmeiyō lists that the lists do not call one would make two names one (堺, 界): such
a relation is left to L2.
"""
import collections
import pathlib
import sqlite3
import sys
import unicodedata

BY_LAW = ("joyo/variant", "jinmei1/variant", "jinmei2/variant")
SURE = ("hyogai/variant",)
TOGETHER = ("jisx0213/variant", "koseki/variant")
NEAR = ("jisx0213/variant", "jisx0212/variant", "koseki/variant", "jp/old-style", "jp/borrowed", "cjkvi/variant", "cjkvi/duplicate",
        "cjkvi/simplified", "cjkvi/traditional")
UNIHAN_NEAR = ("kSemanticVariant", "kZVariant", "kSimplifiedVariant", "kTraditionalVariant")
NEIGHBOURS_MAX = 12


def is_han(text):
    """Whether text is one ideograph that normalisation keeps as it is."""
    if text is None or len(text) != 1 or unicodedata.normalize("NFKC", text) != text:
        return False
    return (0x3400 <= ord(text) <= 0x9FFF or 0xF900 <= ord(text) <= 0xFAFF or 0x20000 <= ord(text) <= 0x3FFFF)


class Classes:
    """Union-find over characters."""

    def __init__(self):
        self.parent = {}

    def find(self, char):
        while self.parent.setdefault(char, char) != char:
            char = self.parent[char]
        return char

    def join(self, one, other):
        self.parent[self.find(one)] = self.find(other)

    def groups(self):
        groups = collections.defaultdict(list)
        for char in self.parent:
            groups[self.find(char)].append(char)
        return [sorted(group) for group in groups.values() if len(group) > 1]


def main():
    package = pathlib.Path(sys.argv[1])
    base = sqlite3.connect(f"file:{package}/dist/moji.db?mode=ro", uri=True)

    def pairs(query, *arguments):
        return {(one, other) for one, other in base.execute(query, arguments) if is_han(one) and is_han(other) and one != other}

    def kdpv(relation):
        return pairs("SELECT subject, object FROM kdpv WHERE rel = ?", relation)

    def unihan(relation):
        return pairs("SELECT UCS, value FROM unihan_variant WHERE property = ?", relation)

    joyo = {char for (char,) in base.execute("SELECT 漢字 FROM joyo")}
    jinmei = {char for (char,) in base.execute("SELECT UCS FROM unihan_kJinmeiyoKanji")}

    by_law = set().union(*map(kdpv, BY_LAW))
    sure = set().union(*map(kdpv, SURE))
    sure |= pairs("SELECT 対応するUCS, 縮退UCS FROM mji JOIN mjsm USING (MJ文字図形名) WHERE 表 = 'JIS包摂規準UCS統合規則'")
    both = [kdpv(relation) for relation in TOGETHER]
    agreed = {pair for pair in both[0] if pair in both[1] or pair[::-1] in both[1]}
    simplified, traditional = unihan("kSimplifiedVariant"), unihan("kTraditionalVariant")
    targets = collections.defaultdict(set)
    for one, other in simplified | traditional:
        targets[one].add(other)
    alone = {(one, other) for one, other in traditional
             if targets[one] == {other} and targets[other] == {one} and one not in joyo and (other, one) in simplified}

    classes = Classes()
    for one, other in sorted(by_law):
        if not {one, other} <= joyo:
            classes.join(one, other)
    # What the law does not call the same stays apart: a class has the everyday or name kanji of one such group.
    listed = joyo | jinmei

    def join_with_one_listed(relation):
        for one, other in sorted(relation):
            roots = {classes.find(one), classes.find(other)}
            if len(roots) == 2 and all(any(classes.find(char) == root for char in listed) for root in roots):
                print("apart:", one, other, file=sys.stderr)
                continue
            classes.join(one, other)

    join_with_one_listed(sure)
    join_with_one_listed(agreed)
    join_with_one_listed(alone)

    def rank(char):
        return (char not in joyo, char not in jinmei, len(char.encode()), ord(char))

    print("# extracted from @mandel59/mojidata by tools/extract_variants.py; licences: README.md beside this file")
    for group in sorted(classes.groups(), key=lambda group: min(group, key=rank)):
        first = min(group, key=rank)
        print(f"1\t{first}\t{''.join(char for char in group if char != first)}")
    print("s\t" + "".join(sorted(one for one, _ in alone if classes.find(one) == classes.find(targets[one].copy().pop()))))

    near = collections.Counter()
    relations = [kdpv(relation) for relation in NEAR] + [unihan(relation) for relation in UNIHAN_NEAR]
    relations += [pairs("SELECT 対応するUCS, 縮退UCS FROM mji JOIN mjsm USING (MJ文字図形名) WHERE 表 = ?", table)
                  for (table,) in base.execute("SELECT DISTINCT 表 FROM mjsm").fetchall()]
    relations.append(pairs("SELECT 簡体字等のUCS, 正字のUCS FROM nyukan_itaiji"))
    for relation in relations:
        for pair in {tuple(sorted(pair)) for pair in relation}:
            near[pair] += 1
    neighbours = collections.defaultdict(list)
    # What stands in no list of characters for names or for computers of its time is left out: nobody types it.
    usual = jinmei | joyo | {char for (char,) in base.execute("SELECT 対応するUCS FROM mji WHERE X0213 IS NOT NULL")}
    for table in ("unihan_kGB0", "unihan_kBigFive"):
        usual |= {char for (char,) in base.execute(f"SELECT UCS FROM {table}")}
    for (one, other), count in near.items():
        if classes.find(one) != classes.find(other) and (one in usual and other in usual or count > 1 and {one, other} & usual):
            neighbours[one].append((-count, other))
            neighbours[other].append((-count, one))
    listed = set()
    for char in sorted(neighbours):
        for _, other in sorted(neighbours[char])[:NEIGHBOURS_MAX]:
            listed.add((char, other))
    for char in sorted(neighbours):
        kept = [other for _, other in sorted(neighbours[char]) if (char, other) in listed and (other, char) in listed]
        if kept:
            print(f"2\t{char}\t{''.join(kept)}")


if __name__ == "__main__":
    main()
