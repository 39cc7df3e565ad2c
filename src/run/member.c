/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of fields parted by tabs: texts of a prescription hold no control characters (MT206), so none need escaping. */
#include "member.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 12
#define SHOWN_NG 10000       /* equivalents are whole 0.01 mg (ARITHMETIC.md 1.13) */
#define NOT_LISTED (-1)      /* the least, where the most is the code of the drug that the table lacks */

/* ---------------------------------------------------------------- to text ---- */

/* "DRUG DAYS TABLET LAST OVER RESERVE GRADUATION N*MARKS,MARKS;N*MARKS;": what the worksheet says of a bottle besides. */
static const char *bottle_course(const PaperJob *job, const Bottle *bottle, Arena *arena)
{
    Buffer text = buffer_new(arena);
    const Supply *supply = &job->fill->supplies[bottle->rung->drug];
    int64_t mark = bottle->rung->syringe->graduation.nl;
    buffer_addf(&text, "%zu %d %" PRId64 " %d %" PRId64 " %d %" PRId64 " ", bottle->rung->drug, (int)supply->days, supply->tablet.ng,
                (int)supply->tablets_last.day, supply->tablets_over, (int)bottle->reserve_days, mark);
    for (size_t r = 0; r < bottle->run_count; r++) {
        buffer_addf(&text, "%d*", (int)bottle->runs[r].days);
        for (size_t i = 0; i < bottle->runs[r].count; i++)
            buffer_addf(&text, "%s%" PRId64, i ? "," : "", bottle->runs[r].each[i].nl / mark);
        buffer_add(&text, ";");
    }
    return buffer_text(&text);
}

static void add_bottle(Buffer *text, const House *house, const PaperJob *job, const Bottle *bottle, Arena *arena)
{
    const Batch *batch = job_batch(job, bottle);
    buffer_addf(text, "bottle\t%td\t%td\t%d\t%d\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%s\n",
                bottle->rung->formula - house->formulas->items, bottle->size - house->shop->bottles, bottle->i, bottle->n,
                bottle->letter, batch ? batch->lot : "", bottle->rung->strength.mass.ng,
                bottle->rung->strength.volume.nl, bottle->contents.nl, bottle_course(job, bottle, arena));
}

static void add_accepts(Buffer *text, const Prescription *rx)
{
    for (size_t i = 0; i < rx->accept_count; i++) {
        const Accept *accept = &rx->accepts[i];
        Code code;
        if (!accept->code || !accept->place || !accept->check || !finding_code(accept->code, &code) || !batch_judges(code))
            continue;
        buffer_addf(text, "accept\t%s\t%s\t%s\t%s\n", accept->code, accept->place, accept->check,
                    accept->by ? accept->by : "");
    }
}

/* Each run of days: first and last day, whether these are dates, then by each table the least and the most. */
static void add_diazepam(Buffer *text, const House *house, const DiazepamRuns *runs)
{
    buffer_add(text, "diazepam\t");
    for (size_t r = 0; r < runs->count; r++) {
        const DiazepamRun *run = &runs->items[r];
        buffer_addf(text, "%d %d %d ", (int)run->first.day, (int)run->last.day, run->dated);
        for (size_t t = 0; t < house->tables->equivalence_count; t++) {
            const InDiazepam *by = &run->by[t];
            if (by->missing) buffer_addf(text, "%d %d ", NOT_LISTED, by->missing->code);
            else buffer_addf(text, "%" PRId64 " %" PRId64 " ", by->low.ng / SHOWN_NG, by->high.ng / SHOWN_NG);
        }
    }
    buffer_add(text, "\n");
}

static void add_modelled(Buffer *text, const Prescription *rx)
{
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].by == BY_OCCUPANCY)
            buffer_addf(text, "modelled\t%" PRId64 "\t%s\n", rx->steps[i].k.ng, rx->steps[i].k_source);
}

