/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A genuine record against the schedule computed anew.  The rules stand in seal.h; words here are for the
 * counter: they are printed large and in English, the pharmacy's working language of this program. */
#include <string.h>
#include "bytes.h"
#include "microtaper/text.h"

/* What is being compared, and what has been found. */
typedef struct {
    const Record *record;
    const Key *key;
    const Prescription *rx;
    const Shop *shop;
    const Tables *tables;
    const Schedule *schedule;
    const Fills *fills;
    Date today;
    Stage stage;
    Arena *arena;
    Verdict verdict;
    const char *words;
    const char **others;
    size_t other_count, other_capacity;
} Case;

static void say(Case *c, const char *text)
{
    *ARENA_PUSH(c->arena, c->others, c->other_count, c->other_capacity, const char *) = text;
}

/* The gravest verdict leads; what led before is named after it. */
static void hold(Case *c, Verdict verdict, const char *words)
{
    if (verdict < c->verdict) {
        say(c, words);
        return;
    }
    if (c->words && c->verdict != VERDICT_MATCH)
        say(c, c->words);
    c->verdict = verdict;
    c->words = words;
}

/* ---------------------------------------------------------------- fields that differ ---- */
static void differ(Case *c, const char *field, const char *code, const char *schedule)
{
    say(c, arena_format(c->arena, "%s: the code says %s, the schedule %s", field, code, schedule));
}

static void same_number(Case *c, const char *field, int64_t code, int64_t schedule)
{
    if (code != schedule)
        differ(c, field, arena_format(c->arena, "%lld", (long long)code),
               arena_format(c->arena, "%lld", (long long)schedule));
}

static void same_date(Case *c, const char *field, Date code, Date schedule)
{
    if (code.day != schedule.day)
        differ(c, field, date_text(c->arena, code), date_text(c->arena, schedule));
}

static const char *drug_of(const Case *c, uint8_t code)
{
    for (size_t i = 0; i < c->tables->drug_count; i++)
        if (c->tables->drugs[i].code == code)
            return c->tables->drugs[i].name;
    return arena_format(c->arena, "drug %u", code);
}

static const char *strength_of(const Case *c, int64_t ng_per_ml)
{
    return arena_format(c->arena, "%s mg per mL", mass_mg(c->arena, (Mass){ng_per_ml}));
}

static const char *volume_of(const Case *c, uint16_t units)
{
    return volume_text(c->arena, (Volume){(int64_t)units * VOLUME_UNIT_NL});
}

/* Index of a drug of the plan, or -1. */
static int plan_drug(const Case *c, uint8_t code)
{
    for (size_t i = 0; i < c->schedule->plan->drug_count; i++)
        if (c->schedule->plan->drugs[i].drug->code == code)
            return (int)i;
    return -1;
}

static int32_t day_of(const Case *c, Date date)
{
    return date_between(c->schedule->plan->first, date);
}

/* ---------------------------------------------------------------- a bottle of this revision ---- */
static const Bottle *bottle_find(const Case *c, const Fill *fill, int drug)
{
    for (size_t i = 0; i < fill->bottle_count; i++)
        if ((int)fill->bottles[i].rung->drug == drug && fill->bottles[i].i == c->record->i)
            return &fill->bottles[i];
    return NULL;
}

static void bottle_fields(Case *c, const Record *now, const Bottle *bottle)
{
    const Record *code = c->record;
    same_number(c, "bottles of the fill", code->n, now->n);
    same_date(c, "first day", code->first, now->first);
    same_number(c, "days", code->days, now->days);
    same_date(c, "discard after", code->discard_after, now->discard_after);
    if (code->strength != now->strength)
        differ(c, "strength", strength_of(c, code->strength), strength_of(c, now->strength));
    if (code->largest != now->largest)
        differ(c, "largest single volume", volume_of(c, code->largest), volume_of(c, now->largest));
    if (code->lot[3] != bottle->rung->formula->code)
        differ(c, "formula letter in the lot", arena_format(c->arena, "%c", code->lot[3]),
               arena_format(c->arena, "%c", bottle->rung->formula->code));
    if (memcmp(code->digest, now->digest, sizeof code->digest) != 0)
        say(c, "doses: the volumes by day and time are not those of the schedule");
}

