#!/usr/bin/env python3
"""tidy: the rules of the house that a machine can check. Prints each breach as path:line: rule, exits 1 when there is one.

Rules: no include points up (src/README.md), OpenSSL, SQLite, libpq and Beast only in their folders, SQL only in
*_store.cpp (and the engine), the ban list of docs/style.md, every folder of src says what it is in README.md, tests
are named by what they claim, both languages hold the same words, templates hold no script or style of their own,
migrations count up without gaps and stay portable, links between documents lead somewhere, no file names a machine or
a package registry, lines end cleanly, no file of ours over its length, no test
claimed in docs/ that does not exist, and docs/controls.md as tools/controls.py writes it, each control with a test.
"""
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import controls  # noqa: E402

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
    "officers": {"base", "crypto", "store", "guard", "audit", "http", "population", "accounts"},
    "exchange": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts"},
    "oidc": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts", "exchange"},
    "portal": {"base", "crypto", "store", "guard", "audit", "http", "population", "catalogue", "accounts", "officers", "exchange", "oidc"},
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
    (r"\bthrow\b", "a Result", {"app"}),
    (r"(?<!\()\bnew\s+[A-Za-z]|\bdelete\s+[a-z]", "make_unique (or unique_ptr<T>(new T) for a private constructor)", set()),
    (r"\bconst_cast\b|\bgoto\b", "another design", {"crypto"}),
]
LENGTH_MAX = 600
TEST = re.compile(r"^(?:TYPED_)?TEST(?:_F|_P)?\((\w+),\s*(\w+)\)")
CLAIM = re.compile(r"^[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*$")
# What only one machine or one network knows. Taken apart here so that this file passes its own rule.
FOREIGN = re.compile(
    r"(?<![\w.\]/}>$*-])/(?:ro" r"ot|wo" r"rk|home/[a-z]+)(?:/|\b)"
    r"|\b(?:registry\.np" r"mjs\.org|registry\.ya" r"rnpkg\.com|deb\.deb" r"ian\.org|security\.deb" r"ian\.org|py" r"pi\.org|files\.pythonh" r"osted\.org)\b"
    r"|_auth" r"Token",
    re.I,
)
ENGINE_SQL = re.compile(
    r"\b(AUTOINCREMENT|SERIAL|BIGSERIAL|TIMESTAMP|TIMESTAMPTZ|DATETIME|JSONB?|UUID|BLOB|NOW\(\)|CURRENT_TIMESTAMP|PRAGMA)\b|[^_]\bBOOLEAN\b", re.I)


def breaches():
    for folder in sorted(path for path in (ROOT / "src").iterdir() if path.is_dir()):
        if not (folder / "README.md").exists():
            yield folder, 1, "no README.md that says what lives here"
        if folder.name not in MAY_INCLUDE:
            yield folder, 1, "tools/tidy.py does not know what this folder may include"
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        relative = path.relative_to(ROOT / "src")
        folder = relative.parts[0]
        test = re.search(r"^test_|_test$|_fixture$|_for_tests$", path.stem) is not None
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        yield from lambda_breaches(path, text)
        yield from default_breaches(path, text)
        if len(lines) > LENGTH_MAX:
            yield path, len(lines), f"file has more than {LENGTH_MAX} lines"
        if path.suffix == ".h" and "#pragma once" not in lines[:3]:
            yield path, 1, "header does not start with #pragma once"
        for number, line in enumerate(lines, 1):
            yield from ((path, number, text) for text in include_breach(folder, line, test))
            claim = TEST.match(line)
            if claim and (not CLAIM.match(claim.group(2)) or re.search("[a-z][A-Z][a-z]", claim.group(2))):
                yield path, number, f"name the test by its claim, in_words_like_these: {claim.group(2)}"
            if test:
                continue
            code = re.sub(r'"(\\.|[^"\\])*"', '""', line.split("//")[0])
            for pattern, instead, allowed in BANNED:
                if folder not in allowed and re.search(pattern, code):
                    yield path, number, f"banned here; use {instead}"
            sql = re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s', line)
            if sql and folder != "store" and not path.stem.endswith("_store"):
                yield path, number, "SQL outside *_store.cpp"


def lambda_breaches(path, text):
    """A coroutine outlives the statement that made it, its lambda's captures do not (docs/decisions/0002)."""
    for match in re.finditer(r"\[[^\]\n]+\]\s*\([^)]*\)\s*(?:mutable\s*)?->\s*(?:inkan::)?(?:Task|(?:boost::)?asio::awaitable)<", text):
        start = text.find("{", match.end())
        depth, end = 0, start
        while end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
            if depth == 0:
                break
        if re.search(r"\bco_(await|return|yield)\b", text[start:end]):
            yield path, text.count("\n", 0, match.start()) + 1, "a lambda that captures may not be a coroutine; let it return a named one"


