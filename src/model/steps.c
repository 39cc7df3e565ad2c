/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <taper>: the steps, and the rules that one step can be judged by alone (ARITHMETIC.md 1.3 and 1.4). */
#include <inttypes.h>
#include <string.h>

#include "microtaper/text.h"
#include "prescribe.h"

#define CUTS_MOST 3660   /* a cut lasts at least a day, and a plan at most 3,660 */
#define PORTIONS_MOST 100

static const char *const no_children[] = {NULL};

/* ------------------------------------------------------------------------------ doses ---- */
typedef struct { const char *at; Mass mass; } DoseRow;
static const XmlField dose_fields[] = {
    FIELD("at", REQUIRED, read_text, DoseRow, at),
    FIELD(".", REQUIRED, read_mass, DoseRow, mass),
    XML_END};

/* Puts a dose where its time of day belongs. */
static void insert_dose(TimedDose *doses, size_t count, TimedDose dose)
{
    while (count > 0 && doses[count - 1].time > dose.time) {
        doses[count] = doses[count - 1];
        count--;
    }
    doses[count] = dose;
}

static bool has_time(const TimedDose *doses, size_t count, int time)
{
    for (size_t i = 0; i < count; i++)
        if (doses[i].time == time) return true;
    return false;
}

TimedDose *read_doses(Reading *reading, const XmlNode *node, size_t *count)
{
    TimedDose *doses = ARENA_ARRAY(reading->arena, child_count(node, "dose"), TimedDose);
    for (const XmlNode *child = child_first(node, "dose"); child; child = child_next(child)) {
        DoseRow row = {.mass = {UNREAD}};
        read_node(reading, child, dose_fields, &row, no_children);
        require_above_zero(reading, row.mass.ng, xml_place(child, NULL), "the dose");
        int time = time_read(reading, row.at, xml_place(child, "at"));
        if (time < 0) continue;
        if (has_time(doses, *count, time))
            FAULT(reading, MT213, xml_place(child, "at"), "a second dose at \"%s\"", row.at);
        insert_dose(doses, (*count)++, (TimedDose){time, row.mass});
    }
    return doses;
}

/* ----------------------------------------------------------------------- times, drugs ---- */
static int *read_order(Reading *reading, const XmlNode *node, Words words, size_t *count)
{
    int *order = ARENA_ARRAY(reading->arena, words.count, int);
    bool seen[TIMES_MAX] = {false};
    for (size_t i = 0; i < words.count; i++) {
        int time = time_read(reading, words.at[i], xml_place(node, "order"));
        if (time < 0) continue;
        if (seen[time]) FAULT(reading, MT213, xml_place(node, "order"), "\"%s\" stands twice", words.at[i]);
        seen[time] = true;
        order[(*count)++] = time;
    }
    return order;
}

/* ------------------------------------------------------------------------------ hold ---- */
static const XmlField hold_fields[] = {FIELD("for", REQUIRED, read_days, Step, days), XML_END};

static void read_hold(Reading *reading, const XmlNode *node, Step *step)
{
    step->kind = STEP_HOLD;
    read_node(reading, node, hold_fields, step, no_children);
}

/* ---------------------------------------------------------------------------- reduce ---- */
typedef struct { bool known, share; Mass amount; Share part; } Cut;
typedef struct {
    Cut by;
    const char *of, *inside, *drug;
    int32_t per, every, cuts;
    Mass until;
    bool has_until;
    Words order;
} ReduceRow;

/* "5 %" or "0.1 mg". */
static bool read_cut(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    Cut *cut = field;
    cut->share = strchr(text, '%') != NULL;
    cut->known = cut->share ? read_share(text, &cut->part, place, arena, findings)
                            : read_mass(text, &cut->amount, place, arena, findings);
    return cut->known;
}

static const XmlField reduce_fields[] = {
    FIELD("by", REQUIRED, read_cut, ReduceRow, by),
    FIELD("of", OPTIONAL, read_text, ReduceRow, of),
    FIELD("per", OPTIONAL, read_days, ReduceRow, per),
    FIELD("every", OPTIONAL, read_days, ReduceRow, every),
    FIELD("inside", OPTIONAL, read_text, ReduceRow, inside),
    FIELD_FLAG("until", OPTIONAL, read_mass, ReduceRow, until, has_until),
    FIELD("cuts", OPTIONAL, read_count, ReduceRow, cuts),
    FIELD("order", OPTIONAL, read_words, ReduceRow, order),
    FIELD("drug", OPTIONAL, read_text, ReduceRow, drug),
    XML_END};