/* The fill as made on the day its lot names; the forecast knows its days, not its dates. */
static Fill *fill_of_lot(Case *c, Date *made_on, Findings *unheard)
{
    if (!lot_date(c->record->lot, made_on)) {
        say(c, arena_format(c->arena, "lot %s names no day", c->record->lot));
        return NULL;
    }
    if (c->record->fill > c->fills->count) {
        same_number(c, "fill", c->record->fill, (int64_t)c->fills->count);
        return NULL;
    }
    Fill *fill =
        fill_made(c->fills, c->record->fill, *made_on, c->rx, c->shop, c->tables, c->schedule, c->arena, unheard);
    if (!fill)
        say(c, arena_format(c->arena, "lot %s: fill %u cannot have been made on %s", c->record->lot, c->record->fill,
                            date_text(c->arena, *made_on)));
    return fill;
}

/* Every field that differs goes to the others. */
static void bottle_compare(Case *c)
{
    Findings unheard = findings_new(c->arena);   /* judged when the papers were made; here only facts count */
    Date made_on;
    Record now;
    int drug = plan_drug(c, c->record->drug);
    if (drug < 0) {
        say(c, arena_format(c->arena, "drug: %s is not in the schedule", drug_of(c, c->record->drug)));
        return;
    }
    Fill *fill = fill_of_lot(c, &made_on, &unheard);
    if (!fill)
        return;
    const Bottle *bottle = bottle_find(c, fill, drug);
    if (!bottle)
        say(c, arena_format(c->arena, "bottle %u of %s: fill %u has none", c->record->i,
                            drug_of(c, c->record->drug), c->record->fill));
    else if (!record_of_bottle(c->key, c->rx, c->shop, c->schedule, fill, bottle, c->record->lot, &now, c->arena,
                               &unheard))
        say(c, "the bottle of the schedule does not fit a code");
    else
        bottle_fields(c, &now, bottle);
}

/* ---------------------------------------------------------------- a chart page of this revision ---- */
static uint32_t ng_per_ml(Strength strength)
{
    return (uint32_t)muldiv_floor(strength.mass.ng, NL_PER_ML, strength.volume.nl);
}

/* The row that the schedule has for a day, time and drug; false for none. */
static bool row_now(const Case *c, const Fill *fill, size_t drug, int32_t day, size_t time, ChartRow *out)
{
    Volume volume = schedule_volume(c->schedule, drug, day, time);
    const Bottle *bottle = volume.nl ? fill_bottle(fill, drug, day) : NULL;
    if (!bottle)
        return false;
    *out = (ChartRow){.date = date_add(c->schedule->plan->first, day),
                      .drug = c->schedule->plan->drugs[drug].drug->code,
                      .time = (uint8_t)time,
                      .strength = ng_per_ml(bottle->rung->strength),
                      .volume = volume};
    memcpy(out->letter, bottle->letter, sizeof out->letter);
    return true;
}

/* "4.2 mL of 0.1 mg per mL from bottle A" */
static const char *row_words(const Case *c, const ChartRow *row)
{
    return row ? arena_format(c->arena, "%s of %s from bottle %s", volume_text(c->arena, row->volume),
                              strength_of(c, row->strength), row->letter)
               : "nothing";
}

static bool rows_same(const ChartRow *a, const ChartRow *b)
{
    if (!a || !b)
        return !a && !b;
    return a->strength == b->strength && a->volume.nl == b->volume.nl && strcmp(a->letter, b->letter) == 0;
}

static const ChartRow *row_find(const ChartRow *rows, size_t count, Date date, uint8_t drug, size_t time)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].date.day == date.day && rows[i].drug == drug && rows[i].time == time)
            return &rows[i];
    return NULL;
}

