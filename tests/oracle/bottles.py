# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 4: fills, bottles and periods."""
import datetime
from collections import namedtuple

from measure import same_rung
from readers import NL_PER_ML
from targets import Refused

BUD_LONGEST = 180
NEVER = datetime.date(9999, 1, 1)      # of a fill without a dose


def plus(date, count):
    return date + datetime.timedelta(days=count)


def discard_after(formula, shop, made_on):
    """4.2"""
    days = int(formula.bud_days.split()[0]) if formula.bud_days else shop.profile.days[formula.bud_class]
    days = min(days, shop.profile.longest, BUD_LONGEST)
    return plus(made_on, days - 1 if shop.counting == "day-1" else days)


def made_on(shop, first):
    day = plus(first, -shop.ahead)
    while shop.is_closed(day):
        day = plus(day, -1)
    return day


def round_up_ml(volume):
    return -(-volume // NL_PER_ML) * NL_PER_ML


Bottle = namedtuple("Bottle", "letter drug i n first last rung doses reserve loss need contents draws size")


class Fill:
    """One dispensing: days first .. last (indices), its dates and its bottles."""

    def __init__(self, schedule, number, first):
        self.schedule, self.number, self.first = schedule, number, first
        self.shop, self.plan = schedule.plan.shop, schedule.plan
        self.made_on = made_on(self.shop, self.plan.date(first))
        self.discard_after = min((discard_after(f, self.shop, self.made_on) for f in self.formulas()), default=NEVER)
        self.last, self.reserve_days = self.span()
        self.bottles = self.fill_bottles()

    def formulas(self):
        """The formulas with a dose on any day from the first to the last the supply could reach."""
        last = min(self.first + self.shop.supply, self.plan.count)
        return [rungs[day].formula for drug, rungs in enumerate(self.schedule.ladder.days)
                for day in range(self.first, last) if any(self.schedule.marks[drug][day])]

    def span(self):
        """4.3: the last day and the reserve."""
        supplied = self.first + self.shop.supply - 1
        keeps = (self.discard_after - self.plan.first).days
        end = self.plan.count - 1
        if self.plan.ends_by_stop and end <= min(supplied, keeps):
            return self.before_new_rung(end), 0
        last = self.before_new_rung(min(supplied, keeps - self.shop.reserve, end))
        if last < self.first:
            raise Refused("a fill that covers no day")
        return last, self.shop.reserve

    def before_new_rung(self, last):
        """4.3: on days without a date another rung begins with a fill of its own."""
        for day in range(max(self.first + 1, self.plan.dated), last + 1):
            for drug, rungs in enumerate(self.schedule.ladder.days):
                if self.begins(drug, rungs, day):
                    return day - 1
        return last

    def begins(self, drug, rungs, day):
        """A rung's days are those from the drug's first with a target to its last."""
        taken = [d for d, doses in enumerate(self.plan.drugs[drug].days) if any(doses)]
        return taken and taken[0] <= day <= taken[-1] and (day == taken[0] or not same_rung(rungs[day - 1], rungs[day]))

    def asked(self, drug, day):
        """4.4: what a day may ask of a bottle, at each time."""
        if self.plan.reach is None:
            return self.schedule.volumes(drug, day)
        rungs = self.schedule.ladder.days[drug]
        rows = [self.schedule.volumes(drug, d) for d in self.plan.reach[day]
                if rungs[day] and rungs[d] and same_rung(rungs[day], rungs[d])]
        return [max(column) for column in zip(*rows)] or self.schedule.volumes(drug, day)

    def fill_bottles(self):
        plain = []
        for drug in range(len(self.plan.drugs)):
            plain.extend(number_bottles(self.drug_bottles(drug)))
        return [b._replace(letter=letters(i)) for i, b in enumerate(plain)]

    def drug_bottles(self, drug):
        stretches = self.stretches(drug)
        found = []
        for at, (first, last) in enumerate(stretches):
            found.extend(self.split_stretch(drug, first, last, at == len(stretches) - 1))
        return found

    def stretches(self, drug):
        """Runs of days with one strength, formula and syringe, from the first day with a dose to the last."""
        rungs, marks = self.schedule.ladder.days[drug], self.schedule.marks[drug]
        dosed = [d for d in range(self.first, self.last + 1) if any(marks[d])]
        runs = []
        for day in dosed:
            if runs and same_rung(rungs[runs[-1][0]], rungs[day]):
                runs[-1][1] = day
            else:
                runs.append([day, day])
        return runs

    def split_stretch(self, drug, first, last, ends_drug):
        """4.5: the longest run that fits the largest bottle, again and again."""
        largest = self.shop.bottles[-1].capacity
        found = []
        while True:
            whole = self.bottle(drug, first, last, ends_drug)
            if whole.contents <= largest:
                return found + [self.sized(whole)]
            run = self.longest_run(drug, first, last, largest)
            found.append(self.sized(run))
            first = run.last + 1

    def longest_run(self, drug, first, last, largest):
        """At most all days but the last: something must remain to carry the reserve."""
        run = None
        for end in range(first, last):
            bottle = self.bottle(drug, first, end, False)
            if bottle.contents > largest:
                break
            run = bottle
        if run is None:
            raise Refused("a day that fits no bottle")
        return run

    def bottle(self, drug, first, last, ends_drug):
        """4.4"""
        schedule, reserve_days = self.schedule, self.reserve_days if ends_drug else 0
        days = [self.asked(drug, d) for d in range(first, last + 1)]
        doses = sum(map(sum, days))
        reserve = reserve_days * sum(days[-1])
        draws = sum(v > 0 for day in days for v in day) + reserve_days * sum(v > 0 for v in days[-1])
        loss = draws * self.shop.loss
        need = doses + reserve + loss
        return Bottle("", drug, 0, 0, first, last, schedule.ladder.days[drug][first], doses, reserve, loss, need,
                      round_up_ml(need), draws, None)

    def sized(self, bottle):
        return bottle._replace(size=next(s for s in self.shop.bottles if s.capacity >= bottle.contents))

    def bottle_of(self, drug, day):
        for again in reversed(getattr(self, "again", ())):
            if again.first <= day:
                return next((b for b in again.uses if b.drug == drug and b.first <= day <= b.last), None)
        return next((b for b in self.bottles if b.drug == drug and b.first <= day <= b.last), None)


def number_bottles(bottles):
    return [b._replace(i=i, n=len(bottles)) for i, b in enumerate(bottles, 1)]


def letters(index):
    """A ... Z, AA, AB ..."""
    text = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def fills(schedule):
    found, first = [], 0
    while first < schedule.plan.count:
        found.append(Fill(schedule, len(found) + 1, first))
        first = found[-1].last + 1
    return found


def call_by(all_fills, fill):
    """4.3, 4.9: a replacement's is its fill's, but not before its own first day."""
    whole = getattr(fill, "fill", None)
    if whole:
        return max(call_by(all_fills, whole), fill.plan.date(fill.first))
    return fill_call_by(all_fills, fill)


def fill_call_by(all_fills, fill):
    """4.3: the last day less the reserve, or the next fill's make-on day if earlier; on an open day of the fill."""
    day = plus(fill.plan.date(fill.last), -fill.reserve_days)
    if fill.number < len(all_fills):
        day = min(day, all_fills[fill.number].made_on)
    while fill.shop.is_closed(day):
        day = plus(day, -1)
    return max(day, fill.plan.date(fill.first))


Row = namedtuple("Row", "drug time target_first target_last dose volume rung bottle")
Period = namedtuple("Period", "number first last rows")


def day_key(schedule, fill, day):
    """All that a patient reads on a day: drug, time, volume, strength, syringe and bottle."""
    key = []
    for drug in range(len(schedule.plan.drugs)):
        bottle = fill.bottle_of(drug, day)
        for time in range(len(schedule.plan.shop.times)):
            volume = schedule.volume(drug, day, time)
            if volume:
                rung = schedule.ladder.days[drug][day]
                key.append((drug, time, volume, rung, fill.number, bottle.letter))
    return key


def periods(schedule, all_fills):
    """Runs of days on which nothing a patient reads changes."""
    runs = []
    for fill in all_fills:
        for day in range(fill.first, fill.last + 1):
            key = day_key(schedule, fill, day)
            if runs and runs[-1][0] == key and runs[-1][3] is fill and day != schedule.plan.dated:
                runs[-1][2] = day
            else:
                runs.append([key, day, day, fill])
    return [Period(i, first, last, period_rows(schedule, fill, first, last))
            for i, (_, first, last, fill) in enumerate(runs, 1)]


def period_rows(schedule, fill, first, last):
    rows = []
    for drug, state in enumerate(schedule.plan.drugs):
        for time in range(len(schedule.plan.shop.times)):
            volume = schedule.volume(drug, first, time)
            if volume:
                rows.append(Row(drug, time, state.days[first][time], state.days[last][time],
                                schedule.dose(drug, first, time), volume, schedule.ladder.days[drug][first],
                                fill.bottle_of(drug, first)))
    return rows
