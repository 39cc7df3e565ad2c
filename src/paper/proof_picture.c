/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart's banners, syringes and curve, read back from where they stand. */
#include "microtaper/text.h"
#include "proof_chart.h"
#include "words.h"

#define NEAR 60             /* um: a number stands over its mark this exactly */
#define LABEL_ABOVE 20000   /* um: from the plunger up to the words of its volume */
#define NUMBER_BELOW 8000   /* um: from the barrel down to its numbers */

static Date date_on(const ChartProof *own, int32_t day)
{
    return date_add(own->job->plan->first, day);
}

/* ------------------------------------------------------------------------------------------ notices ---- */

/* Where an item stands in the whole chart. */
typedef struct { const Item *item; size_t page; } Standing;

/* The items of a role over all pages, in order of the display lists. */
static Standing *standing(const ChartProof *own, const char *role, size_t *count)
{
    const Document *document = own->proof.document;
    Standing *found = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            if (text_equal(document->pages[p].items[i].role, role))
                *ARENA_PUSH(own->proof.arena, found, *count, capacity, Standing) =
                    (Standing){&document->pages[p].items[i], p};
    return found;
}

/* How many printed rows come before a place of the chart. */
static size_t rows_before(const ChartProof *own, const Standing *place)
{
    size_t count, before = 0;
    const Standing *rows = standing(own, "row.volume", &count);
    for (size_t i = 0; i < count; i++)
        before += rows[i].page < place->page ||
                  (rows[i].page == place->page && item_middle(rows[i].item) < item_middle(place->item));
    return before;
}

/* How many of them must: rows are tagged with their day, which the proof of the days has already held to the plan. */
static size_t rows_until(const ChartProof *own, int32_t day)
{
    size_t count, before = 0;
    const Standing *rows = standing(own, "row.volume", &count);
    for (size_t i = 0; i < count; i++) before += rows[i].item->row < day;
    return before;
}

static bool same_syringe(const Syringe *a, const Syringe *b)
{
    return a->capacity.nl == b->capacity.nl && a->graduation.nl == b->graduation.nl;
}

bool chart_draws_anew(const Rung *old, Volume before, const Rung *now, Volume volume)
{
    return !old || before.nl != volume.nl || !same_syringe(old->syringe, now->syringe);
}

/* A banner begins with its item's text, and stands between the rows of the day before and those of its own. */
static void prove_banner(ChartProof *own, const char *role, const char *words, int32_t day)
{
    size_t count, found = 0, place = rows_until(own, day);
    const Standing *items = standing(own, role, &count);
    const char *printed = proof_plain(own->proof.arena, words);
    for (size_t i = 0; i < count; i++)
        if (text_starts(printed, items[i].item->text) && rows_before(own, &items[i]) == place) found++;
    if (found != 1)
        proof_fault(&own->proof, MT751, role,
                    arena_format(own->proof.arena, "\"%s\" stands %zu times above the rows of %s", printed, found,
                                 date_text(own->proof.arena, date_on(own, day))));
}

const char *chart_expected_liquid(const ChartProof *own, const Rung *rung)
{
    const Language *language = own->proof.language;
    return words_say(language, own->proof.arena, "chart.liquid", "drug",
                     own->job->plan->drugs[rung->drug].drug->tall_man, "strength",
                     words_strength(language, own->proof.arena, rung->strength), NULL);
}

const char *chart_expected_bottle(const ChartProof *own, const Bottle *bottle)
{
    const char *key = own->several ? "chart.new-bottle-of" : "chart.new-bottle";
    return words_say(own->proof.language, own->proof.arena, key, "letter", bottle->letter, "liquid",
                     chart_expected_liquid(own, bottle->rung), NULL);
}

/* A bottle that a replacement leaves in use was begun on an earlier chart. */
static void prove_bottles(ChartProof *own)
{
    for (size_t b = 0; b < own->job->fill->use_count; b++) {
        const Bottle *bottle = &own->job->fill->uses[b];
        if (own->job->fill->first <= bottle->first && bottle->first <= own->last_dated)
            prove_banner(own, "notice.bottle", chart_expected_bottle(own, bottle), bottle->first);
    }
}