static void row_compare(Case *c, const Fill *fill, const ChartRow *code, size_t drug, int32_t day, size_t time)
{
    ChartRow row;
    const ChartRow *now = row_now(c, fill, drug, day, time, &row) ? &row : NULL;
    if (rows_same(code, now))
        return;
    differ(c, arena_format(c->arena, "%s %s %s", date_text(c->arena, date_add(c->schedule->plan->first, day)),
                           c->shop->times[time].name, c->schedule->plan->drugs[drug].drug->name),
           row_words(c, code), row_words(c, now));
}

/* Rows of the code that no day, time or drug of the schedule asks for. */
static void rows_foreign(Case *c, const ChartRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t day = day_of(c, rows[i].date);
        bool known = day >= 0 && day < c->schedule->plan->days && rows[i].time < c->schedule->plan->times
            && plan_drug(c, rows[i].drug) >= 0;
        if (!known)
            say(c, arena_format(c->arena, "%s %s: the code says %s, the schedule has no such day, time or drug",
                                date_text(c->arena, rows[i].date), drug_of(c, rows[i].drug), row_words(c, &rows[i])));
    }
}

static void rows_compare(Case *c, const Fill *fill, const ChartRow *rows, size_t count)
{
    const Plan *plan = c->schedule->plan;
    int32_t first = day_of(c, c->record->first);
    for (int32_t day = first; day < first + c->record->days; day++)
        for (size_t time = 0; day >= 0 && day < plan->days && time < plan->times; time++)
            for (size_t drug = 0; drug < plan->drug_count; drug++)
                row_compare(c, fill,
                            row_find(rows, count, date_add(plan->first, day), plan->drugs[drug].drug->code, time),
                            drug, day, time);
    rows_foreign(c, rows, count);
}

static void chart_compare(Case *c)
{
    ChartRow *rows;
    size_t count;
    if (c->record->fill > c->fills->count) {
        same_number(c, "fill", c->record->fill, (int64_t)c->fills->count);
        return;
    }
    const Fill *fill = &c->fills->items[c->record->fill - 1];
    if (fill->again_count) fill = &fill->again[fill->again_count - 1];   /* the chart of this revision came with it */
    same_date(c, "last covered day", c->record->discard_after, date_add(c->schedule->plan->first, fill->last));
    if (!c->record->rows_size)   /* a page of words: it stands for the fill's days */
        same_date(c, "first day", c->record->first, date_add(c->schedule->plan->first, fill->first));
    else if (chart_rows(c->record, &rows, &count, c->arena))
        rows_compare(c, fill, rows, count);
    else
        say(c, "rows: not well formed");
}

/* ---------------------------------------------------------------- a bottle of an older revision ---- */
/* The first day of use that still matters: at home the past does not. */
static int32_t days_from(const Case *c)
{
    int32_t first = day_of(c, c->record->first), today = day_of(c, c->today);
    if (c->stage == AT_HOME && today > first)
        first = today;
    return first > 0 ? first : 0;
}

/* On each day of its use on which the drug is taken now, the strength is the bottle's, and its discard date that
 * of the formula made that day; at least one such day is left.  Names what does not stand. */
static bool bottle_stands(Case *c, int drug, Date made_on)
{
    int32_t end = day_of(c, c->record->first) + c->record->days;
    const Rung *used = NULL;
    for (int32_t day = days_from(c); day < end && day < c->schedule->plan->days; day++) {
        const Rung *rung = ladder_rung(c->schedule->ladder, (size_t)drug, day);
        if (!rung)
            continue;
        used = rung;
        if (ng_per_ml(rung->strength) == c->record->strength)
            continue;
        differ(c,
               arena_format(c->arena, "strength from %s",
                            date_text(c->arena, date_add(c->schedule->plan->first, day))),
               strength_of(c, c->record->strength), strength_text(c->arena, rung->strength));
        return false;
    }
    if (!used) {
        say(c, arena_format(c->arena, "revision %d takes no %s on the days of this bottle", (int)c->rx->revision,
                            drug_of(c, c->record->drug)));
        return false;
    }
    const char *rule;
    Date discard = bud_date(used->formula, c->shop, made_on, &rule, c->arena);
    if (date_before(discard, c->record->discard_after)) {
        same_date(c, "discard after", c->record->discard_after, discard);
        return false;
    }
    return true;
}

