/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of bottles, chart pages and batches, from what they are about.  Nothing is cut to fit. */
#include <string.h>
#include "bytes.h"
#include "microtaper/text.h"

/* ---------------------------------------------------------------- what fits its bytes ---- */
int judge_number(const char *what, int64_t value, int64_t least, int64_t most, Place place, Findings *findings)
{
    if (value >= least && value <= most)
        return 0;
    finding_add(findings, MT603, place, "%s %lld: the code holds %lld to %lld", what, (long long)value,
                (long long)least, (long long)most);
    return 1;
}

int judge_date(const char *what, Date date, Place place, Arena *arena, Findings *findings)
{
    if (date.day >= 0 && date.day <= 0xFFFF)
        return 0;
    finding_add(findings, MT603, place, "%s %s: the code holds 2020-01-01 to %s", what, date_text(arena, date),
                date_text(arena, (Date){0xFFFF}));
    return 1;
}

int judge_volume(Volume volume, uint16_t *out, Place place, Arena *arena, Findings *findings)
{
    *out = 0;
    if (volume.nl > 0 && volume.nl % VOLUME_UNIT_NL == 0 && volume.nl / VOLUME_UNIT_NL <= 0xFFFF) {
        *out = (uint16_t)(volume.nl / VOLUME_UNIT_NL);
        return 0;
    }
    finding_add(findings, MT602, place, "%s: the code holds multiples of 0.01 mL, 0.01 mL to 655.35 mL",
                volume_text(arena, volume));
    return 1;
}

int judge_strength(Strength strength, uint32_t *out, Place place, Arena *arena, Findings *findings)
{
    int64_t low = muldiv_floor(strength.mass.ng, NL_PER_ML, strength.volume.nl);
    int64_t high = muldiv_ceil(strength.mass.ng, NL_PER_ML, strength.volume.nl);
    *out = 0;
    if (low == high && low >= 1 && low <= (int64_t)STRENGTH_MOST) {
        *out = (uint32_t)low;
        return 0;
    }
    finding_add(findings, MT601, place, "%s: the code holds 1 to 16,777,215 ng per mL, whole",
                strength_text(arena, strength));
    return 1;
}

static int judge_lot(const char *lot, char out[9], Place place, Findings *findings)
{
    uint64_t number;
    if (lot && lot_number(lot, &number) && number) {
        memcpy(out, lot, 9);
        return 0;
    }
    finding_add(findings, MT607, place, "lot \"%s\": eight characters of %s", lot ? lot : "", base32_alphabet);
    return 1;
}

/* ---------------------------------------------------------------- shared ---- */
void record_token(const Key *key, const char *number, uint8_t token[6])
{
    static const char context[] = "microtaper token 1";   /* its NUL is the 00 of the table */
    uint8_t bytes[sizeof context + 32 + 256];
    size_t length = strlen(number);
    if (length > 256)   /* the reader allows 64 characters, so at most 256 bytes */
        length = 256;
    memcpy(bytes, context, sizeof context);
    memcpy(bytes + sizeof context, key->public_key, 32);
    memcpy(bytes + sizeof context + 32, number, length);
    digest_head(bytes, sizeof context + 32 + length, token, 6);
}

static void digest_text(const char *text, uint8_t digest[6])
{
    digest_head(text, strlen(text), digest, 6);
}

static Place rx_place(const Prescription *rx, const char *path)
{
    return (Place){.file = rx->place.file, .line = rx->place.line, .path = path};
}

/* ---------------------------------------------------------------- a bottle ---- */
static void canonical_day(const Schedule *schedule, const Shop *shop, const Bottle *bottle, int32_t day, Buffer *out)
{
    Arena *arena = out->arena;
    const char *date = date_text(arena, date_add(schedule->plan->first, day));
    for (size_t time = 0; time < schedule->plan->times; time++) {
        Volume volume = schedule_volume(schedule, bottle->rung->drug, day, time);
        if (volume.nl)
            buffer_addf(out, "%s\t%s\t%s\n", date, shop->times[time].name, volume_ml(arena, volume));
    }
}