static bool taken_on(const ChartProof *own, size_t drug, int32_t day)
{
    for (size_t time = 0; time < own->job->plan->times; time++)
        if (schedule_marks(own->job->schedule, drug, day, time) > 0) return true;
    return false;
}

/* The drug's last day before this one, or -1. */
static int32_t last_taken(const ChartProof *own, size_t drug, int32_t day)
{
    while (--day >= 0 && !taken_on(own, drug, day)) {}
    return day;
}

bool chart_strength_changes(const ChartProof *own, size_t drug, int32_t day, int32_t *before)
{
    if (!taken_on(own, drug, day)) return false;
    *before = last_taken(own, drug, day);
    if (*before < 0) return false;
    const Ladder *ladder = own->job->schedule->ladder;
    return !strength_equal(ladder_rung(ladder, drug, *before)->strength, ladder_rung(ladder, drug, day)->strength);
}

typedef struct { Standing *before, *now; size_t count, at; } Compared;

/* Old and new volume side by side, a line for each time of day. */
static void prove_volumes(ChartProof *own, Compared *lines, size_t drug, int32_t before, int32_t day)
{
    const Schedule *schedule = own->job->schedule;
    for (size_t time = 0; time < own->job->plan->times; time++) {
        Volume old = schedule_volume(schedule, drug, before, time), now = schedule_volume(schedule, drug, day, time);
        if (old.nl == 0 && now.nl == 0) continue;
        if (lines->at == lines->count) {
            proof_fault(&own->proof, MT751, "strength.now", "a time of day is missing beside the new strength");
            return;
        }
        const char *old_text = lines->before[lines->at].item->text, *now_text = lines->now[lines->at].item->text;
        lines->at++;
        if (printed_quantity(own->proof.language, old_text, "mL", own->proof.arena) != old.nl)
            proof_differs(&own->proof, "strength.before", volume_text(own->proof.arena, old), old_text);
        if (printed_quantity(own->proof.language, now_text, "mL", own->proof.arena) != now.nl)
            proof_differs(&own->proof, "strength.now", volume_text(own->proof.arena, now), now_text);
    }
}

static void prove_strengths(ChartProof *own)
{
    size_t befores;
    Compared lines = {.at = 0};
    lines.before = standing(own, "strength.before", &befores);
    lines.now = standing(own, "strength.now", &lines.count);
    if (befores < lines.count) lines.count = befores;
    for (int32_t day = own->job->fill->first; day <= own->last_dated; day++)
        for (size_t drug = 0; drug < own->job->plan->drug_count; drug++) {
            int32_t before;
            if (!chart_strength_changes(own, drug, day, &before)) continue;
            const Rung *now = ladder_rung(own->job->schedule->ladder, drug, day);
            prove_banner(own, "notice.strength",
                         words_say(own->proof.language, own->proof.arena, "chart.new-strength", "drug",
                                   own->job->plan->drugs[drug].drug->tall_man, "strength",
                                   words_strength(own->proof.language, own->proof.arena, now->strength), NULL),
                         day);
            prove_volumes(own, &lines, drug, before, day);
        }
    if (lines.at != lines.count || befores != lines.count)
        proof_fault(&own->proof, MT750, "strength.now", "volumes are compared where no strength changes");
}

/* No banner tells of a bottle that is not begun. */
static void prove_no_more(ChartProof *own)
{
    size_t count;
    const Standing *items = standing(own, "notice.bottle", &count);
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t b = 0; b < own->job->fill->use_count; b++)
            known = known || own->job->fill->uses[b].first == items[i].item->row;
        if (!known) proof_fault(&own->proof, MT750, "notice.bottle", "a bottle is told on a day when none is begun");
    }
}

