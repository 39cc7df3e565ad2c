# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program should print, as rows of text, from the oracle's own judgement."""
import bottles
import diazepam
import half
import orders
import targets
from measure import same_rung
from oracle import decimal


def target_rows(judgement):
    """`plan --targets --format csv`: a row per day, drug and time with a target."""
    plan, rx = judgement.fastest, judgement.rx
    for day in range(plan.count):
        for drug in plan.drugs:
            for time, target in enumerate(drug.days[day]):
                if target:
                    yield {"prescription": rx.number, "revision": rx.revision, "date": dated(judgement, day),
                           "drug": drug.name, "time": plan.shop.times[time], "target_mg": decimal(target)}


def equivalent_rows(judgement):
    """`plan --equivalents --format csv`: a row per day and table."""
    for day, table, (least, most, lacking) in diazepam.days(judgement.fastest, judgement.house.tables):
        yield {"prescription": judgement.rx.number, "revision": judgement.rx.revision, "date": dated(judgement, day), "table": table,
               "low_mg": "" if lacking else decimal(least), "high_mg": "" if lacking else decimal(most), "not_listed": lacking or ""}


def iso(judgement, day):
    """Of days of fills and bottles."""
    return judgement.plan.date(day).isoformat()


def dated(judgement, day):
    """Nothing where the day has no date."""
    return iso(judgement, day) if day < judgement.plan.dated else ""


def period_rows(judgement):
    """`plan --format csv`: a row per period, drug and time with a dose."""
    for period in judgement.periods:
        for row in period.rows:
            yield {"prescription": judgement.rx.number, "revision": judgement.rx.revision, "period": str(period.number),
                   "first_date": dated(judgement, period.first), "last_date": dated(judgement, period.last),
                   **place(judgement, row.drug, row.time), "target_mg": decimal(row.target_first),
                   "target_last_mg": decimal(row.target_last), **measured(row.dose, row.volume, row.rung),
                   "bottle": row.bottle.letter}


def place(judgement, drug, time):
    return {"drug": judgement.plan.drugs[drug].name, "time": judgement.plan.shop.times[time]}


def measured(dose, volume, rung):
    return {"dose_mg": decimal(dose), "volume_ml": decimal(volume), "strength_mg": decimal(rung.strength.mass),
            "strength_ml": decimal(rung.strength.volume), "syringe_ml": decimal(rung.syringe),
            "graduation_ml": decimal(rung.graduation)}


def day_rows(judgement):
    """Each single dose of a day with a date: what is drawn on a day at a time, in marks, volume and mass."""
    schedule, plan = judgement.schedule, judgement.plan
    for day in range(plan.dated):
        for drug in range(len(plan.drugs)):
            for time in range(len(plan.shop.times)):
                marks = schedule.marks[drug][day][time]
                if marks:
                    rung = judgement.ladder.days[drug][day]
                    yield {"prescription": judgement.rx.number, "date": iso(judgement, day),
                           **place(judgement, drug, time), "marks": str(marks),
                           **measured(schedule.dose(drug, day, time), schedule.volume(drug, day, time), rung)}


def plan_rows(judgement):
    """The head of `plan --format json`; the steepest fortnight where there is one drug only."""
    plan = judgement.fastest
    row = {"prescription": judgement.rx.number, "first": iso(judgement, 0), "last": dated(judgement, plan.count - 1),
           "days": str(plan.count), "ends_by_stop": str(plan.ends_by_stop),
           **({"slowest_days": str(judgement.plan.count)} if judgement.plan is not plan else {}),
           "half_pace_last": half.last_day(judgement.rx, judgement.house.shop)}
    if len(plan.drugs) == 1:
        before = plan.drugs[0].taking
        exact = [sum(day) for day in plan.drugs[0].days]
        taken = [sum(judgement.schedule.dose(0, d, t) for t in range(len(before))) for d in judgement.plan.slow_days]
        row["steepest_percent"] = percent(targets.steepest(exact, sum(before)))
        row["measured_steepest_percent"] = percent(targets.steepest(taken, sum(before)))
    yield row


