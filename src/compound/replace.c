/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replace.h"
#include "bottles.h"
#include "marks.h"
#include "microtaper/text.h"

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Schedule *schedule;
    Arena *arena;
    Findings *findings;
} Replacing;

static int32_t day_of(const Replacing *job, Date date)
{
    return date_between(job->schedule->plan->first, date);
}

/* ---------------------------------------------------------------- judged ---- */

/* Lost or stolen, it may still be taken from, by the patient or by somebody else. */
static void loss_judge(const Replacing *job, const Replaced *row)
{
    bool gone = row->reason == REPLACED_LOST || row->reason == REPLACED_STOLEN;
    if (gone)
        finding_add(job->findings, MT534, row->place, "bottle %s of %s was reported %s on %s by %s", row->bottle, row->drug->name,
                    row->reason == REPLACED_LOST ? "lost" : "stolen", date_text(job->arena, row->on), row->by);
}

/* What was lost together counts once. */
static void often_judge(const Replacing *job, const Replaced *row)
{
    const Replaced *before = NULL;
    int count = 1;
    for (size_t i = 0; i < job->rx->replaced_count; i++) {
        const Replaced *other = &job->rx->replaced[i];
        if (other->drug != row->drug || !date_before(other->on, row->on)) continue;
        if (!before || before->on.day != other->on.day) count++;
        before = other;
    }
    if (before)
        finding_add(job->findings, MT535, row->place, "bottle %s, reported on %s, is loss %d of %s; bottle %s was reported on %s",
                    row->bottle, date_text(job->arena, row->on), count, row->drug->name, before->bottle,
                    date_text(job->arena, before->on));
}

/* Between all that the plan leaves on the morning of the loss, and the bare doses that it still asks for after that day. */
static void left_judge(const Replacing *job, const Replaced *row, const Bottle *old)
{
    int32_t lost = day_of(job, row->on);
    if (!row->has_left) return;
    if (lost < old->first) lost = old->first;
    Volume taken = bottle_doses(old, old->first, lost - 1, job->schedule);
    int32_t next = day_of(job, row->on) < old->first ? old->first : lost + 1;
    Volume least = bottle_doses(old, next, old->last, job->schedule), most = {old->contents.nl - taken.nl};
    if (least.nl <= row->left.nl && row->left.nl <= most.nl) return;
    finding_add(job->findings, MT536, row->place, "bottle %s of %s held %s on %s; by the plan it held %s to %s", row->bottle,
                row->drug->name, volume_text(job->arena, row->left), date_text(job->arena, row->on),
                volume_text(job->arena, least), volume_text(job->arena, most));
}

static void order_judge(const Replacing *job, const Replaced *row)
{
    for (size_t i = 0; row->has_order && i < job->rx->order_count; i++)
        if (job->rx->orders[i].drug == row->drug && job->rx->orders[i].written.day == row->order.day) return;
    if (row->has_order)
        finding_add(job->findings, MT538, row->place, "there is no order of %s written on %s", row->drug->name,
                    date_text(job->arena, row->order));
}

/* ---------------------------------------------------------------- the bottle that is meant ---- */

static bool refuse(const Replacing *job, const Replaced *row, const char *why)
{
    finding_add(job->findings, MT530, row->place, "bottle %s of %s, from %s: %s", row->bottle, row->drug->name,
                date_text(job->arena, row->from), why);
    return false;
}

static Fill *fill_of(const Fills *fills, int32_t day)
{
    for (size_t i = 0; i < fills->count; i++)
        if (fills->items[i].first <= day && day <= fills->items[i].last) return &fills->items[i];
    return NULL;
}

/* The bottle that the drug is taken from on that day must be the one that is named. */
static const Bottle *bottle_meant(const Replacing *job, const Replaced *row, const Fill *fill)
{
    const Plan *plan = job->schedule->plan;
    int32_t day = day_of(job, row->from);
    if (!fill) return refuse(job, row, "no fill has that day"), NULL;
    if (day >= plan->dated) return refuse(job, row, "the steps have no dates any more on that day"), NULL;
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        if (plan->drugs[drug].drug != row->drug) continue;
        const Bottle *bottle = fill_bottle(fill, drug, day);
        if (!bottle) break;
        if (text_equal(bottle->letter, row->bottle)) return bottle;
        return refuse(job, row, arena_format(job->arena, "on that day fill %d takes it from bottle %s", fill->number, bottle->letter)), NULL;
    }
    return refuse(job, row, arena_format(job->arena, "on that day fill %d takes none of it", fill->number)), NULL;
}

/* ---------------------------------------------------------------- the replacement ---- */