void chart_prove_notices(ChartProof *own)
{
    own->proof.number = 0;
    prove_bottles(own);
    prove_strengths(own);
    prove_no_more(own);
}

/* ----------------------------------------------------------------------------------------- pictures ---- */

/* The drug that stands over or beside a picture: the lowest of the names that begin above its middle. */
static const Item *picture_drug(const Page *page, int64_t middle)
{
    const Item *lowest = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const Item *item = &page->items[i];
        if (!text_equal(item->role, "page.picture-drug") || item->y.um > middle) continue;
        if (!lowest || item->y.um > lowest->y.um) lowest = item;
    }
    return lowest;
}

/* With several drugs each picture names its own: two may be of one volume, in different syringes. */
static bool pictures_drug(const ChartProof *own, const Page *page, const Item *label, size_t drug)
{
    if (!own->several) return true;
    const Item *name = picture_drug(page, item_middle(label) + LABEL_ABOVE / 2);
    return name && text_equal(name->text, own->job->plan->drugs[drug].drug->tall_man);
}

/* The dose that a picture shows: one of its day and drug, of the volume that its label says. */
static const Rung *pictured_rung(ChartProof *own, const Item *label, Volume *volume)
{
    int64_t nl = printed_quantity(own->proof.language, label->text, "mL", own->proof.arena);
    for (size_t d = 0; d < own->dose_count; d++) {
        const ExpectedDose *dose = &own->doses[d];
        if (dose->day != label->row || !pictures_drug(own, own->proof.page, label, dose->drug)) continue;
        *volume = schedule_volume(own->job->schedule, dose->drug, dose->day, dose->time);
        if (volume->nl == nl) return ladder_rung(own->job->schedule->ladder, dose->drug, dose->day);
    }
    return NULL;
}

/* What a syringe is drawn of: in front of the rows and below banners, or as a strip below a row. */
typedef struct { const char *barrel, *plunger, *tick, *number; } Parts;
static const Parts whole_parts = {"syringe.barrel", "syringe.plunger", "syringe.tick", "syringe.number"};
static const Parts strip_parts = {"strip.barrel", "strip.plunger", "strip.tick", "strip.number"};

typedef struct { const Item **ticks; size_t count; } Scale;

/* The marks that rise from the foot of this barrel. */
static Scale barrel_scale(ChartProof *own, const Parts *parts, const Item *barrel)
{
    size_t count;
    Scale scale = {proof_items(&own->proof, parts->tick, &count), 0};
    int64_t foot = barrel->y.um + barrel->height.um;
    for (size_t i = 0; i < count; i++)
        if (scale.ticks[i]->y.um == foot) scale.ticks[scale.count++] = scale.ticks[i];
    return scale;
}

static size_t marks_until(const Scale *scale, int64_t x)
{
    size_t marks = 0;
    for (size_t i = 0; i < scale->count; i++) marks += scale->ticks[i]->x.um <= x + NEAR;
    return marks;
}

/* Marks are evenly spaced from the barrel's left edge. */
static void prove_spacing(ChartProof *own, const Parts *parts, const Scale *scale, const Item *barrel)
{
    int64_t last = scale->ticks[scale->count - 1]->x.um - barrel->x.um, count = (int64_t)scale->count;
    for (size_t i = 0; i < scale->count; i++) {
        int64_t off = scale->ticks[i]->x.um - barrel->x.um - last * ((int64_t)i + 1) / count;
        if (off > NEAR || off < -NEAR) {
            proof_fault(&own->proof, MT750, parts->tick,
                        arena_format(own->proof.arena, "mark %zu stands %lld um off", i + 1, (long long)off));
            return;
        }
    }
}