def default_breaches(path, text):
    """GCC 12 destroys a defaulted argument of a coroutine twice (docs/decisions/0002)."""
    for match in re.finditer(r"\bTask<[^;{}()]*>\s+(?:\w+::)*\w+\((?:[^;{}()=]|\(\w*[^;{}()=]*\))*=", text):
        yield path, text.count("\n", 0, match.start()) + 1, "a coroutine has no default argument; give it an overload"


def include_breach(folder, line, test):
    match = re.match(r'#include ["<]([^">]+)[">]', line)
    if not match:
        return
    header = match.group(1)
    if ".." in header.split("/"):
        yield "include from src/, not relative to this file"
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


def template_breaches():
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", line, re.I):
                yield path, number, "the Content-Security-Policy forbids script and style inside a page"


def migration_breaches():
    paths = sorted((ROOT / "migrations").iterdir())
    for path in paths:
        if not re.fullmatch(r"\d{4}_[a-z_]+\.sql", path.name):
            yield path, 1, "a migration is named NNNN_name.sql"
            return
        text = path.read_text(encoding="utf-8")
        # What one engine alone reads stands in /*sqlite:…*/ or /*postgres:…*/ and may be its own dialect.
        text = re.sub(r"/\*(sqlite|postgres):.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.S)
        for number, line in enumerate(text.splitlines(), 1):
            if ENGINE_SQL.search(line.split("--")[0]):
                yield path, number, "not understood alike by SQLite and PostgreSQL (docs: src/store/README.md)"
    for expected, path in enumerate(paths, 1):
        if expected != int(path.name[:4]):
            yield path, 1, f"migrations count up by one: {expected:04d} is missing or there twice"
            return


def texts():
    """Every text file that git knows, as (path, text); none where the sources came without their history."""
    listed = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=False)
    for name in sorted(filter(None, listed.stdout.decode().split("\0"))):
        path = ROOT / name
        if not path.is_file() or path.is_symlink():
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def file_breaches():
    for path, text in texts():
        vectors = path.is_relative_to(ROOT / "tests/vectors") or path.is_relative_to(ROOT / "tests/fuzz/corpus")
        if vectors or path.name == "LICENSE":
            continue
        lines = text.split("\n")
        if text and lines[-1] != "":
            yield path, len(lines), "the last line does not end"
        for number, line in enumerate(lines, 1):
            if FOREIGN.search(line):
                yield path, number, "names one machine or a package registry"
            if line != line.rstrip() or "\t" in line and path.suffix in (".h", ".cpp", ".py", ".sh", ".mjs", ".ts", ".html", ".sql"):
                yield path, number, "white space at the end of the line, or a tab"
        if path.name == "package-lock.json":
            for number, line in enumerate(lines, 1):
                if re.search(r'"resolved":\s*"https?:', line):
                    yield path, number, "a lock file that names a registry; .npmrc: omit-lockfile-registry-resolved=true"
        if path.suffix == ".md":
            yield from link_breaches(path, lines)


def link_breaches(path, lines):
    for number, line in enumerate(lines, 1):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                yield path, number, f"the link to {target} leads nowhere"


def claim_breaches():
    """Tests that docs/ claims must exist: C++ tests by `Suite.Name`, black-box tests by file: "title" (… for the rest)."""
    tests = set()
    for path in (ROOT / "src").rglob("*_test.cpp"):
        tests |= {".".join(pair) for pair in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", path.read_text(encoding="utf-8"), re.M)}
    titles = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*/*.mjs"))
    for name in ("conformance.md", "threats.md"):
        path = ROOT / "docs" / name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for test in re.findall(r"`([A-Z]\w+\.\w+)`", line):
                if test not in tests and test != "Suite.Test":
                    yield path, number, f"there is no test {test}"
            for title in re.findall(r'(?:interop|hostile|operations|browser|fault): "([^"]+)"', line):
                # Some titles are made of a name and a sentence that is the same for all.
                parts = [part.strip(", ") for part in title.split("…")]
                if not any(all(part in text for part in parts) for text in (titles, title_forms(titles, title))):
                    yield path, number, f'there is no test "{title}"'


def title_forms(titles, title):
    """The title itself when it is one that a loop makes of a quoted name: a pushed request NAME is refused."""
    for name in re.findall(r"'([^']+)':", titles):
        if name in title and re.search(re.escape(title).replace(re.escape(name), r"\$\{name\}"), titles):
            return title
    return ""


def control_breaches():
    if not controls.is_current():
        yield controls.TARGET, 1, "not what tools/controls.py writes; run it"
    for control in controls.missing():
        yield controls.TARGET, 1, f"{control} has no test named after it"


def main():
    count = 0
    for source in (breaches(), word_breaches(), template_breaches(), migration_breaches(), file_breaches(), claim_breaches(),
                   control_breaches()):
        for path, line, text in source:
            print(f"{path.relative_to(ROOT)}:{line}: {text}")
            count += 1
    print(f"tidy: {count} breach{'es' if count != 1 else ''}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