/* All that was reported on one day of one fill is given out together; the rows come in order, so that the first has its first day. */
static Fill *again_begun(const Replacing *job, Fill *fill, const Replaced *row)
{
    int32_t from = day_of(job, row->from);
    Fill *last = fill->again_count ? &fill->again[fill->again_count - 1] : NULL;
    if (last && last->made_on.day == row->on.day) return last;
    const Fill *before = last ? last : fill;
    if (!fill->again) fill->again = ARENA_ARRAY(job->arena, job->rx->replaced_count, Fill);
    Fill *again = &fill->again[fill->again_count++];
    *again = *fill;
    again->first = from;
    again->made_on = row->on;
    again->again = NULL;
    again->again_count = again->use_count = again->bottle_count = 0;
    again->uses = ARENA_ARRAY(job->arena, before->use_count + job->rx->replaced_count, Bottle);
    for (size_t i = 0; i < before->use_count; i++) again->uses[again->use_count++] = before->uses[i];
    return again;
}

/* New bottles of the fill so far. */
static size_t given_again(const Fill *fill)
{
    size_t count = 0;
    for (size_t i = 0; i < fill->again_count; i++) count += fill->again[i].bottle_count;
    return count;
}

/* The old bottle ends the day before, and the new one stands at the end. */
static void bottle_replace(const Replacing *job, Fill *fill, const Replaced *row, const Bottle *old)
{
    int32_t from = day_of(job, row->from);
    Bottle bottle = bottle_again(old, from, job->shop, job->schedule, job->arena);
    bottle.replaces = row;
    bottle_letter(fill->bottle_count + given_again(fill), bottle.letter);
    Fill *again = again_begun(job, fill, row);
    for (size_t i = 0; i < again->use_count; i++)
        if (text_equal(again->uses[i].letter, row->bottle)) again->uses[i].last = from - 1;
    again->uses[again->use_count++] = bottle;
    again->bottle_count++;
}

/* Bottles that nothing is taken from any more have no place on the new chart; those that it gives out stand behind the others. */
static void uses_settle(Fill *again)
{
    size_t kept = 0, at_home = again->use_count - again->bottle_count;
    for (size_t i = 0; i < again->use_count; i++) {
        const Bottle *bottle = &again->uses[i];
        if (i < at_home && (bottle->last < again->first || bottle->last < bottle->first)) continue;
        again->uses[kept++] = *bottle;
    }
    again->use_count = kept;
    again->bottles = again->uses + (kept - again->bottle_count);
}

/* Counted among the bottles of a drug that are given out together. */
static void bottles_count(Fill *again)
{
    for (size_t i = 0; i < again->bottle_count; i++) {
        Bottle *bottle = &again->bottles[i];
        for (size_t k = 0; k < again->bottle_count; k++) {
            if (again->bottles[k].rung->drug != bottle->rung->drug) continue;
            bottle->n++;
            bottle->i += k <= i;
        }
    }
}

static void again_settle(const Replacing *job, Fill *again)
{
    Date first = date_add(job->schedule->plan->first, again->first);
    bool reserve = false;
    uses_settle(again);
    bottles_count(again);
    for (size_t i = 0; i < again->bottle_count; i++) reserve |= again->bottles[i].reserve_days > 0;
    if (!reserve) again->reserve_days = 0;   /* it stays in the bottles at home */
    if (date_before(again->call_by, first)) again->call_by = first;
}

/* By the day reported, then by the first day of the new bottle. */
static const Replaced **in_order(const Replacing *job)
{
    const Replaced **rows = ARENA_ARRAY(job->arena, job->rx->replaced_count, const Replaced *);
    for (size_t i = 0; i < job->rx->replaced_count; i++) {
        const Replaced *row = &job->rx->replaced[i];
        size_t at = i;
        for (; at > 0 && (row->on.day < rows[at - 1]->on.day || (row->on.day == rows[at - 1]->on.day && row->from.day < rows[at - 1]->from.day)); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
    return rows;
}

static void replace_one(const Replacing *job, const Fills *fills, const Replaced *row)
{
    Fill *fill = fill_of(fills, day_of(job, row->from));
    const Bottle *old = bottle_meant(job, row, fill);
    if (!old) return;
    loss_judge(job, row);
    often_judge(job, row);
    left_judge(job, row, old);
    order_judge(job, row);
    bottle_replace(job, fill, row, old);
}

void bottles_replace(const Fills *fills, const Prescription *rx, const Shop *shop, const Schedule *schedule, Arena *arena,
                     Findings *findings)
{
    Replacing job = {.rx = rx, .shop = shop, .schedule = schedule, .arena = arena, .findings = findings};
    if (rx->replaced_count && rx->revision == 1)
        finding_add(findings, MT335, rx->replaced[0].place, "a bottle was replaced, but the prescription is still revision 1");
    const Replaced **rows = in_order(&job);
    for (size_t i = 0; i < rx->replaced_count; i++) replace_one(&job, fills, rows[i]);
    for (size_t f = 0; f < fills->count; f++)
        for (size_t a = 0; a < fills->items[f].again_count; a++) again_settle(&job, &fills->items[f].again[a]);
}