const char *member_text(const House *house, const PaperJob *job, Arena *arena)
{
    Buffer text = buffer_new(arena);
    const Prescription *rx = job->rx;
    buffer_addf(&text, "rx\t%s\t%d\t%d\t%d\t%d\t%s\t%s\n", rx->number, (int)rx->revision, job->fill->number,
                (int)job->fill->made_on.day, job->house->sample, rx->patient.name, rx->rationale ? rx->rationale : "");
    add_accepts(&text, rx);
    add_diazepam(&text, house, &job->fill->in_diazepam);
    add_modelled(&text, rx);
    for (size_t i = 0; i < job->fill->bottle_count; i++) add_bottle(&text, house, job, &job->fill->bottles[i], arena);
    return buffer_text(&text);
}

/* ---------------------------------------------------------------- from text ---- */

typedef struct { char *at[FIELDS_MAX]; size_t count; } Fields;

/* Empty fields count: strtok would join them. */
static Fields fields_of(char *line)
{
    Fields fields = {.count = 1, .at = {line}};
    for (char *at = line; *at; at++) {
        if (*at != '\t') continue;
        *at = '\0';
        if (fields.count < FIELDS_MAX) fields.at[fields.count++] = at + 1;
    }
    return fields;
}

static int64_t number_of(const char *text)
{
    int64_t number = 0;
    sscanf(text, "%" SCNd64, &number);
    return number;
}

static bool read_head(const Fields *fields, Member *out)
{
    if (fields->count != 8) return false;
    out->number = fields->at[1];
    out->revision = (int32_t)number_of(fields->at[2]);
    out->fill = (int32_t)number_of(fields->at[3]);
    out->made_on.day = (int32_t)number_of(fields->at[4]);
    out->sample = number_of(fields->at[5]) != 0;
    out->patient = fields->at[6];
    out->rationale = fields->at[7];
    return true;
}

static bool read_bottle(const Fields *fields, MemberBottle *out)
{
    if (fields->count != 11) return false;
    *out = (MemberBottle){.formula = (uint16_t)number_of(fields->at[1]), .size = (uint16_t)number_of(fields->at[2]),
                          .i = (uint8_t)number_of(fields->at[3]), .n = (uint8_t)number_of(fields->at[4]),
                          .strength = {{number_of(fields->at[7])}, {number_of(fields->at[8])}},
                          .contents = {number_of(fields->at[9])}, .course = fields->at[10], .lot = LOT_NONE};
    snprintf(out->letter, sizeof out->letter, "%s", fields->at[5]);
    snprintf(out->number, sizeof out->number, "%s", fields->at[6]);
    return out->strength.volume.nl > 0;
}

/* "14*23,24,24;" */
static DrawRun run_read(const char **at, int64_t mark, Arena *arena)
{
    char *rest;
    DrawRun run = {.days = (int32_t)strtol(*at, &rest, 10)};
    size_t most = 1;
    for (const char *c = rest; *c && *c != ';'; c++) most += *c == ',';
    run.each = ARENA_ARRAY(arena, most, Volume);
    while (*rest == '*' || *rest == ',') {
        const char *number = rest + 1;
        if (*number == ';') rest++;
        else run.each[run.count++].nl = strtol(number, &rest, 10) * mark;
    }
    *at = *rest ? rest + 1 : rest;
    return run;
}

bool course_read(const char *text, size_t *drug, Supply *supply, Bottle *out, Arena *arena)
{
    int64_t mark;
    int end = 0;
    if (sscanf(text, "%zu %" SCNd32 " %" SCNd64 " %" SCNd32 " %" SCNd64 " %" SCNd32 " %" SCNd64 " %n", drug, &supply->days, &supply->tablet.ng,
               &supply->tablets_last.day, &supply->tablets_over, &out->reserve_days, &mark, &end) != 7)
        return false;
    const char *at = text + end;
    size_t most = 0;
    for (const char *c = at; *c; c++) most += *c == ';';
    out->runs = ARENA_ARRAY(arena, most + 1, DrawRun);
    while (out->run_count < most) out->runs[out->run_count++] = run_read(&at, mark, arena);
    return most > 0;
}

static bool read_accept(const Fields *fields, Accept *out)
{
    if (fields->count != 5) return false;
    *out = (Accept){.code = fields->at[1], .place = fields->at[2], .check = fields->at[3], .by = fields->at[4]};
    return true;
}

