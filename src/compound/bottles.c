/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bottles.h"
#include "marks.h"

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Schedule *schedule;
    Arena *arena;
    Findings *findings;
    Fill *fill;
    Bottle *items;
    size_t count, capacity;
    DrawRun *runs;             /* of the bottle that is being measured: room for every day of the fill */
    Volume *volumes;
} Bottling;

/* Days of one rung within the fill. */
typedef struct { const Rung *rung; int32_t first, last; bool drug_ends; } Run;

/* What a time of a day may ask of its bottle: led by symptoms, the most of all doses within reach (ARITHMETIC.md 1.12)
 * that are drawn with the same liquid. */
static Volume day_volume(const Schedule *schedule, size_t drug, int32_t day, size_t time)
{
    const Plan *plan = schedule->plan;
    const Rung *rung = ladder_rung(schedule->ladder, drug, day);
    if (!plan->reach) return schedule_volume(schedule, drug, day, time);
    Volume most = {0};
    for (int32_t other = plan->reach[day].first; other <= plan->reach[day].last; other++) {
        if (ladder_rung(schedule->ladder, drug, other) != rung) continue;
        Volume volume = schedule_volume(schedule, drug, other, time);
        if (volume.nl > most.nl) most = volume;
    }
    return most;
}

static bool run_same(const DrawRun *a, const DrawRun *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->each[i].nl != b->each[i].nl) return false;
    return true;
}

/* A day that is as the one before makes its run longer; `room` is where its volumes are put. */
static Volume *day_add(const Bottling *job, Bottle *bottle, int32_t day, Volume *room)
{
    DrawRun own = {.days = 1, .each = room};
    for (size_t time = 0; time < job->schedule->plan->times; time++) {
        Volume volume = day_volume(job->schedule, bottle->rung->drug, day, time);
        if (volume.nl > 0) own.each[own.count++] = volume;
    }
    DrawRun *last = bottle->run_count ? &bottle->runs[bottle->run_count - 1] : NULL;
    if (last && run_same(last, &own)) last->days++;
    else bottle->runs[bottle->run_count++] = own, room += own.count;
    return room;
}

void bottle_add_up(Bottle *bottle, Volume loss_per_draw)
{
    bottle->doses = bottle->reserve = bottle->largest = (Volume){0};
    bottle->draws = 0;
    for (size_t r = 0; r < bottle->run_count; r++) {
        const DrawRun *run = &bottle->runs[r];
        int32_t reserve = r + 1 == bottle->run_count ? bottle->reserve_days : 0;
        for (size_t i = 0; i < run->count; i++) {
            bottle->doses.nl += run->days * run->each[i].nl;
            bottle->reserve.nl += reserve * run->each[i].nl;
            bottle->draws += run->days + reserve;
            if (run->each[i].nl > bottle->largest.nl) bottle->largest = run->each[i];
        }
    }
    bottle->loss.nl = bottle->draws * loss_per_draw.nl;
    bottle->need.nl = bottle->doses.nl + bottle->reserve.nl + bottle->loss.nl;
    bottle->contents.nl = muldiv_ceil(bottle->need.nl, 1, NL_PER_ML) * NL_PER_ML;
}

/* What days a..b ask of a bottle; `reserve` is R in the drug's last bottle, else 0.  Its runs are good until the next is
 * measured. */
static Bottle bottle_measure(const Bottling *job, const Run *run, int32_t a, int32_t b, int32_t reserve)
{
    Bottle bottle = {.rung = run->rung, .first = a, .last = b, .runs = job->runs, .reserve_days = reserve};
    Volume *room = job->volumes;
    for (int32_t day = a; day <= b; day++) room = day_add(job, &bottle, day, room);
    bottle_add_up(&bottle, job->shop->loss_per_draw);
    return bottle;
}

static const BottleSize *size_for(const Shop *shop, Volume contents)
{
    for (size_t i = 0; i < shop->bottle_count; i++)
        if (shop->bottles[i].capacity.nl >= contents.nl) return &shop->bottles[i];
    return NULL;
}

