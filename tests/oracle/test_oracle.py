# SPDX-License-Identifier: GPL-3.0-or-later
"""The oracle against figures worked by hand or published, so that it is no echo of the program either."""
import datetime
import os
import sys
import unittest
import xml.etree.ElementTree as ET
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import batch
import bottles
import diazepam
import measure
import oracle
import readers
import symptoms
import targets

SHOP = """<shop xmlns="urn:microtaper:shop:1">
<beyond-use profile="US-795-2023" counting="{counting}"/>
<time name="morning" weight="1"/><time name="noon" weight="1"/><time name="evening" weight="1"/><time name="bedtime" weight="1"/>
<syringe capacity="5 mL" graduation="0.2 mL"/>
<bottle capacity="60 mL" name="a"/><bottle capacity="120 mL" name="b"/><bottle capacity="240 mL" name="c"/>
<supply days="{supply}" ahead="1 day" reserve="3 days"/>
<balance class="III" sensitivity="6 mg"/>
<overage share="3 %" per-draw="0.02 mL"/>
<closed weekday="Sunday"/>
</shop>"""

FORMULA = """<formula xmlns="urn:microtaper:formula:1" id="clonazepam-0.1" drug="clonazepam">
<strength>0.1 mg per mL</strength>
<active name="tablets" source="tablets" each="0.5 mg"/>
<part name="Ora-Plus" share="50 %"/><qs name="Ora-Sweet"/>
<beyond-use class="preserved-aqueous"/></formula>"""

RX = """<prescription xmlns="urn:microtaper:prescription:1" number="T" revision="1">
<taking drug="clonazepam">{taking}</taking>
<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="5 mL" graduation="{graduation}"/>
<taper starts="2026-12-01" led-by="calendar">{steps}</taper></prescription>"""


class FakeTables:
    profiles = {"US-795-2023": readers.Profile({"preserved-aqueous": 35, "nonpreserved-aqueous": 14}, 180)}


class House:
    def __init__(self, formula):
        self.formulas = [formula]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


class Worked(unittest.TestCase):
    """Gives each test a shop, a formula and a quick prescription."""

    def setUp(self):
        import tempfile
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def shop(self, counting="day-1", supply=28):
        path = write(self.folder.name, "shop.xml", SHOP.format(counting=counting, supply=supply))
        return readers.Shop(path, FakeTables)

    def formula(self):
        return readers.Formula(write(self.folder.name, "f.xml", FORMULA))

    def plan(self, steps, at=None, shop=None):
        doses = at or {"bedtime": "20 mg"}
        taking = "".join(f'<dose at="{t}">{d}</dose>' for t, d in doses.items())
        xml = RX.format(taking=taking, steps=steps, graduation="0.2 mL")
        shop = shop or self.shop()
        rx = readers.Prescription(ET.fromstring(xml), shop)
        return symptoms.slowest(targets.Plan(rx, shop), rx)

    def totals(self, steps, **kwargs):
        return [sum(day) for day in self.plan(steps, **kwargs).drugs[0].days]

    def schedule(self, steps, at, shop=None):
        plan = self.plan(steps, at, shop)
        return measure.Schedule(plan, measure.Ladder(plan, House(self.formula()), None))


def mg(text):
    return int(Fraction(text) * 1_000_000)


def steps_of(totals):
    return [b for a, b in zip([None] + totals, totals) if a != b]


