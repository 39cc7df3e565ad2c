# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans made again, from the program's own rows alone: no figure here is the oracle's.

  replan is the identity    another revision, or an event that changes no day, leaves every dose on its day
  a hold moves dates only   the days before it stay, those of it repeat the dose before, the others come so many days later
  a plan cut and resumed    from the doses of the day before, by the doses still to come: the same days
  the same by its steps     cut between two steps and resumed with the steps still to come: the same days
  no total rises            where nothing in the prescription says so
"""
import datetime
import os
import re
from collections import defaultdict

DAY = datetime.timedelta(days=1)
# Steps whose doses hang on nothing before them but the dose itself.
BY_ITSELF = re.compile(r"<(hold|maintain|stop|reduce(?![^>]*of=\"original\"))\b")
STEP = re.compile(r"<(\w+)[^>]*?(?:/>|>.*?</\1>)")


def plain(text):
    """Led by the calendar, nothing happened on the way, one liquid at most for a drug."""
    return 'led-by="calendar"' in text and "<event" not in text and ' from="' not in text.split("<taper")[0]


def renamed(text, number):
    return re.sub(r' number="[^"]*"', f' number="{number}"', text, count=1)


def taper_of(text):
    return re.search(r"(<taper[^>]*>)(.*)</taper>", text).groups()


def resumed(text, number, first, doses, steps):
    """The prescription from another day on: what is taken then, and these steps."""
    taking = "".join(f'<dose at="{time}">{mg} mg</dose>' for (_, time), mg in sorted(doses.items()))
    text = re.sub(r"(<taking[^>]*>).*?</taking>", lambda m: m[1] + taking + "</taking>", renamed(text, number), count=1)
    text = re.sub(r' starts="[^"]*"', f' starts="{first}"', text, count=1)
    head, old = taper_of(text)
    return text.replace(head + old + "</taper>", head + steps + "</taper>")


def event(what, on, more=""):
    return f'</taper><event what="{what}" on="{on}" by="R. Person, MD" role="prescriber"{more}/>'


def span(days):
    return "1 day" if days == 1 else f"{days} days"


def days_of(rows):
    """number -> date -> {(drug, time): mg as printed}."""
    found = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if row["date"]:
            found[row["prescription"]][datetime.date.fromisoformat(row["date"])][row["drug"], row["time"]] = row["target_mg"]
    return found


def runs(days):
    """(count, doses) of days with the same doses."""
    found = []
    for day in sorted(days):
        if found and found[-1][1] == days[day]:
            found[-1][0] += 1
        else:
            found.append([1, days[day]])
    return found


def listed(days):
    """The days as an explicit list."""
    row = lambda count, doses: f'<step for="{span(count)}">' + "".join(
        f'<dose at="{time}">{mg} mg</dose>' for (_, time), mg in sorted(doses.items())) + "</step>"
    return "<list>" + "".join(row(count, doses) for count, doses in runs(days)) + "</list><maintain/>"


class Variants:
    """Prescriptions made of others, each with the days that it must have."""

    def __init__(self, rng, base):
        self.rng, self.base = rng, base
        self.made = []          # kind, number, text, days

    def add(self, kind, number, text, days):
        self.made.append((kind, number, text, days))

    def of(self, number, text):
        days = self.base[number]
        if not days:
            return
        first, last = min(days), max(days)
        self.add("replan is the identity", number + "-i", renamed(text.replace(' revision="', ' revision="1', 1), number + "-i"), days)
        if not plain(text):
            return
        on = first + DAY * self.rng.randint(0, (last - first).days)
        for what in ("resumed", "source-changed"):
            name = f"{number}-{what}"
            self.add("replan is the identity", name, renamed(text.replace("</taper>", event(what, on)), name), days)
        self.held(number, text, days, on)
        if {drug for doses in days.values() for drug, _ in doses} == {drug for drug, _ in taking_of(text)} and on > first:
            rest = {d: doses for d, doses in days.items() if d >= on}
            self.add("cut and resumed", number + "-c", resumed(text, number + "-c", on, days[on - DAY], listed(rest)), rest)

    def held(self, number, text, days, on):
        count, name = self.rng.randint(1, 20), number + "-h"
        kept = days[on - DAY] if on - DAY in days else taking_of(text)
        want = {day + (DAY * count if day >= on else DAY * 0): doses for day, doses in days.items()}
        want.update({on + DAY * n: kept for n in range(count)})
        self.add("a hold moves dates only", name,
                 renamed(text.replace("</taper>", event("held", on, f' for="{span(count)}"')), name), want)


def taking_of(text):
    """The doses before the first day, printed as the program prints them."""
    drug = re.search(r'<taking drug="(\w+)"', text)[1]
    return {(drug, time): mg for time, mg in re.findall(r'<dose at="(\w+)">([0-9.]+) mg</dose>', text.split("</taking>")[0])}


def by_steps(rng, number, text):
    """(first steps, last steps) of a prescription that can be cut between two; None where it cannot."""
    if not plain(text) or len(re.findall("<dose at", text.split("</taking>")[0])) != 1:
        return None
    steps = [m[0] for m in STEP.finditer(taper_of(text)[1])]
    if len(steps) < 3 or not all(BY_ITSELF.match(step) for step in steps):
        return None
    cut = rng.randint(1, len(steps) - 2)
    return steps[:cut], steps[cut:]


def write(folder, texts):
    path = os.path.join(folder, "again.xml")
    with open(path, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<prescriptions xmlns="urn:microtaper:prescription:1">\n'
                  + "\n".join(texts) + "\n</prescriptions>\n")
    return path


def targets_of(runner, folder, texts):
    return days_of(runner.targets(write(folder, texts))) if texts else defaultdict(dict)


def halves(rng, made, base, runner, folder):
    """The variants cut between two steps: a first run tells when the first steps end, and at which dose."""
    cuts = {number: by_steps(rng, number, text) for number, text in made}
    cuts = {number: cut for number, cut in cuts.items() if cut and base[number]}
    texts = dict(made)
    early = targets_of(runner, folder, [resumed(texts[n], n, min(base[n]), taking_of(texts[n]), "".join(first) + "<maintain/>")
                                        for n, (first, _) in cuts.items()])
    for number, (_, rest) in cuts.items():
        days = early[number]
        if not days:
            continue
        first = max(days) + DAY
        yield ("cut between its steps", number + "-s", resumed(texts[number], number + "-s", first, days[max(days)], "".join(rest)),
               {day: doses for day, doses in base[number].items() if day >= first})


def totals(days):
    """drug -> its daily totals in order of date, in whole ng."""
    found = defaultdict(list)
    for day in sorted(days):
        for drug in {drug for drug, _ in days[day]}:
            found[drug].append(sum(round(float(mg) * 1e6) for (of, _), mg in days[day].items() if of == drug))
    return found


def check(rng, made, runner, path, folder, checks):
    """`made`: (number, text) of each prescription of the file at `path`."""
    base = days_of(runner.targets(path))
    variants = Variants(rng, base)
    for number, text in made:
        variants.of(number, text)
        if plain(text) and "<list" not in text and "<cross" not in text:
            for drug, series in totals(base[number]).items():
                checks.holds("no total rises", all(b <= a for a, b in zip(series, series[1:])), (number, drug))
    variants.made.extend(halves(rng, made, base, runner, folder))
    got = targets_of(runner, folder, [text for _, _, text, _ in variants.made])
    for kind, number, _, want in variants.made:
        checks.holds(kind, dict(got[number]) == dict(want), number)