static void prove_numbers(ChartProof *own, const Parts *parts, const Scale *scale, const Item *barrel, const Syringe *syringe)
{
    size_t count, seen = 0;
    const Item **numbers = proof_items(&own->proof, parts->number, &count);
    int64_t foot = barrel->y.um + barrel->height.um;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i]->y.um < foot || numbers[i]->y.um > foot + NUMBER_BELOW) continue;
        Volume volume;
        int64_t middle = numbers[i]->x.um + numbers[i]->width.um / 2;
        seen++;
        bool zero = text_equal(numbers[i]->text, "0");
        if (!zero && !volume_parse(arena_format(own->proof.arena, "%s mL", numbers[i]->text), &volume))
            proof_differs(&own->proof, parts->number, "a volume", numbers[i]->text);
        else if (!zero && (int64_t)marks_until(scale, middle) * syringe->graduation.nl != volume.nl)
            proof_differs(&own->proof, parts->number,
                          arena_format(own->proof.arena, "mark %zu", marks_until(scale, middle)), numbers[i]->text);
    }
    if (seen < 2) proof_fault(&own->proof, MT751, parts->number, "a barrel has no numbers");
}

/* The barrel is this syringe's, mark by mark, and the plunger's front edge stands on the mark of the volume. */
static void prove_drawing(ChartProof *own, const Parts *parts, const Item *barrel, const Item *plunger, const Syringe *syringe,
                          Volume volume)
{
    Scale scale = barrel_scale(own, parts, barrel);
    proof_number(&own->proof, parts->tick, syringe->capacity.nl / syringe->graduation.nl, (long long)scale.count);
    if (scale.count == 0) return;
    int64_t marks = volume.nl / syringe->graduation.nl;
    proof_number(&own->proof, parts->plunger, marks, (long long)marks_until(&scale, plunger->x.um));
    int64_t from_mark = marks > 0 && marks <= (int64_t)scale.count ? plunger->x.um - scale.ticks[marks - 1]->x.um : 0;
    if (from_mark > NEAR || from_mark < -NEAR)
        proof_fault(&own->proof, MT750, parts->plunger,
                    arena_format(own->proof.arena, "stands %lld um from its mark", (long long)from_mark));
    prove_spacing(own, parts, &scale, barrel);
    prove_numbers(own, parts, &scale, barrel, syringe);
}

static void prove_picture(ChartProof *own, const Item *plunger)
{
    Proof *proof = &own->proof;
    Volume volume;
    const Item *barrel = proof_beside(proof, "syringe.barrel", item_middle(plunger), 1000);
    const Item *label = proof_beside(proof, "syringe.label", item_middle(plunger) - LABEL_ABOVE / 2, LABEL_ABOVE / 2);
    if (!barrel || !label) {
        proof_fault(proof, MT751, "syringe.plunger", "a syringe has no barrel or no volume");
        return;
    }
    const Rung *rung = pictured_rung(own, label, &volume);
    if (rung) prove_drawing(own, &whole_parts, barrel, plunger, rung->syringe, volume);
    else proof_differs(proof, "syringe.label", "a volume of its day", label->text);
}

static bool is_pictured(ChartProof *own, const ExpectedDose *dose, Volume volume)
{
    size_t count;
    const Standing *labels = standing(own, "syringe.label", &count);
    for (size_t i = 0; i < count; i++) {
        const Item *label = labels[i].item;
        if (label->row == dose->day && pictures_drug(own, &own->proof.document->pages[labels[i].page], label, dose->drug) &&
            printed_quantity(own->proof.language, label->text, "mL", own->proof.arena) == volume.nl) return true;
    }
    return false;
}

/* The drug's volumes of the day stand in their syringes in front of the rows or below a banner: the fill's first day, the
 * drug's first, and where its strength or syringe is another than on its last day before. */
static bool pictured_whole(const ChartProof *own, const ExpectedDose *dose)
{
    if (dose->day == own->job->fill->first) return true;
    int32_t before = last_taken(own, dose->drug, dose->day);
    if (before < 0) return true;
    const Ladder *ladder = own->job->schedule->ladder;
    const Rung *old = ladder_rung(ladder, dose->drug, before), *now = ladder_rung(ladder, dose->drug, dose->day);
    return !strength_equal(old->strength, now->strength) || !same_syringe(old->syringe, now->syringe);
}