class Targets(Worked):
    def test_straight_weekly_five_percent_a_month(self):
        totals = self.totals('<reduce by="5 %" of="current" per="28 days" every="7 days" inside="straight" cuts="5"/>')
        self.assertEqual(steps_of(totals), [mg("19.75"), mg("19.5"), mg("19.25"), mg("19"), mg("18.7625")])
        self.assertEqual(len(totals), 35)

    def test_fifty_nine_steps(self):
        """20 mg to 1 mg at 5 % per 28 days (domain 1.2)."""
        plan = self.plan('<reduce by="5 %" of="current" per="28 days" until="1 mg"/><stop/>')
        self.assertEqual((plan.cuts, plan.count), (59, 59 * 28))
        self.assertEqual(sum(plan.drugs[0].days[-1]), mg("1"))

    def test_twenty_nine_steps(self):
        """20 mg to 1 mg at 10 % per 14 days (domain 1.2)."""
        plan = self.plan('<reduce by="10 %" of="current" per="14 days" until="1 mg"/><stop/>')
        self.assertEqual((plan.cuts, plan.count), (29, 29 * 14))

    def test_percent_of_original_reaches_zero(self):
        totals = self.totals('<reduce by="25 %" of="original" per="7 days" until="0 mg"/>')
        self.assertEqual(steps_of(totals), [mg("15"), mg("10"), mg("5")])
        self.assertEqual(len(totals), 21)

    def test_fixed_amount_lands_on_until(self):
        totals = self.totals('<reduce by="3 mg" every="7 days" until="10 mg"/><stop/>')
        self.assertEqual(steps_of(totals), [mg("17"), mg("14"), mg("11"), mg("10")])
        self.assertEqual(len(totals), 28)

    def test_nice_bands_as_list(self):
        """NICE CKS from 20 mg: 2 mg to 10 (domain 1.2: 1-2 mg), 1 mg to 5, 0.5 mg to 0."""
        doses = [18, 16, 14, 12, 10, 9, 8, 7, 6, 5] + [Fraction(n, 2) for n in range(9, 0, -1)]
        rows = "".join(f'<step for="14 days" dose="{oracle.decimal(mg(d))} mg"/>' for d in doses)
        totals = self.totals(f"<list>{rows}</list><stop/>")
        self.assertEqual(steps_of(totals), [mg(d) for d in doses])
        self.assertEqual(len(totals), 19 * 14)

    def test_exponential_day_is_exactly_rounded(self):
        totals = self.totals('<reduce by="5 %" of="current" per="28 days" every="1 day" inside="exponential" cuts="56"/>')
        # 20 mg x 0.95^(1/28) = 19.96339580 ..., x 0.95^(14/28) = 20 sqrt(0.95) = 19.49358868961793 mg
        self.assertEqual(totals[13], 19493589)
        self.assertEqual(totals[27], mg("19"))
        self.assertEqual(totals[55], mg("18.05"))
        exact = Fraction(20_000_000) ** 28 * Fraction(19, 20)
        self.assertTrue(Fraction(2 * totals[0] - 1, 2) ** 28 < exact < Fraction(2 * totals[0] + 1, 2) ** 28)

    def test_power_halves_go_to_even(self):
        self.assertEqual(targets.power_round(1, Fraction(1, 4), 1, 2), 0)     # 0.5
        self.assertEqual(targets.power_round(3, Fraction(1, 4), 1, 2), 2)     # 1.5
        self.assertEqual(targets.power_round(5, Fraction(1, 4), 1, 2), 2)     # 2.5
        self.assertEqual(targets.power_round(9, Fraction(4, 9), 1, 2), 6)     # exact

    def test_shares_largest_remainder_earliest_first(self):
        self.assertEqual(targets.split(10, [1, 1, 1]), [4, 3, 3])
        self.assertEqual(targets.split(11, [1, 1, 1]), [4, 4, 3])
        self.assertEqual(targets.split(7, [2, 0, 1]), [5, 0, 2])     # 4.67, 2.33
        self.assertEqual(targets.split(5, [1, 2]), [2, 3])           # 1.67, 3.33

    def test_crossover_by_portions(self):
        """1 mg clonazepam at bedtime to diazepam, 0.5 mg = 10 mg, in three portions a week apart."""
        plan = self.plan('<cross to="diazepam" ratio="0.5 mg = 10 mg" order="bedtime" portions="3" every="7 days"/>',
                         {"morning": "0.5 mg", "bedtime": "1 mg"})
        old, new = plan.drugs
        self.assertEqual([day[3] for day in old.days[::7]], [666_667, 333_333, 0])
        self.assertEqual([day[3] for day in new.days[::7]], [6_666_660, 13_333_340, 20_000_000])
        self.assertEqual({day[0] for day in old.days}, {mg("0.5")})
        self.assertEqual((plan.count, new.name, new.original), (21, "diazepam", mg("20")))

    def test_crossover_in_rotation(self):
        plan = self.plan('<cross to="diazepam" ratio="0.5 mg = 10 mg" order="bedtime morning bedtime morning" portions="2" '
                         'every="7 days"/>', {"morning": "0.5 mg", "bedtime": "1 mg"})
        self.assertEqual([(d[0], d[3]) for d in plan.drugs[0].days[::7]],
                         [(mg("0.5"), mg("0.5")), (mg("0.25"), mg("0.5")), (mg("0.25"), 0), (0, 0)])

    def test_cycle(self):
        """2.5 % of the cycle's first dose, four weekly cuts, then 14 days: 20 mg to 18, hold, then from 18."""
        totals = self.totals('<reduce by="2.5 %" of="cycle" every="7 days" hold-after="4" hold="14 days" cuts="5"/>')
        self.assertEqual(steps_of(totals), [mg("19.5"), mg("19"), mg("18.5"), mg("18"), mg("17.55")])
        self.assertEqual((totals.count(mg("18")), len(totals)), (21, 49))

    def test_bands(self):
        """NICE CKS, the slower figure of each band, from 24 mg: 20, 18 .. 10, 9 .. 5, 4.5 .. 0.5."""
        totals = self.totals('<reduce every="14 days" until="0 mg"><band above="20 mg" by="4 mg"/><band above="10 mg" by="2 mg"/>'
                             '<band above="5 mg" by="1 mg"/><band above="0 mg" by="0.5 mg" every="7 days"/></reduce>',
                             at={"bedtime": "24 mg"})
        doses = [20, 18, 16, 14, 12, 10, 9, 8, 7, 6, 5] + [Fraction(n, 2) for n in range(9, 0, -1)]
        self.assertEqual(steps_of(totals), [mg(d) for d in doses])
        self.assertEqual(len(totals), 11 * 14 + 9 * 7)

    def test_occupancy(self):
        """K = 8 mg from 8 mg (half occupied), ten points a cut: 0.4, 0.3, 0.2, 0.1: 16/3, 24/7, 2, 8/9 mg."""
        totals = self.totals('<reduce by="10 %" of="occupancy" k="8 mg" k-source="x" every="7 days" until="0 mg"/>',
                             at={"bedtime": "8 mg"})
        self.assertEqual(steps_of(totals), [5_333_333, 3_428_571, 2_000_000, 888_889])

    def test_falls(self):
        at = {"morning": "2 mg", "noon": "2 mg", "bedtime": "2 mg"}
        turn = self.plan('<reduce by="1.5 mg" every="7 days" cuts="2" falls="in-turn" order="noon bedtime morning"/>', at)
        self.assertEqual([tuple(map(float, (d[0] / 1e6, d[1] / 1e6, d[3] / 1e6))) for d in turn.drugs[0].days[::7]],
                         [(2, 0.5, 2), (2, 0, 1)])
        round_ = self.plan('<reduce by="1.5 mg" every="7 days" cuts="3" falls="in-rotation" order="noon bedtime morning"/>', at)
        self.assertEqual(round_.drugs[0].days[-1], [500_000, 500_000, 0, 500_000])

    def test_held_event(self):
        """5 mg less each week from 20; held for 10 days on day 10 at 10 mg: 4 of its days are still to come."""
        plan = self.plan('<reduce by="5 mg" every="7 days" until="5 mg"/><stop/>'
                         '</taper><event what="held" on="2026-12-11" for="10 days" by="x" role="patient"/><taper>')
        self.assertEqual([sum(d) // 1_000_000 for d in plan.drugs[0].days], [15] * 7 + [10] * (3 + 10 + 4) + [5] * 7)

    def test_slowed_event(self):
        plan = self.plan('<reduce by="5 mg" every="2 days" until="5 mg"/><stop/>'
                         '</taper><event what="slowed" on="2026-12-03" pace="50 %" by="x" role="patient"/><taper>')
        self.assertEqual([sum(d) // 1_000_000 for d in plan.drugs[0].days], [15] * 2 + [10] * 4 + [5] * 4)

    def test_reversed_event(self):
        plan = self.plan('<reduce by="5 mg" every="2 days" until="5 mg"/><stop/>'
                         '</taper><event what="reversed" on="2026-12-05" for="3 days" to="15 mg" by="x" role="patient"/><taper>')
        self.assertEqual([sum(d) // 1_000_000 for d in plan.drugs[0].days], [15] * 2 + [10] * 2 + [15] * 3 + [10] * 2 + [5] * 2)

    def test_missed_and_stopped_events(self):
        plan = self.plan('<hold for="20 days"/><stop/></taper><event what="missed" on="2026-12-03" for="2 days" by="x" role="patient"/>'
                         '<event what="stopped" on="2026-12-09" by="x" role="patient"/><taper>')
        self.assertEqual([sum(d) // 1_000_000 for d in plan.drugs[0].days], [20] * 2 + [0] * 2 + [20] * 4)
        self.assertTrue(plan.ends_by_stop)

    def test_cut_that_lowers_nothing_is_refused(self):
        with self.assertRaises(targets.Refused):
            self.plan('<reduce by="1 %" of="current" per="14 days" until="0 mg"/>', {"morning": "0.0001 mg"})

    def test_the_end_is_the_end(self):
        """11 cuts of 3.2 mg are all of 35.2 mg: a twelfth, or a hold behind them, is refused; a stop says the same again."""
        eleven, more = ('<reduce by="3.2 mg" every="7 days" cuts="%d"/>' % n for n in (11, 17))
        at = {"bedtime": "35.2 mg"}
        self.assertEqual(len(self.totals(eleven + "<stop/>", at=at)), 70)
        for steps in (more + "<stop/>", eleven + "<maintain/>", eleven + '<hold for="7 days"/>', eleven + "<stop/><stop/>"):
            with self.assertRaises(targets.Refused):
                self.plan(steps, at)

    def test_in_diazepam(self):
        """1.25 mg of clonazepam and 5 mg of diazepam; estazolam's range; a drug that a table lacks; 0.005 mg goes to the even."""
        ashton = {"clonazepam": (500_000, 500_000), "diazepam": (10_000_000, 10_000_000), "estazolam": (1_000_000, 2_000_000)}
        self.assertEqual(diazepam.in_diazepam([("clonazepam", 1_250_000), ("diazepam", 5_000_000)], ashton), (30_000_000, 30_000_000, None))
        self.assertEqual(diazepam.in_diazepam([("estazolam", 1_000_000)], ashton), (5_000_000, 10_000_000, None))
        self.assertEqual(diazepam.in_diazepam([("clobazam", 1), ("diazepam", 1)], ashton), (None, None, "clobazam"))
        self.assertEqual(diazepam.in_diazepam([("clobazam", 0), ("diazepam", 1_005_000)], ashton), (1_000_000, 1_000_000, None))

    def test_pace(self):
        self.assertEqual(targets.steepest([95] * 14 + [90] * 14, 100), Fraction(1, 19))
        self.assertEqual(targets.steepest([75] * 28, 100), Fraction(1, 4))
        self.assertEqual(targets.steepest([75] * 10, 100), Fraction(1, 4))


class Marks(Worked):
    def test_equal_shares_total_is_the_nearest_mark(self):
        for thirds in range(1, 400):
            marks = [measure.nearest(thirds, k, 3, 7) for k in range(3)]
            target = Fraction(thirds, 7)
            self.assertLessEqual(abs(sum(marks) - 3 * target), Fraction(1, 2), (thirds, marks))
            self.assertTrue(all(abs(m - target) <= 1 for m in marks))

    def test_first_to_fall_falls_first(self):
        marks = [measure.nearest(29, k, 3, 3) for k in range(3)]
        self.assertEqual(marks, [9, 10, 10])

    def test_single_dose_is_nearest(self):
        self.assertEqual(measure.nearest(149, 0, 1, 100), 1)
        self.assertEqual(measure.nearest(150, 0, 1, 100), 2)

    def test_never_more_while_target_does_not_rise(self):
        schedule = self.schedule('<reduce by="2 %" of="current" per="14 days" every="1 day" cuts="200"/>',
                                 {"morning": "0.5 mg", "bedtime": "0.7 mg"})
        for time in (0, 3):
            column = [row[time] for row in schedule.marks[0]]
            self.assertEqual(column, sorted(column, reverse=True))

    def test_graduation_must_hold_whole_ng(self):
        with self.assertRaises(targets.Refused):
            measure.mark_mass(readers.strength("1 mg per 3 mL"), 10_000)


class BeyondUse(Worked):
    def test_dates(self):
        """Made 2026-11-21 with 35 days: 2026-12-25 counting day 1, 2026-12-26 after (domain 3.1)."""
        made = datetime.date(2026, 11, 21)
        self.assertEqual(bottles.discard_after(self.formula(), self.shop("day-1"), made), datetime.date(2026, 12, 25))
        self.assertEqual(bottles.discard_after(self.formula(), self.shop("days-after"), made), datetime.date(2026, 12, 26))

    def test_made_before_a_closed_day(self):
        monday = datetime.date(2026, 12, 7)
        self.assertEqual(bottles.made_on(self.shop(), monday), datetime.date(2026, 12, 5))


class Bottles(Worked):
    def fills(self, steps, at, supply=28):
        return bottles.fills(self.schedule(steps, at, self.shop(supply=supply)))

    def test_reserve_shortens_no_last_fill(self):
        found = self.fills('<hold for="30 days"/><stop/>', {"morning": "0.2 mg"})
        self.assertEqual([(f.first, f.last, f.reserve_days) for f in found], [(0, 27, 3), (28, 29, 0)])

    def test_contents(self):
        """28 days of 2 mL: 56 + 3 reserve days 6 + 31 draws of 0.02 mL = 62.62, so 63 mL in the 120 mL bottle."""
        bottle = self.fills('<hold for="60 days"/>', {"morning": "0.2 mg"})[0].bottles[0]
        self.assertEqual((bottle.need, bottle.contents, bottle.draws), (62_620_000, 63_000_000, 31))
        self.assertEqual((bottle.letter, bottle.i, bottle.n, bottle.size.capacity), ("A", 1, 1, 120_000_000))

    def test_split_over_the_largest(self):
        """15.06 mL a day with its losses: 15 days are 225.9 mL, 16 would be 240.96.  The other 13 days are 195.78 mL,
        with 3 reserve days 240.96: over 240, so the last day goes with the reserve into a third bottle."""
        found = self.fills('<hold for="60 days"/>', {"morning": "0.5 mg", "noon": "0.5 mg", "bedtime": "0.5 mg"})[0]
        self.assertEqual([(b.letter, b.i, b.n, b.first, b.last, b.contents // 1_000_000, b.size.capacity // 1_000_000)
                          for b in found.bottles],
                         [("A", 1, 3, 0, 14, 226, 240), ("B", 2, 3, 15, 26, 181, 240), ("C", 3, 3, 27, 27, 61, 120)])

    def test_letters(self):
        self.assertEqual([bottles.letters(i) for i in (0, 25, 26, 27, 52)], ["A", "Z", "AA", "AB", "BA"])


class Batches(Worked):
    def test_fifteen_tablets_to_75_ml(self):
        """0.1 mg/mL, 73.5 mL needed: 7.35 mg = 14.7 tablets of 0.5 mg, so 15 tablets to 75 mL (domain 3.3)."""
        active = ET.fromstring('<active name="x" source="tablets" each="0.5 mg"/>')
        rung = measure.Rung(*[None] * 3, readers.strength("0.1 mg per mL"), *[None] * 4)
        (line,), final, drug = batch.tablets(active, 73_500_000, rung, None)
        self.assertEqual((line.count, final, drug), (15, 75_000_000, mg("7.5")))

    def test_triturate(self):
        """Need 10 mg at 5 % on a class III balance: weigh 120 mg + 1,320 mg diluent = 1,440 mg, take 120 mg (domain 3.3)."""
        active = ET.fromstring('<active name="x" source="powder" diluent="Lactose"/>')
        lines = batch.weighed(active, mg("10"), Fraction(1, 20), mg("120"))
        self.assertEqual([line.target for line in lines], [mg("120"), mg("1320"), mg("120")])

    def test_weigh_line(self):
        line = batch.weigh_line("x", 101, Fraction(1, 100))
        self.assertEqual((line.low, line.high), (100, 102))


if __name__ == "__main__":
    unittest.main()