const char *bottle_canonical(const Schedule *schedule, const Shop *shop, const Bottle *bottle, Arena *arena)
{
    const Rung *rung = bottle->rung;
    Buffer out = buffer_new(arena);
    int64_t strength = muldiv_floor(rung->strength.mass.ng, NL_PER_ML, rung->strength.volume.nl);
    buffer_add(&out, "microtaper bottle rows 1\n");
    buffer_addf(&out, "%s\t%lld\t%s\t%s\t%s\n", schedule->plan->drugs[rung->drug].drug->name, (long long)strength,
                bottle->letter, volume_ml(arena, rung->syringe->capacity),
                volume_ml(arena, rung->syringe->graduation));
    for (int32_t day = bottle->first; day <= bottle->last; day++)
        canonical_day(schedule, shop, bottle, day, &out);
    return buffer_text(&out);
}

/* The numbers of a bottle, each fitted; every fault is named, not only the first. */
static int bottle_judge(const Schedule *schedule, const Fill *fill, const Bottle *bottle, Record *out, Place place,
                        Arena *arena, Findings *findings)
{
    const Rung *rung = bottle->rung;
    out->first = date_add(schedule->plan->first, bottle->first);
    out->discard_after = fill->discard_by_drug[rung->drug];
    int faults = judge_strength(rung->strength, &out->strength, place, arena, findings);
    faults += judge_volume(bottle->largest, &out->largest, place, arena, findings);
    faults += judge_number("fill", fill->number, 1, 255, place, findings);
    faults += judge_number("bottles", bottle->n, bottle->i, 255, place, findings);
    faults += judge_number("bottle", bottle->i, 1, 255, place, findings);
    faults += judge_number("days of a bottle", bottle->last - bottle->first + 1, 1, 255, place, findings);
    faults += judge_date("first day", out->first, place, arena, findings);
    return faults + judge_date("discard after", out->discard_after, place, arena, findings);
}

bool record_of_bottle(const Key *key, const Prescription *rx, const Shop *shop, const Schedule *schedule,
                      const Fill *fill, const Bottle *bottle, const char *lot, Record *out, Arena *arena,
                      Findings *findings)
{
    Place place = rx_place(rx, arena_format(arena, "fill[%d]/bottle[%s]", fill->number, bottle->letter));
    Record record = {.kind = RECORD_BOTTLE, .key_id = key->id};
    record_token(key, rx->number, record.token);
    int faults = bottle_judge(schedule, fill, bottle, &record, place, arena, findings);
    faults += judge_lot(lot, record.lot, place, findings);
    faults += judge_number("revision", rx->revision, 1, 0xFFFF, place, findings);
    if (faults)
        return false;
    record.revision = (uint16_t)rx->revision;
    record.drug = schedule->plan->drugs[bottle->rung->drug].drug->code;
    record.fill = (uint8_t)fill->number;
    record.i = (uint8_t)bottle->i;
    record.n = (uint8_t)bottle->n;
    record.days = (uint8_t)(bottle->last - bottle->first + 1);
    digest_text(bottle_canonical(schedule, shop, bottle, arena), record.digest);
    *out = record;
    return true;
}

/* ---------------------------------------------------------------- a batch ---- */
const char *batch_canonical(const Batch *batch, Arena *arena)
{
    Buffer out = buffer_new(arena);
    buffer_add(&out, "microtaper batch rows 1\n");
    buffer_addf(&out, "%s\t%s\t%d\n", batch->lot, batch->formula->id, (int)batch->formula->version);
    buffer_addf(&out, "%lld\t%lld\n", (long long)batch->volume.nl, (long long)batch->drug.ng);
    for (size_t i = 0; i < batch->bottle_count; i++) {
        const BatchBottle *item = &batch->bottles[i];
        buffer_addf(&out, "%s\t%d\t%d\t%s\t%lld\n", item->rx->number, (int)item->rx->revision, item->fill->number,
                    item->bottle->letter, (long long)item->bottle->contents.nl);
    }
    return buffer_text(&out);
}