/* The bottle that takes the place of this one of the fill, or NULL. */
static const Bottle *bottle_instead(const Fill *fill, const Bottle *lost)
{
    for (size_t a = 0; a < fill->again_count; a++)
        for (size_t i = 0; i < fill->again[a].bottle_count; i++) {
            const Bottle *bottle = &fill->again[a].bottles[i];
            if (bottle->rung->drug == lost->rung->drug && text_equal(bottle->replaces->bottle, lost->letter)) return bottle;
        }
    return NULL;
}

/* Whether the code can be on this bottle: its drug, number and first day, and a lot that is no older than the loss which it
 * makes good and no newer than its own. */
static bool code_fits(const Case *c, const Fill *fill, const Bottle *bottle, Date made_on)
{
    const Bottle *instead = bottle_instead(fill, bottle);
    return plan_drug(c, c->record->drug) == (int)bottle->rung->drug && c->record->i == bottle->i &&
           day_of(c, c->record->first) == bottle->first && !(bottle->replaces && date_before(made_on, bottle->replaces->on)) &&
           !(instead && date_before(instead->replaces->on, made_on));
}

/* The rows of a code name the letter of its bottle; they are the schedule's while its doses have not changed. */
static bool code_rows_are(const Case *c, const Bottle *bottle)
{
    const char *rows = bottle_canonical(c->schedule, c->shop, bottle, c->arena);
    uint8_t digest[sizeof c->record->digest];
    digest_head(rows, strlen(rows), digest, sizeof digest);
    return memcmp(digest, c->record->digest, sizeof digest) == 0;
}

/* The bottle of the fill, or of its replacements, that the code is on; NULL: none that is known.  One that was lost before it was
 * begun and the one in its place may both fit: the rows tell them apart, or, when the doses have changed since, nothing does. */
static const Bottle *bottle_of_code(const Case *c, const Fill *fill, Date made_on, bool *sure)
{
    const Bottle *found = NULL;
    *sure = true;
    for (size_t a = 0; a <= fill->again_count; a++) {
        const Fill *given = a ? &fill->again[a - 1] : fill;
        for (size_t i = 0; i < given->bottle_count; i++) {
            const Bottle *bottle = &given->bottles[i];
            if (!code_fits(c, fill, bottle, made_on)) continue;
            bool named = code_rows_are(c, bottle);
            *sure = named || !found;
            if (named) return bottle;
            if (!found) found = bottle;
        }
    }
    return found;
}

/* From the first day of the bottle that takes its place a lost or spoilt one is not used, wherever it turns up. */
static bool judge_replaced(Case *c, Date made_on)
{
    if (c->record->fill > c->fills->count) return false;
    bool sure;
    const Fill *fill = &c->fills->items[c->record->fill - 1];
    const Bottle *given = bottle_of_code(c, fill, made_on, &sure), *instead = given ? bottle_instead(fill, given) : NULL;
    if (!instead || day_of(c, c->today) < instead->first) return false;
    const char *since = date_text(c->arena, instead->replaces->from);
    if (sure)
        hold(c, VERDICT_RECALLED,
             arena_format(c->arena, "REPLACED: reported on %s; bottle %s takes its place since %s: do not use this one",
                          date_text(c->arena, instead->replaces->on), instead->letter, since));
    else
        hold(c, VERDICT_SUPERSEDED,
             arena_format(c->arena, "SUPERSEDED: bottle %s, replaced since %s, or bottle %s in its place: the letter on its label tells; "
                          "ask before it is used", given->letter, since, instead->letter));
    return true;
}

