#!/usr/bin/env python3
"""tidy: the rules of the house that a machine can check. Prints each breach as path:line: rule, exits 1 when there is one.

Rules: no include points up (src/README.md), OpenSSL, SQLite, libpq and Beast only in their folders, SQL only in
*_store.cpp (and the engine), the ban list of docs/style.md, both languages hold the same words, migrations count up
without gaps, no file of ours over its length.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAY_INCLUDE = {
    "base": set(),
    "crypto": {"base"},
    "store": {"base"},
    "guard": {"base", "store"},
    "audit": {"base", "crypto", "store"},
    "http": {"base", "crypto", "guard"},
    "population": {"base", "crypto", "store", "audit", "http"},
    "catalogue": {"base", "crypto", "store", "audit", "http"},
    "accounts": {"base", "crypto", "store", "guard", "audit", "http", "population"},
    "exchange": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts"},
    "oidc": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts", "exchange"},
    "portal": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts", "exchange", "oidc"},
    "app": None,  # everything
}
# header prefix -> folders that may include it
ONLY_IN = {
    "openssl/": {"crypto", "http"},
    "sodium": {"crypto"},
    "sqlite3.h": {"store"},
    "libpq-fe.h": {"store"},
    "boost/beast": {"http"},
    "fido": {"accounts"},
    "ctemplate/": {"http"},
    "prometheus/": {"http"},
    "toml++/": {"app"},
    "CLI/": {"app"},
    "spdlog/": {"base"},
}
# pattern, replacement, folders where it is allowed
BANNED = [
    (r"\bsystem_clock::now\b|\bstd::time\(|[^_.>:]\btime\(nullptr\)", "a Clock& parameter", {"base"}),
    (r"\bstd::random_device\b|\bRAND_bytes\b|\bstd::rand\b|\bmt19937\b", "a Random& parameter", {"base"}),
    (r"\b(strcmp|strncmp|strcasecmp|memcmp)\(", "crypto::equal or std::string_view", {"crypto"}),
    (r"\b(stoi|stol|stoul|stoll|atoi|atol|strtol|strtoul|strtoull|strtoll|tolower|toupper|isalpha|isdigit|isalnum|isspace)\(",
     "base/text.h", set()),
    (r"\bgetenv\(", "config.h", {"app"}),
    (r"\bdetached\b", "an owner that shutdown waits for", {"http", "app", "store"}),
    (r"\bFIXME\b|\bXXX\b", "a TODO(#issue) or the fix", set()),
    (r"\bTODO\b(?!\(#\d+\))", "TODO(#issue)", set()),
    (r"\bprintf\(|std::cout|std::cerr", "Log&", {"app", "base"}),
]
LENGTH_MAX = 600


def breaches():
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        relative = path.relative_to(ROOT / "src")
        folder = relative.parts[0]
        test = path.stem.endswith("_test") or path.stem.startswith("test_")
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > LENGTH_MAX:
            yield path, len(lines), f"file has more than {LENGTH_MAX} lines"
        if path.suffix == ".h" and "#pragma once" not in lines[:3]:
            yield path, 1, "header does not start with #pragma once"
        for number, line in enumerate(lines, 1):
            yield from ((path, number, text) for text in include_breach(folder, line, test))
            if test:
                continue
            code = re.sub(r'"(\\.|[^"\\])*"', '""', line.split("//")[0])
            for pattern, instead, allowed in BANNED:
                if folder not in allowed and re.search(pattern, code):
                    yield path, number, f"banned here; use {instead}"
            sql = re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s', line)
            if sql and folder != "store" and not path.stem.endswith("_store"):
                yield path, number, "SQL outside *_store.cpp"


def include_breach(folder, line, test):
    match = re.match(r'#include ["<]([^">]+)[">]', line)
    if not match:
        return
    header = match.group(1)
    top = header.split("/")[0]
    allowed = MAY_INCLUDE.get(folder, set())
    if top in MAY_INCLUDE and top != folder and allowed is not None and top not in allowed and not test:
        yield f"{folder} may not include {top} (src/README.md)"
    for prefix, folders in ONLY_IN.items():
        if header.startswith(prefix) and folder not in folders and not test:
            yield f"{prefix} may be included only in {', '.join(sorted(folders))}"


def words_of(language):
    words = {}
    for path in sorted((ROOT / "web/words" / language).glob("*.json")):
        def walk(node, prefix):
            for key, value in node.items():
                name = f"{prefix}.{key}" if prefix else key
                if isinstance(value, dict):
                    walk(value, name)
                else:
                    words[name] = value
        walk(json.loads(path.read_text(encoding="utf-8")), "")
    return words


def word_breaches():
    languages = {path.name: words_of(path.name) for path in sorted((ROOT / "web/words").iterdir()) if path.is_dir()}
    used = set()
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for key in re.findall(r"\[\[([a-z0-9_.]+)\]\]", line, re.I):
                used.add(key)
                for language, words in languages.items():
                    if key not in words:
                        yield path, number, f"no word {key} in {language}"
    every = set().union(*languages.values()) if languages else set()
    for language, words in languages.items():
        for key in sorted(every - set(words)):
            yield ROOT / "web/words" / language, 1, f"word {key} is missing"


def migration_breaches():
    numbers = sorted({int(path.name[:4]) for path in (ROOT / "migrations").glob("*.sql")})
    for expected, found in enumerate(numbers, 1):
        if expected != found:
            yield ROOT / "migrations", 1, f"migration {expected:04d} is missing"
            return


def main():
    count = 0
    for source in (breaches(), word_breaches(), migration_breaches()):
        for path, line, text in source:
            print(f"{path.relative_to(ROOT)}:{line}: {text}")
            count += 1
    print(f"tidy: {count} breach{'es' if count != 1 else ''}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