bool record_of_batch(const Key *key, const Batch *batch, Record *out, Arena *arena, Findings *findings)
{
    Place place = {.file = batch->formula->place.file, .path = arena_format(arena, "batch[%s]", batch->lot)};
    Record record = {.kind = RECORD_BATCH, .key_id = key->id, .drug = batch->formula->drug->code, .i = 1, .n = 1,
                     .first = batch->made_on, .days = 1, .discard_after = batch->discard_after};
    int faults = judge_strength(batch->strength, &record.strength, place, arena, findings);
    faults += judge_lot(batch->lot, record.lot, place, findings);
    faults += judge_date("made on", batch->made_on, place, arena, findings);
    faults += judge_date("discard after", batch->discard_after, place, arena, findings);
    if (faults)
        return false;
    digest_text(batch_canonical(batch, arena), record.digest);
    *out = record;
    return true;
}

/* ---------------------------------------------------------------- a chart page ---- */
static ChartRow *rows_copy(const ChartRow *rows, size_t count, Arena *arena)
{
    ChartRow *copy = ARENA_ARRAY(arena, count, ChartRow);
    memcpy(copy, rows, count * sizeof *rows);
    return copy;
}

static int chart_judge(const Prescription *rx, const Fill *fill, int page, int pages, Date last_covered, size_t count,
                       Place place, Arena *arena, Findings *findings)
{
    int faults = judge_number("rows of a chart page", (int64_t)count, 0, CHART_ROWS_MAX * 255, place, findings);
    faults += judge_number("fill", fill->number, 1, 255, place, findings);
    faults += judge_number("pages", pages, page, 255, place, findings);
    faults += judge_number("page", page, 1, 255, place, findings);
    faults += judge_number("revision", rx->revision, 1, 0xFFFF, place, findings);
    return faults + judge_date("last covered day", last_covered, place, arena, findings);
}

/* A page without rows speaks for the days of its fill. */
static void chart_cover(Record *record, const Fill *fill)
{
    record->days = (uint8_t)(fill->last - fill->first + 1);
    record->first = date_add(record->discard_after, fill->first - fill->last);
    digest_head(record->rows, 0, record->digest, sizeof record->digest);
}

static void chart_head(Record *record, const ChartRow *rows, size_t count)
{
    RowsHead head = rows_head(rows, count);
    record->first = head.first;
    record->days = (uint8_t)head.days;
    record->drug = head.drug;
    record->strength = head.strength;
    record->largest = head.largest;
    digest_head(record->rows, record->rows_size, record->digest, sizeof record->digest);
}

bool record_of_chart(const Key *key, const Prescription *rx, const Fill *fill, int page, int pages, Date last_covered,
                     const ChartRow *rows, size_t count, Record *out, Arena *arena, Findings *findings)
{
    Place place = rx_place(rx, arena_format(arena, "fill[%d]/chart[%d]", fill->number, page));
    Record record = {.kind = RECORD_CHART, .key_id = key->id, .lot = "00000000", .discard_after = last_covered};
    if (chart_judge(rx, fill, page, pages, last_covered, count, place, arena, findings))
        return false;
    ChartRow *own = rows_copy(rows, count, arena);
    if (count && !rows_encode(own, count, &record, place, arena, findings))
        return false;
    if (count)
        chart_head(&record, own, count);
    else
        chart_cover(&record, fill);
    if (judge_date("first day", record.first, place, arena, findings))
        return false;
    record_token(key, rx->number, record.token);
    record.revision = (uint16_t)rx->revision;
    record.fill = (uint8_t)fill->number;
    record.i = (uint8_t)page;
    record.n = (uint8_t)pages;
    *out = record;
    return true;
}