static void judge_base(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    static const char *const bases[] = {"current", "original", NULL};
    int of = word_index(reading, row->of, bases, xml_place(node, "of"));
    if (!row->by.known) return;
    step->by = !row->by.share ? BY_AMOUNT : of == 1 ? BY_SHARE_OF_ORIGINAL : BY_SHARE_OF_CURRENT;
    const char *by = xml_attribute(node, "by");
    if (row->by.share && !xml_attribute(node, "of"))
        FAULT(reading, MT240, xml_place(node, "by"), "%s of what: \"current\" or \"original\"?", by);
    if (!row->by.share && xml_attribute(node, "of"))
        FAULT(reading, MT241, xml_place(node, "of"), "%s is an amount: it is of nothing", by);
    if (row->by.share && (row->by.part.e8 == 0 || row->by.part.e8 > SHARE_ONE))
        FAULT(reading, MT247, xml_place(node, "by"), "%s is not above 0 %% and at most 100 %%", by);
    if (!row->by.share) require_above_zero(reading, row->by.amount.ng, xml_place(node, "by"), "the amount");
}

/* per and every: one given stands for both. */
static void judge_days(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    bool per = xml_attribute(node, "per") != NULL, every = xml_attribute(node, "every") != NULL;
    step->per = per ? row->per : row->every;
    step->every = every ? row->every : row->per;
    if (!per && !every) FAULT(reading, MT242, xml_place(node, NULL), "<reduce> has neither per nor every");
    if (step->every > 0 && step->per > 0 && step->per % step->every)
        FAULT(reading, MT243, xml_place(node, "every"), "cuts every %" PRId32 " days do not divide a rate period of %" PRId32,
              step->every, step->per);
}

static void judge_inside(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    static const char *const insides[] = {"straight", "exponential", NULL};   /* as Inside */
    int inside = word_index(reading, row->inside, insides, xml_place(node, "inside"));
    step->inside = inside == INSIDE_EXPONENTIAL ? INSIDE_EXPONENTIAL : INSIDE_STRAIGHT;
    bool several = step->every > 0 && step->per > step->every;
    if (row->by.share && several && !xml_attribute(node, "inside"))
        FAULT(reading, MT244, xml_place(node, NULL), "%" PRId32 " cuts in %" PRId32 " days: straight or exponential?",
              step->per / step->every, step->per);
    bool of_current = row->by.share && text_equal(row->of, "current");
    if (inside == INSIDE_EXPONENTIAL && row->by.known && !of_current)
        FAULT(reading, MT245, xml_place(node, "inside"), "inside=\"exponential\" goes with a percentage of=\"current\" only");
}

static void judge_end(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    bool until = xml_attribute(node, "until") != NULL, cuts = xml_attribute(node, "cuts") != NULL;
    step->has_until = row->has_until;
    step->until = row->until;
    step->cuts = row->cuts == UNREAD ? 0 : row->cuts;
    require_between(reading, row->cuts, 1, CUTS_MOST, xml_place(node, "cuts"), "the number of cuts");
    if (until == cuts)
        FAULT(reading, MT246, xml_place(node, NULL), until ? "<reduce> has both until and cuts" : "<reduce> has neither until nor cuts");
}

static void read_reduce(Reading *reading, const XmlNode *node, Step *step)
{
    ReduceRow row = {.cuts = UNREAD};
    step->kind = STEP_REDUCE;
    read_node(reading, node, reduce_fields, &row, no_children);
    step->amount = row.by.amount;
    step->share = row.by.part;
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->order = read_order(reading, node, row.order, &step->order_count);
    judge_base(reading, node, &row, step);
    judge_days(reading, node, &row, step);
    judge_inside(reading, node, &row, step);
    judge_end(reading, node, &row, step);
}

/* ------------------------------------------------------------------------------ list ---- */
typedef struct { const char *drug; } DrugOnly;
static const XmlField drug_fields[] = {FIELD("drug", OPTIONAL, read_text, DrugOnly, drug), XML_END};
static const XmlField row_fields[] = {
    FIELD("for", REQUIRED, read_days, ListRow, days),
    FIELD("dose", OPTIONAL, read_mass, ListRow, total),
    XML_END};

static void read_list_row(Reading *reading, const XmlNode *node, ListRow *row)
{
    static const char *const children[] = {"dose", NULL};
    *row = (ListRow){.total = {UNREAD}, .place = xml_place(node, NULL)};
    read_node(reading, node, row_fields, row, children);
    require_above_zero(reading, row->total.ng, xml_place(node, "dose"), "the daily total");
    row->by_time = child_first(node, "dose") != NULL;
    if (row->by_time == (xml_attribute(node, "dose") != NULL))
        FAULT(reading, MT251, row->place, row->by_time ? "a daily total and doses by time" : "no dose");
    if (!row->by_time) return;
    row->doses = read_doses(reading, node, &row->count);
    row->total = (Mass){0};
    for (size_t i = 0; i < row->count; i++) row->total = mass_add(row->total, row->doses[i].mass);
}