static bool read_diazepam(const Fields *fields, Member *out)
{
    out->diazepam = fields->at[1];
    return fields->count == 2;
}

static bool read_modelled(const Fields *fields, Step *out)
{
    if (fields->count != 3) return false;
    *out = (Step){.kind = STEP_REDUCE, .by = BY_OCCUPANCY, .k = {number_of(fields->at[1])}, .k_source = fields->at[2]};
    return true;
}

/* "LOT LOT ...", the numbers that stand on labels already, bottle by bottle. */
static bool read_settled(const Fields *fields, Member *out)
{
    char *rest = fields->count == 2 ? fields->at[1] : NULL;
    for (size_t b = 0; b < out->bottle_count; b++) {
        const char *number = strsep(&rest, " ");
        if (!number) return false;
        snprintf(out->bottles[b].number, sizeof out->bottles[b].number, "%s", number);
    }
    return out->settled = true;
}

static size_t lines_of(const char *text, const char *kind)
{
    size_t count = 0;
    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (text_starts(at, kind)) count++;
    return count;
}

static bool read_line(char *line, Member *out)
{
    Fields fields = fields_of(line);
    if (text_equal(fields.at[0], "rx")) return read_head(&fields, out);
    if (text_equal(fields.at[0], "bottle")) return read_bottle(&fields, &out->bottles[out->bottle_count++]);
    if (text_equal(fields.at[0], "accept")) return read_accept(&fields, &out->accepts[out->accept_count++]);
    if (text_equal(fields.at[0], "diazepam")) return read_diazepam(&fields, out);
    if (text_equal(fields.at[0], "modelled")) return read_modelled(&fields, &out->modelled[out->modelled_count++]);
    if (text_equal(fields.at[0], "settled")) return read_settled(&fields, out);
    return false;
}

bool member_read(const char *text, Member *out, Arena *arena)
{
    *out = (Member){.bottles = ARENA_ARRAY(arena, lines_of(text, "bottle\t"), MemberBottle),
                    .accepts = ARENA_ARRAY(arena, lines_of(text, "accept\t"), Accept),
                    .modelled = ARENA_ARRAY(arena, lines_of(text, "modelled\t"), Step)};
    char *rest = arena_string(arena, text), *line;
    while ((line = strsep(&rest, "\n")))
        if (*line && !read_line(line, out)) return false;
    return out->number && out->diazepam;
}

/* ---------------------------------------------------------------- equivalents ---- */

static const Drug *drug_of_code(const Tables *tables, int64_t code)
{
    for (size_t i = 0; i < tables->drug_count; i++)
        if (tables->drugs[i].code == code) return &tables->drugs[i];
    return NULL;
}

static InDiazepam read_table(char **at, const Tables *tables)
{
    int64_t least = strtoll(*at, at, 10), most = strtoll(*at, at, 10);
    if (least == NOT_LISTED) return (InDiazepam){.missing = drug_of_code(tables, most)};
    return (InDiazepam){NULL, {least * SHOWN_NG}, {most * SHOWN_NG}};
}

static size_t spaces_of(const char *text)
{
    size_t count = 0;
    for (; *text; text++) count += *text == ' ';
    return count;
}

DiazepamRuns member_in_diazepam(const Member *member, const Tables *tables, Arena *arena)
{
    size_t most = spaces_of(member->diazepam) / (3 + 2 * tables->equivalence_count);
    DiazepamRuns runs = {.items = ARENA_ARRAY(arena, most, DiazepamRun), .count = most};
    char *at = arena_string(arena, member->diazepam);
    for (size_t r = 0; r < most; r++) {
        DiazepamRun *run = &runs.items[r];
        run->first.day = (int32_t)strtol(at, &at, 10);
        run->last.day = (int32_t)strtol(at, &at, 10);
        run->dated = strtol(at, &at, 10) != 0;
        run->by = ARENA_ARRAY(arena, tables->equivalence_count, InDiazepam);
        for (size_t t = 0; t < tables->equivalence_count; t++) run->by[t] = read_table(&at, tables);
    }
    return runs;
}