void chart_prove_whole_pictures(ChartProof *own)
{
    for (size_t d = 0; d < own->dose_count; d++) {
        const ExpectedDose *dose = &own->doses[d];
        if (!pictured_whole(own, dose)) continue;
        Volume volume = schedule_volume(own->job->schedule, dose->drug, dose->day, dose->time);
        if (!is_pictured(own, dose, volume))
            proof_fault(&own->proof, MT751, "syringe.label",
                        arena_format(own->proof.arena, "%s of %s is not pictured", volume_text(own->proof.arena, volume),
                                     date_text(own->proof.arena, date_on(own, dose->day))));
    }
}

const Rung *chart_drawn_before(const ChartProof *own, const ExpectedDose *dose, Volume *volume)
{
    for (const ExpectedDose *other = own->doses + own->dose_count; other-- > own->doses;)
        if (other->drug == dose->drug && other->time == dose->time && other->day < dose->day) {
            *volume = schedule_volume(own->job->schedule, other->drug, other->day, other->time);
            return ladder_rung(own->job->schedule->ladder, other->drug, other->day);
        }
    return NULL;
}

/* The first item of a role below a height of the page. */
static const Item *next_below(const Proof *proof, const char *role, int64_t middle)
{
    size_t count;
    const Item **items = proof_items(proof, role, &count), *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (item_middle(items[i]) > middle && (!next || item_middle(items[i]) < item_middle(next))) next = items[i];
    return next;
}

void chart_prove_strip(ChartProof *own, const Item *row, const Rung *rung, Volume volume)
{
    Proof *proof = &own->proof;
    const char *words = volume_text(proof->arena, volume);
    const Item *label = next_below(proof, "strip.label", item_middle(row)), *next = next_below(proof, row->role, item_middle(row));
    own->strips++;
    if (!label || (next && item_middle(next) < item_middle(label))) {
        proof_fault(proof, MT751, "strip.label", arena_format(proof->arena, "%s has no syringe below its row", words));
        return;
    }
    const Item *barrel = proof_beside(proof, strip_parts.barrel, item_middle(label), 1000);
    const Item *plunger = proof_beside(proof, strip_parts.plunger, item_middle(label), 1000);
    if (!barrel || !plunger) {
        proof_fault(proof, MT751, strip_parts.plunger, "a syringe has no barrel or no plunger");
        return;
    }
    if (printed_quantity(proof->language, label->text, "mL", proof->arena) != volume.nl)
        proof_differs(proof, "strip.label", words, label->text);
    prove_drawing(own, &strip_parts, barrel, plunger, rung->syringe, volume);
}

void chart_prove_row_strip(ChartProof *own, const Item *row, const ExpectedDose *dose)
{
    Volume before = {0}, volume = schedule_volume(own->job->schedule, dose->drug, dose->day, dose->time);
    if (pictured_whole(own, dose)) return;
    const Rung *old = chart_drawn_before(own, dose, &before);
    const Rung *now = ladder_rung(own->job->schedule->ladder, dose->drug, dose->day);
    if (chart_draws_anew(old, before, now, volume)) chart_prove_strip(own, row, now, volume);
}

/* No syringe stands below a row where nothing changes. */
void chart_prove_strips(ChartProof *own)
{
    static const char *const roles[] = {"strip.label", "strip.barrel", "strip.plunger"};
    for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
        size_t count;
        standing(own, roles[r], &count);
        proof_number(&own->proof, roles[r], (long long)own->strips, (long long)count);
    }
}

void chart_prove_pictures(ChartProof *own)
{
    size_t count;
    const Item **plungers = proof_items(&own->proof, "syringe.plunger", &count);
    for (size_t i = 0; i < count; i++) prove_picture(own, plungers[i]);
}

/* -------------------------------------------------------------------------------------------- curve ---- */

