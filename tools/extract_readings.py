#!/usr/bin/env python3
"""extract_readings: makes src/population/names/data/readings.tsv from the npm package @mandel59/mojidata.

usage: tools/extract_readings.py DIR/node_modules/@mandel59/mojidata >src/population/names/data/readings.tsv

Rows: <kanji of JIS X 0208 or a name list> <its readings in hiragana, from Unihan's kJapanese>
"""
import pathlib
import sqlite3
import sys


def hiragana(text):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def main():
    package = pathlib.Path(sys.argv[1])
    base = sqlite3.connect(f"file:{package}/dist/moji.db?mode=ro", uri=True)
    usual = {char for table in ("unihan_kJis0", "unihan_kJinmeiyoKanji") for (char,) in base.execute(f"SELECT UCS FROM {table}")}
    print("# extracted from @mandel59/mojidata (Unihan) by tools/extract_readings.py; licences: README.md beside this file")
    for char, value in sorted(base.execute("SELECT UCS, value FROM unihan_kJapanese")):
        if char in usual:
            readings = list(dict.fromkeys(hiragana(reading) for reading in value.split()))
            print(f"{char}\t{' '.join(readings)}")


if __name__ == "__main__":
    main()