def total_rows(judgement):
    """What each drug comes to over all days, as prescribed and as measured."""
    schedule, plan = judgement.schedule, judgement.plan
    for drug, state in enumerate(plan.drugs):
        taken = sum(schedule.dose(drug, day, time) for day in range(plan.count) for time in range(len(plan.shop.times)))
        yield {"prescription": judgement.rx.number, "drug": state.name, "prescribed_mg": decimal(sum(map(sum, state.days))),
               "measured_mg": decimal(taken)}


def percent(share):
    """rhe to 0.01 %; nothing where nothing falls."""
    return decimal(round(max(share, 0) * 10_000), 2)


def ladder_rows(judgement):
    """Runs of days with one formula, strength and syringe, from the first day with a target to the last."""
    for drug, rungs in zip(judgement.plan.drugs, judgement.ladder.days):
        with_target = [d for d, day in enumerate(drug.days) if any(day)]
        runs = []
        for day in range(with_target[0], with_target[-1] + 1) if with_target else ():
            if not runs or not same_rung(rungs[runs[-1][0]], rungs[day]):
                runs.append([day, day])
            runs[-1][1] = day
        for first, last in runs:
            yield ladder_row(judgement, drug, rungs[first], first, last)


def ladder_row(judgement, drug, rung, first, last):
    return {"prescription": judgement.rx.number, "drug": drug.name, "first": dated(judgement, first),
            "last": dated(judgement, last), "strength_mg": decimal(rung.strength.mass), "strength_ml": decimal(rung.strength.volume),
            "syringe_ml": decimal(rung.syringe), "graduation_ml": decimal(rung.graduation), "formula": rung.formula.id}


def fill_rows(judgement):
    for fill in judgement.given:
        yield {"prescription": judgement.rx.number, "number": str(fill.number), "first": iso(judgement, fill.first),
               "last": iso(judgement, fill.last), "made_on": fill.made_on.isoformat(),
               **({"discard_after": fill.discard_after.isoformat()} if fill.bottles else {}), "reserve_days": str(fill.reserve_days),
               "call_by": bottles.call_by(judgement.fills, fill).isoformat()}


def tablet_rows(judgement):
    for drug, last, left, short in orders.tablets(judgement.rx):
        yield {"prescription": judgement.rx.number, "drug": drug, "last": last.isoformat(), "left": str(left), "short_days": str(short)}


def supply_rows(judgement):
    for s in orders.supplies(judgement, judgement.house.tables):
        yield {"prescription": judgement.rx.number, "fill": str(s.fill.number), "drug": s.drug, "days_supply": str(s.days),
               "quantity_ml": decimal(s.quantity), "order_written": s.order.written.isoformat() if s.order else "",
               "order_fill": str(s.nth), "order_left_ml": decimal(s.left)}


def bottle_rows(judgement):
    for fill in judgement.given:
        for at, b in enumerate(fill.bottles):
            yield {"prescription": judgement.rx.number, "fill": str(fill.number), "letter": b.letter,
                   "drug": judgement.plan.drugs[b.drug].name, "i": str(b.i), "n": str(b.n), "first": iso(judgement, b.first),
                   "last": iso(judgement, b.last), "contents_ml": decimal(b.contents), "doses_ml": decimal(b.doses),
                   "reserve_ml": decimal(b.reserve), "loss_ml": decimal(b.loss), "draws": str(b.draws),
                   "replaces": fill.replaces[at] if hasattr(fill, "replaces") else ""}


def batch_rows(judgement):
    for fill, lots in zip(judgement.given, judgement.batches):
        for lot in lots:
            yield {"prescription": judgement.rx.number, "fill": str(fill.number), "formula": lot.formula.id,
                   "need_ml": decimal(lot.need), "volume_ml": decimal(lot.volume), "drug_mg": decimal(lot.drug)}


def line_rows(judgement):
    for fill, lots in zip(judgement.given, judgement.batches):
        for lot in lots:
            for line in lot.lines:
                yield {"prescription": judgement.rx.number, "fill": str(fill.number), "formula": lot.formula.id,
                       **({"name": line.name} if line.name else {}), "kind": line.kind, **amount(line)}


def amount(line):
    """Only what a line of its kind states."""
    if line.kind == "count":
        return {"count": str(line.count)}
    if line.kind == "weigh":
        return {"target_mg": decimal(line.target)}
    return {"volume_ml": decimal(line.volume)}