static void read_list(Reading *reading, const XmlNode *node, Step *step)
{
    static const char *const children[] = {"step", NULL};
    DrugOnly row = {0};
    step->kind = STEP_LIST;
    read_node(reading, node, drug_fields, &row, children);
    child_some(reading, node, "step");
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->rows = ARENA_ARRAY(reading->arena, child_count(node, "step"), ListRow);
    for (const XmlNode *child = child_first(node, "step"); child; child = child_next(child))
        read_list_row(reading, child, &step->rows[step->row_count++]);
}

/* ----------------------------------------------------------------------------- cross ---- */
typedef struct {
    const char *drug, *to, *table;
    Exchange ratio;
    Words order;
    int32_t portions, every;
} CrossRow;
static const XmlField cross_fields[] = {
    FIELD("drug", OPTIONAL, read_text, CrossRow, drug),
    FIELD("to", REQUIRED, read_text, CrossRow, to),
    FIELD("ratio", REQUIRED, read_exchange, CrossRow, ratio),
    FIELD("table", REQUIRED, read_text, CrossRow, table),
    FIELD("order", OPTIONAL, read_words, CrossRow, order),
    FIELD("portions", REQUIRED, read_count, CrossRow, portions),
    FIELD("every", REQUIRED, read_days, CrossRow, every),
    XML_END};

static void read_cross(Reading *reading, const XmlNode *node, Step *step)
{
    CrossRow row = {.portions = UNREAD};
    step->kind = STEP_CROSS;
    read_node(reading, node, cross_fields, &row, no_children);
    require_between(reading, row.portions, 1, PORTIONS_MOST, xml_place(node, "portions"), "the number of portions");
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->to = drug_read(reading, row.to, xml_place(node, "to"));
    step->order = read_order(reading, node, row.order, &step->order_count);
    step->ratio = row.ratio;
    step->table = row.table;
    step->portions = row.portions;
    step->cross_every = row.every;
    if (row.table && !equivalence_find(reading->tables, row.table))
        FAULT(reading, MT221, xml_place(node, "table"), "no table \"%s\" in templates/tables/equivalences.xml", row.table);
}

/* --------------------------------------------------------------------- stop, maintain ---- */
static void read_ending(Reading *reading, const XmlNode *node, Step *step)
{
    DrugOnly row = {0};
    step->kind = text_equal(node->name, "stop") ? STEP_STOP : STEP_MAINTAIN;
    read_node(reading, node, drug_fields, &row, no_children);
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
}

/* ------------------------------------------------------------------------------- all ---- */
static const struct {
    const char *name;
    void (*read)(Reading *reading, const XmlNode *node, Step *step);
} step_readers[] = {
    {"hold", read_hold}, {"reduce", read_reduce}, {"list", read_list},
    {"cross", read_cross}, {"stop", read_ending}, {"maintain", read_ending},
};
#define STEP_KINDS (sizeof step_readers / sizeof step_readers[0])

/* An element of another name has its finding from read_taper. */
static void read_step(Reading *reading, const XmlNode *node, Prescription *rx)
{
    for (size_t i = 0; i < STEP_KINDS; i++) {
        if (!text_equal(node->name, step_readers[i].name)) continue;
        Step *step = &rx->steps[rx->step_count++];
        step->place = xml_place(node, NULL);
        step_readers[i].read(reading, node, step);
    }
}

typedef struct { Date starts; const char *led_by; } TaperRow;
static const XmlField taper_fields[] = {
    FIELD("starts", REQUIRED, read_date, TaperRow, starts),
    FIELD("led-by", REQUIRED, read_text, TaperRow, led_by),
    XML_END};

void read_taper(Reading *reading, const XmlNode *node, Prescription *rx)
{
    static const char *const children[] = {"hold", "reduce", "list", "cross", "stop", "maintain", NULL};
    static const char *const leaders[] = {"calendar", "symptoms", NULL};   /* as LedBy */
    TaperRow row = {0};
    size_t count = 0;
    read_node(reading, node, taper_fields, &row, children);
    int led_by = word_index(reading, row.led_by, leaders, xml_place(node, "led-by"));
    rx->starts = row.starts;
    rx->led_by = led_by == LED_BY_SYMPTOMS ? LED_BY_SYMPTOMS : LED_BY_CALENDAR;
    for (const XmlNode *child = node->first; child; child = child->next) count++;
    rx->steps = ARENA_ARRAY(reading->arena, count, Step);
    for (const XmlNode *child = node->first; child; child = child->next) read_step(reading, child, rx);
    if (rx->step_count == 0) FAULT(reading, MT117, xml_place(node, NULL), "<taper> has no step");
}