/* A dose that may change on a day without a date is never constant. */
static bool bottle_constant(const Schedule *schedule, const Bottle *bottle)
{
    if (bottle->last >= schedule->plan->dated) return false;
    for (int32_t day = bottle->first + 1; day <= bottle->last; day++)
        for (size_t time = 0; time < schedule->plan->times; time++)
            if (schedule_marks(schedule, bottle->rung->drug, day, time) !=
                schedule_marks(schedule, bottle->rung->drug, bottle->first, time))
                return false;
    return true;
}

static DrawRun *runs_keep(const Bottling *job, const Bottle *bottle)
{
    DrawRun *runs = ARENA_ARRAY(job->arena, bottle->run_count, DrawRun);
    for (size_t r = 0; r < bottle->run_count; r++) {
        runs[r] = bottle->runs[r];
        runs[r].each = ARENA_ARRAY(job->arena, runs[r].count, Volume);
        for (size_t i = 0; i < runs[r].count; i++) runs[r].each[i] = bottle->runs[r].each[i];
    }
    return runs;
}

static Bottle bottle_kept(const Bottling *job, Bottle bottle)
{
    bottle.runs = runs_keep(job, &bottle);
    bottle.size = size_for(job->shop, bottle.contents);
    bottle.constant = bottle_constant(job->schedule, &bottle);
    return bottle;
}

static void bottle_push(Bottling *job, Bottle bottle)
{
    *ARENA_PUSH(job->arena, job->items, job->count, job->capacity, Bottle) = bottle_kept(job, bottle);
}

/* The last day of the longest run of days from `a` that fits the largest bottle and leaves at least one day; before `a`
 * when not even that does. */
static int32_t longest_run(const Bottling *job, const Run *run, int32_t a)
{
    int32_t b = a;
    while (b < run->last && size_for(job->shop, bottle_measure(job, run, a, b, 0).contents)) b++;
    return b - 1;
}

static bool day_refuse(const Bottling *job, const Run *run, int32_t day, Volume contents)
{
    Arena *arena = job->arena;
    Volume largest = job->shop->bottle_count ? job->shop->bottles[job->shop->bottle_count - 1].capacity : (Volume){0};
    finding_add(job->findings, MT512, run->rung->place,
                "fill %d, %s: %s of %s need %s, the largest bottle holds %s", job->fill->number,
                day_text(arena, job->schedule->plan, day),
                day == run->last ? "its doses and the reserve" : "its doses",
                job->schedule->plan->drugs[run->rung->drug].drug->name, volume_text(arena, contents),
                volume_text(arena, largest));
    return false;
}

static bool run_split(Bottling *job, const Run *run)
{
    int32_t reserve = run->drug_ends ? job->fill->reserve_days : 0;
    for (int32_t a = run->first;;) {   /* each run but the last leaves a day */
        Bottle rest = bottle_measure(job, run, a, run->last, reserve);
        if (size_for(job->shop, rest.contents)) {
            bottle_push(job, rest);
            return true;
        }
        int32_t last = longest_run(job, run, a);
        if (last < a)
            return day_refuse(job, run, a, bottle_measure(job, run, a, a, a == run->last ? reserve : 0).contents);
        bottle_push(job, bottle_measure(job, run, a, last, 0));
        a = last + 1;
    }
}

/* Whether any volume of the drug is drawn that day. */
static bool day_draws(const Bottling *job, size_t drug, int32_t day)
{
    for (size_t time = 0; time < job->schedule->plan->times; time++)
        if (schedule_marks(job->schedule, drug, day, time) > 0) return true;
    return false;
}

/* The days of the rung within the fill, from the first with a dose to the last; false when there is none. */
static bool run_of_rung(const Bottling *job, const Rung *rung, Run *run)
{
    *run = (Run){.rung = rung, .first = rung->first, .last = rung->last};
    if (run->first < job->fill->first) run->first = job->fill->first;
    if (run->last > job->fill->last) run->last = job->fill->last;
    while (run->first <= run->last && !day_draws(job, rung->drug, run->first)) run->first++;
    while (run->first <= run->last && !day_draws(job, rung->drug, run->last)) run->last--;
    return run->first <= run->last;
}

