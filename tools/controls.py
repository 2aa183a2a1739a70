#!/usr/bin/env python3
"""controls: writes docs/controls.md, each control of the register with the tests that are named after it.

usage: tools/controls.py [--check]    --check writes nothing and exits 1 when the file is not what it would write

A C++ test belongs to control REQ-LINK-1 when its name contains REQ_LINK_1 and no further digit; a black-box test when its
title contains REQ-LINK-1. One test can belong to several controls.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "controls.md"

# Control, what it demands, the incidents it answers (below).
CONTROLS = [
    ("REQ-NUM-1", "A number is stored sealed and as text, has a right check digit, is never zero, and never comes back once superseded.", []),
    ("REQ-NUM-2", "A number appears in no log, URL, metric, error or crash output.", []),
    ("REQ-NUM-3", "A number is shown in full only on a legal basis valid today; masking is no setting.", ["I-01", "D-02", "F-03", "F-05"]),
    ("REQ-NUM-4", "A number proves nothing about who uses it: it is no password, no answer for a reset, no search key by itself.", []),
    ("REQ-LINK-1", "Only name, birth date, sex and address together find anybody; sex may be missing where the law does not hold it.", ["I-08", "L-01", "L-06", "L-07", "L-08"]),
    ("REQ-LINK-2", "One sure match or none: several candidates, or one that agrees in part, are answered without a trace of them.", ["I-08", "L-01"]),
    ("REQ-LINK-3", "A number has to agree with the attributes beside it; else it is refused, with a reason that only the register sees.", ["L-01", "L-07"]),
    ("REQ-LINK-4", "No screen shows a candidate's data for the applicant to nod at.", ["I-08", "L-01"]),
    ("REQ-LINK-5", "No link without its provenance: method, attributes, comparator version, outcomes, operator, document.", ["L-01"]),
    ("REQ-LINK-6", "\"Not comparable\" is an outcome of its own, neither equal nor different, and ends before a person.", ["L-01", "L-02"]),
    ("REQ-LINK-7", "Every link is compared with the register again and again; one that does not hold is hidden the same day.", ["L-01"]),
    ("REQ-LINK-8", "An agency's record id carries its issuer and kind, and is never used twice.", ["L-07"]),
    ("REQ-LINK-9", "An import matches each row by its content, aborts as a whole, and replaces an earlier one in one step.", ["L-07"]),
    ("REQ-LINK-10", "A new link is seen by nobody before it is verified.", ["L-07"]),
    ("REQ-LINK-11", "\"This is not mine\" hides at once, opens a case with a deadline, and tells who has seen it.", ["L-03", "L-06"]),
    ("REQ-MATCH-1", "What was registered stays byte for byte; comparison keys are derived from it and carry a version.", ["L-02"]),
    ("REQ-MATCH-2", "Every \"equal after a rule\" names the rule; variants are data with a source and are not merged transitively.", ["L-01", "L-02"]),
    ("REQ-MATCH-3", "Partial dates are compared part by part; an unknown part is not comparable.", ["L-01"]),
    ("REQ-MATCH-4", "A reading carries its legal status; without standing it never decides.", ["L-09"]),
    ("REQ-MATCH-5", "A model of readings may order a queue; it neither links nor holds anything back.", ["L-04"]),
    ("REQ-MATCH-6", "Names are sets of types and are compared inside one type.", ["L-04"]),
    ("REQ-MATCH-7", "An address counts as of the day of the document; a protected one is in no answer.", ["L-01"]),
    ("REQ-SES-1", "What attaches something to a person needs the same person's proof, fresh, after the data was entered.", ["L-03", "L-05"]),
    ("REQ-SES-2", "A session at a shared terminal lasts as long as the card is there and leaves nothing behind.", ["L-03", "L-05"]),
    ("REQ-SES-3", "The last screen names whom it is about, as the server knows it.", ["L-03"]),
    ("REQ-CARD-4", "The same name within a day, a household or a batch forces a second check.", ["I-09", "I-10"]),
    ("REQ-OPR-1", "An officer searches with the person present or for a case; limits and honey records watch over it.", ["F-05"]),
]

# Controls whose code is still to come; every other one must have a test.
AWAITED = {"REQ-SES-3"}

INCIDENTS = {
    "I-01": "2015: certificates printed with a number that did not belong on them; letters with numbers in wrong hands",
    "I-08": "2019: a newcomer was matched to another man by name, sex and birth date, asked, and did not object",
    "I-09": "2022–2025: cards with another person's photograph, some among people of one name on one day",
    "I-10": "2023: cards made for, or handed to, a namesake",
    "L-01": "2021–2024: over nine thousand health insurance records linked to the wrong person after searches with few attributes",
    "L-02": "the same: names with characters that could not be written could not be compared",
    "L-03": "2022–2023: bank accounts registered for the person who had used the terminal before",
    "L-04": "2023: accounts in a relative's name; kana at the bank, kanji in the register",
    "L-05": "to 2023: points granted to somebody else at shared terminals",
    "L-06": "2023: a pension record shown to another person",
    "L-07": "2023–2025: disability handbooks linked by kana and birth date, by shifted rows, by local numbers used twice, by a relative's number",
    "L-08": "2023: a workers' compensation record linked to the wrong person",
    "L-09": "from 2025: readings for the family register taken from records without legal standing",
    "D-02": "2017: tax notices printed numbers nobody needed, and hundreds went astray",
    "F-03": "2024: a public search gave full identity numbers to anybody",
    "F-05": "2017–2018: identity numbers published by public bodies; search access sold",
}


def tests():
    """Every test as (where it is listed, name in which a control is sought)."""
    for path in sorted((ROOT / "src").rglob("*_test.cpp")):
        for suite, name in re.findall(r"^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)", path.read_text(encoding="utf-8"), re.M):
            yield f"`{suite}.{name}`", name.replace("_", "-")
    for path in sorted((ROOT / "tests").glob("*/*.mjs")):
        for _, title in re.findall(r"""\b(?:test|it|describe)\(\s*(["'`])(.*?)\1""", path.read_text(encoding="utf-8")):
            yield f'{path.parent.name}: "{title}"', title


def tests_of(control, every):
    sought = re.compile(re.escape(control) + r"(?!\d)")
    return [shown for shown, name in every if sought.search(name)]


def document():
    every = list(tests())
    lines = [
        "# Controls of the register",
        "",
        "Made by `tools/controls.py`; do not edit. Each control, the tests named after it, and the incidents it answers, which are",
        "listed below.",
        "",
        "| control | what it demands | tests | answers |",
        "| --- | --- | --- | --- |",
    ]
    for control, demand, incidents in CONTROLS:
        listed = "<br>".join(tests_of(control, every)) or "**no test yet**"
        lines.append(f"| {control} | {demand} | {listed} | {', '.join(incidents) or '–'} |")
    lines += ["", "## Incidents", "", "| id | what happened |", "| --- | --- |"]
    lines += [f"| {incident} | {what} |" for incident, what in INCIDENTS.items()]
    return "\n".join(lines) + "\n"


def missing():
    """Controls without a test that have no excuse."""
    every = list(tests())
    return [control for control, _, _ in CONTROLS if control not in AWAITED and not tests_of(control, every)]


def is_current():
    return TARGET.exists() and TARGET.read_text(encoding="utf-8") == document()


def main():
    if "--check" in sys.argv[1:]:
        return 0 if is_current() else 1
    TARGET.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