typedef struct { int64_t x, width, foot, height, most; int64_t *total; int32_t days; } Axes;

/* With one drug the measured doses; with several the targets, as the first drug by the prescription's ratio. */
static int64_t *daily_totals(const ChartProof *own)
{
    const Plan *plan = own->job->plan;
    int64_t before, *total = ARENA_ARRAY(own->proof.arena, (size_t)plan->days + 1, int64_t);
    if (plan->drug_count > 1) return plan_totals(plan, own->job->rx, own->proof.arena, &before);
    for (int32_t day = 0; day < plan->days; day++)
        for (size_t time = 0; time < plan->times; time++) {
            const Rung *rung = ladder_rung(own->job->schedule->ladder, 0, day);
            total[day] += rung ? schedule_marks(own->job->schedule, 0, day, time) * rung->mark.ng : 0;
        }
    return total;
}

static bool find_axes(ChartProof *own, Axes *axes)
{
    size_t count;
    const Item **lines = proof_items(&own->proof, "curve.axis", &count);
    if (count != 2 || lines[0]->height.um != 0 || lines[1]->width.um != 0) {
        proof_fault(&own->proof, MT751, "curve.axis", "the curve has no axes");
        return false;
    }
    *axes = (Axes){lines[0]->x.um,    lines[0]->width.um,  lines[0]->y.um, lines[1]->height.um, 1,
                   daily_totals(own), own->job->plan->days};
    for (int32_t day = 0; day < axes->days; day++)
        if (axes->total[day] > axes->most) axes->most = axes->total[day];
    return true;
}

static int32_t day_at(const Axes *axes, int64_t x)
{
    return (int32_t)(((x - axes->x) * axes->days + axes->width / 2) / axes->width);
}

/* A level covers days of one total, at that total's height; levels follow each other without a gap. */
static void prove_level(ChartProof *own, const Axes *axes, const Item *level, int32_t *next)
{
    int32_t first = day_at(axes, level->x.um), behind = day_at(axes, level->x.um + level->width.um);
    proof_number(&own->proof, "curve.step", *next, first);
    *next = behind;
    for (int32_t day = first; day < behind && day < axes->days; day++) {
        int64_t height = axes->total[day] * axes->height / axes->most, drawn = axes->foot - level->y.um;
        if (drawn - height <= 2 && height - drawn <= 2) continue;
        proof_fault(&own->proof, MT750, "curve.step",
                    arena_format(own->proof.arena, "day %d is drawn %lld um high, not %lld", day + 1, (long long)drawn,
                                 (long long)height));
        return;
    }
}

void chart_prove_curve(ChartProof *own)
{
    Proof *proof = &own->proof;
    size_t count;
    Axes axes;
    int32_t next = 0;
    const Item **levels = proof_items(proof, "curve.step", &count);
    if (count == 0 || !find_axes(own, &axes)) return;
    own->curve_seen = true;
    for (size_t i = 0; i < count; i++) prove_level(own, &axes, levels[i], &next);
    proof_number(proof, "curve.step", axes.days, next);
    const Item *here = proof_item(proof, "curve.here");
    if (!here) return;
    proof_number(proof, "curve.here first day", own->job->fill->first, day_at(&axes, here->x.um));
    proof_number(proof, "curve.here last day", own->job->fill->last + 1, day_at(&axes, here->x.um + here->width.um));
    proof_equal(proof, "curve.most", words_mass(proof->language, proof->arena, (Mass){axes.most}),
                proof_text(proof, "curve.most"));
    proof_equal(proof, "curve.start", words_date(proof->language, proof->arena, date_on(own, 0)),
                proof_text(proof, "curve.start"));
    bool dated = own->job->plan->dated >= own->job->plan->days;
    const char *end = dated ? words_date(proof->language, proof->arena, date_on(own, axes.days - 1))
                            : words_say(proof->language, proof->arena, "chart.curve-slowest", NULL);
    proof_equal(proof, "curve.end", end, proof_text(proof, "curve.end"));
}