static void older_bottle(Case *c)
{
    Date made_on;
    int drug = plan_drug(c, c->record->drug);
    bool stands = false;
    if (drug >= 0 && lot_date(c->record->lot, &made_on) && judge_replaced(c, made_on)) return;
    if (drug < 0)
        say(c, arena_format(c->arena, "revision %d has no %s", (int)c->rx->revision, drug_of(c, c->record->drug)));
    else if (!lot_date(c->record->lot, &made_on))
        say(c, arena_format(c->arena, "lot %s names no day", c->record->lot));
    else
        stands = bottle_stands(c, drug, made_on);
    if (stands)
        hold(c, VERDICT_MATCH, arena_format(c->arena, "MATCH: follow chart revision %d", (int)c->rx->revision));
    else
        hold(c, VERDICT_SUPERSEDED,
             arena_format(c->arena,
                          "SUPERSEDED: bottle of revision %u; revision %d needs another: ask before it is used",
                          c->record->revision, (int)c->rx->revision));
}

/* ---------------------------------------------------------------- verdict ---- */
static void judge_discard(Case *c)
{
    const Record *r = c->record;
    if (r->kind != RECORD_CHART && date_before(r->discard_after, c->today))
        hold(c, VERDICT_RECALLED,
             arena_format(c->arena, "PAST ITS DISCARD DATE: not to be used after %s",
                          date_text(c->arena, r->discard_after)));
}

static void judge_today(Case *c)
{
    const Record *r = c->record;
    Date last = date_add(r->first, r->days - 1);
    if (c->stage != AT_HOME)
        return;
    if (date_before(c->today, r->first) || date_before(last, c->today))
        hold(c, VERDICT_NOT_TODAY,
             arena_format(c->arena, "NOT TODAY: for %s to %s", date_text(c->arena, r->first),
                          date_text(c->arena, last)));
}

static void same_revision(Case *c)
{
    if (c->record->kind == RECORD_BOTTLE)
        bottle_compare(c);
    else
        chart_compare(c);
    if (c->other_count)
        hold(c, VERDICT_OTHER, "NOT THIS SCHEDULE: genuine, but its facts are not those of this prescription file");
    else
        hold(c, VERDICT_MATCH, "MATCH");
}

static void judge_revision(Case *c)
{
    if (c->record->revision > c->rx->revision)
        hold(c, VERDICT_GENUINE,
             arena_format(c->arena,
                          "NOT COMPARED: the prescription file is older than the code (revision %d, code %u)",
                          (int)c->rx->revision, c->record->revision));
    else if (c->record->revision == c->rx->revision)
        same_revision(c);
    else if (c->record->kind == RECORD_BOTTLE)
        older_bottle(c);
    else
        hold(c, VERDICT_SUPERSEDED,
             arena_format(c->arena, "SUPERSEDED CHART: revision %u; throw it away and follow revision %d",
                          c->record->revision, (int)c->rx->revision));
}

bool record_is_for(const Record *record, const Key *key, const char *number)
{
    uint8_t token[6];
    record_token(key, number, token);
    return record->kind != RECORD_BATCH && memcmp(token, record->token, sizeof token) == 0;
}

static void judge_token(Case *c)
{
    if (c->record->kind == RECORD_BATCH) {
        hold(c, VERDICT_GENUINE, arena_format(c->arena, "GENUINE, NOT COMPARED: batch %s", c->record->lot));
    } else if (!record_is_for(c->record, c->key, c->rx->number)) {
        hold(c, VERDICT_OTHER, arena_format(c->arena, "OTHER PRESCRIPTION: this is not of %s", c->rx->number));
    } else {
        judge_revision(c);
        judge_today(c);
    }
}

Comparison seal_compare(const Record *record, const Key *key, const Prescription *rx, const Shop *shop,
                        const Tables *tables, const Schedule *schedule, const Fills *fills, Date today, Stage stage,
                        Arena *arena)
{
    Case c = {.record = record,
              .key = key,
              .rx = rx,
              .shop = shop,
              .tables = tables,
              .schedule = schedule,
              .fills = fills,
              .today = today,
              .stage = stage,
              .arena = arena};
    judge_token(&c);
    judge_discard(&c);
    return (Comparison){.verdict = c.verdict, .words = c.words, .others = c.others, .other_count = c.other_count};
}
