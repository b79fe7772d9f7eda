#!/usr/bin/env python3
"""How long builds take, side by side, as ratios.

    cargo build --release
    python3 tests/bench/builds.py --articles 1000
    python3 tests/bench/builds.py --articles 10000 --runs 3

The same articles are written for Rolebook and, if it is on the path, for Hugo: five kilobytes each, with headings, lists,
a table, code and links, twenty pages to a section, each page with the navigation of its section and a list of contents.
All builds of one round follow each other, rounds are repeated, and medians are printed: a busy machine slows all alike,
so read the ratios and not the seconds. Needs Python 3.9, nothing else; works in memory where there is `/dev/shm`.
"""
import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
THINGS = "agenda budget claim client contract draft feature goal invoice lesson metric notice offer plan promise queue report request risk roster rule shift survey team vote".split()
DOES = "approves asks changes closes drafts follows measures names opens orders prices reads sends settles shows signs tests weighs".split()
KINDS = "annual blunt careful daily early final late minor open plain quiet rare shared small spare weekly".split()
CODE = {
    "rust": "fn {a}(list: &[u32]) -> u32 {{\n    // the last {b} counts\n    list.iter().rev().take(3).sum()\n}}\n",
    "python": "def {a}(items):\n    \"\"\"Each {b} once.\"\"\"\n    return sorted({{i.{b} for i in items}})\n",
    "toml": "[{a}]\n{b} = \"yes\"\nlimit = 7\n",
}
HUGO_SECTION = """{{ define "main" }}<nav>{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main><h1>{{ .Title }}</h1>{{ .Content }}</main>{{ end }}
"""
HUGO_PAGE = """{{ define "main" }}<nav>{{ range .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<aside>{{ .TableOfContents }}</aside><main><h1>{{ .Title }}</h1>{{ .Content }}</main>{{ end }}
"""
HUGO_BASE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ .Site.Title }}</title></head>
<body><header><a href="/">{{ .Site.Title }}</a></header>{{ block "main" . }}{{ end }}</body></html>
"""


def sentence(dice):
    words = [f"The {dice.choice(KINDS)} {dice.choice(THINGS)} {dice.choice(DOES)} the {dice.choice(THINGS)}"]
    if dice.random() < 0.3:
        words.append(f"and the **{dice.choice(THINGS)}** {dice.choice(DOES)} it")
    return " ".join(words) + "."


def paragraph(dice):
    return " ".join(sentence(dice) for _ in range(dice.randint(3, 6)))


def article(dice, number, articles, link):
    parts = []
    for _ in range(5):
        parts += [f"## {dice.choice(KINDS).title()} {dice.choice(THINGS)}s", paragraph(dice)]
        parts.append("\n".join(f"- {sentence(dice)}" for _ in range(4)))
        other = dice.randrange(articles)
        parts.append(f"{paragraph(dice)} See [the {dice.choice(THINGS)}]({link(other)}).")
    language = dice.choice(sorted(CODE))
    parts.append(f"```{language}\n{CODE[language].format(a=dice.choice(THINGS), b=dice.choice(THINGS))}```")
    rows = "\n".join(f"| {dice.choice(THINGS)} | {dice.choice(DOES)} | {dice.randrange(90)} |" for _ in range(4))
    parts.append(f"| What | Does | Days |\n| --- | --- | ---: |\n{rows}")
    return f"---\ntitle: Article {number}\n---\n\n" + "\n\n".join(parts) + "\n"


def place(number):
    return f"s{number // 20:04}/a{number:06}"


def corpus(folder, articles, tool):
    dice = random.Random(11)
    link = (lambda n: f"../{place(n)}.md") if tool == "rolebook" else (lambda n: f"/{place(n)}/")
    index = "_index.md"
    for number in range(articles):
        file = folder / "content" / f"{place(number)}.md"
        if number % 20 == 0:
            file.parent.mkdir(parents=True)
            (file.parent / index).write_text(f"---\ntitle: Section {number // 20}\n---\n")
        file.write_text(article(dice, number, articles, link))
    (folder / "content" / index).write_text("---\ntitle: Bench\n---\n")
    if tool == "rolebook":
        (folder / "site.toml").write_text('title = "Bench"\nbase_url = "https://bench.example/"\n')
        return
    (folder / "hugo.toml").write_text('title = "Bench"\nbaseURL = "https://bench.example/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.highlight]\nnoClasses = false\n')
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name, text in [("baseof.html", HUGO_BASE), ("list.html", HUGO_SECTION), ("single.html", HUGO_PAGE)]:
        (layouts / name).write_text(text)


def timed(command, folder):
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    words = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}:\n{words[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def one_round(tools, work, number):
    """Seconds and MiB by what was done."""
    out = {}
    for tool, program in tools.items():
        folder = work / tool
        for made in ("public", ".rolebook", "resources"):
            shutil.rmtree(folder / made, ignore_errors=True)
        if tool == "hugo":
            out["Hugo, clean"] = timed([program, "--quiet"], folder)
            continue
        out["clean"] = timed([program, "build"], folder)
        out["nothing changed"] = timed([program, "build"], folder)
        with open(folder / "content" / f"{place(3)}.md", "a") as file:
            file.write(f"\nRound {number}.\n")
        out["one article edited"] = timed([program, "build"], folder)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rolebook", default=str(ROOT / "target" / "release" / "rolebook"))
    parser.add_argument("--hugo", default=shutil.which("hugo"))
    args = parser.parse_args()
    tools = {"rolebook": shutil.which(args.rolebook) or sys.exit(f"no program {args.rolebook}: cargo build --release")}
    if args.hugo:
        tools["hugo"] = args.hugo
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        work = pathlib.Path(work)
        for tool in tools:
            corpus(work / tool, args.articles, tool)
        one_round(tools, work, 0)  # warms the disk's cache
        rounds = [one_round(tools, work, n + 1) for n in range(args.runs)]
    middle = {what: [statistics.median(r[what][i] for r in rounds) for i in (0, 1)] for what in rounds[0]}
    hugo = middle.get("Hugo, clean")
    print(f"{args.articles} articles, medians of {args.runs} rounds")
    for what, (seconds, mib) in middle.items():
        beside = f"  {hugo[0] / seconds:7.1f} × as fast as Hugo's clean build" if hugo else ""
        print(f"{what:20} {seconds:8.3f} s {mib:8.0f} MiB{beside}")


if __name__ == "__main__":
    main()