static bool drug_split(Bottling *job, size_t drug)
{
    const Ladder *ladder = job->schedule->ladder;
    Run *runs = ARENA_ARRAY(job->arena, ladder->count, Run);
    size_t count = 0;
    bool fine = true;
    for (size_t i = 0; i < ladder->count; i++)
        if (ladder->items[i].drug == drug && run_of_rung(job, &ladder->items[i], &runs[count])) count++;
    if (count) runs[count - 1].drug_ends = true;
    for (size_t i = 0; i < count; i++) fine &= run_split(job, &runs[i]);
    return fine;
}

/* A .. Z, AA, AB ... */
void bottle_letter(size_t place, char letter[4])
{
    char reversed[4];
    size_t length = 0;
    for (size_t left = place + 1; left > 0 && length < 3; left = (left - 1) / 26)
        reversed[length++] = (char)('A' + (left - 1) % 26);
    for (size_t i = 0; i < length; i++) letter[i] = reversed[length - 1 - i];
    letter[length] = '\0';
}

static void letters_give(Bottling *job)
{
    for (size_t i = 0; i < job->count; i++) {
        Bottle *bottle = &job->items[i];
        bottle_letter(i, bottle->letter);
        bottle->i = bottle->n = 0;
        for (size_t k = 0; k < job->count; k++) {
            if (job->items[k].rung->drug != bottle->rung->drug) continue;
            bottle->n++;
            if (k <= i) bottle->i++;
        }
    }
}

static void room_make(Bottling *job, int32_t days)
{
    job->runs = ARENA_ARRAY(job->arena, (size_t)days, DrawRun);
    job->volumes = ARENA_ARRAY(job->arena, (size_t)days * job->schedule->plan->times, Volume);
}

bool bottles_make(Fill *fill, const Prescription *rx, const Shop *shop, const Schedule *schedule,
                  Arena *arena, Findings *findings)
{
    Bottling job = {.rx = rx, .shop = shop, .schedule = schedule, .arena = arena, .findings = findings, .fill = fill};
    bool fine = true;
    room_make(&job, fill->last - fill->first + 1);
    for (size_t drug = 0; drug < schedule->plan->drug_count; drug++) fine &= drug_split(&job, drug);
    letters_give(&job);
    fill->bottles = fill->uses = job.items;
    fill->bottle_count = fill->use_count = job.count;
    return fine;
}

Bottle bottle_again(const Bottle *old, int32_t from, const Shop *shop, const Schedule *schedule, Arena *arena)
{
    Bottling job = {.shop = shop, .schedule = schedule, .arena = arena};
    Run run = {.rung = old->rung};
    room_make(&job, old->last - from + 1);
    return bottle_kept(&job, bottle_measure(&job, &run, from, old->last, old->reserve_days));
}

Volume bottle_doses(const Bottle *bottle, int32_t a, int32_t b, const Schedule *schedule)
{
    Volume sum = {0};
    for (int32_t day = a; day <= b; day++)
        for (size_t time = 0; time < schedule->plan->times; time++)
            sum = volume_add(sum, day_volume(schedule, bottle->rung->drug, day, time));
    return sum;
}

const Replaced *fill_replaces(const Fill *fill)
{
    return fill->bottle_count ? fill->bottles[0].replaces : NULL;
}

const Bottle *fill_bottle(const Fill *fill, size_t drug, int32_t day)
{
    for (size_t i = fill->again_count; i-- > 0;)
        if (fill->again[i].first <= day) return fill_bottle(&fill->again[i], drug, day);
    for (size_t i = 0; i < fill->use_count; i++) {
        const Bottle *bottle = &fill->uses[i];
        if (bottle->rung->drug == drug && bottle->first <= day && day <= bottle->last) return bottle;
    }
    return NULL;
}
