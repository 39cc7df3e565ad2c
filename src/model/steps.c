/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <taper>: the steps, and the rules that one step can be judged by alone (ARITHMETIC.md 1.3 and 1.4). */
#include "microtaper/text.h"
#include "prescribe.h"

#define PORTIONS_MOST 100
#define WEIGHT_MOST 1000

static const char *const no_children[] = {NULL};

/* ------------------------------------------------------------------------------ doses ---- */
typedef struct { const char *at, *drug; Mass mass; Volume volume; } DoseRow;
static const XmlField dose_fields[] = {
    FIELD("at", REQUIRED, read_text, DoseRow, at),
    FIELD("volume", OPTIONAL, read_volume, DoseRow, volume),
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

/* Puts one dose where it belongs; a second one at its time is a finding. */
static void add_dose(Reading *reading, const XmlNode *node, const DoseRow *row, TimedDose *doses, size_t *count)
{
    require_above_zero(reading, row->mass.ng, xml_place(node, NULL), "the dose");
    require_above_zero(reading, row->volume.nl, xml_place(node, "volume"), "the volume");
    int time = time_read(reading, row->at, xml_place(node, "at"));
    if (time < 0) return;
    if (has_time(doses, *count, time)) FAULT(reading, MT213, xml_place(node, "at"), "a second dose at \"%s\"", row->at);
    insert_dose(doses, (*count)++, (TimedDose){time, row->mass, row->volume.nl > 0 ? row->volume : (Volume){0}});
}

TimedDose *read_doses(Reading *reading, const XmlNode *node, size_t *count)
{
    TimedDose *doses = ARENA_ARRAY(reading->arena, child_count(node, "dose"), TimedDose);
    for (const XmlNode *child = child_first(node, "dose"); child; child = child_next(child)) {
        DoseRow row = {.mass = {UNREAD}, .volume = {UNREAD}};
        read_node(reading, child, dose_fields, &row, no_children);
        add_dose(reading, child, &row, doses, count);
    }
    return doses;
}

/* ----------------------------------------------------------------------- times, drugs ---- */
int *read_times(Reading *reading, const XmlNode *node, const char *attribute, Words words, bool repeats, size_t *count)
{
    int *order = ARENA_ARRAY(reading->arena, words.count, int);
    bool seen[TIMES_MAX] = {false};
    for (size_t i = 0; i < words.count; i++) {
        int time = time_read(reading, words.at[i], xml_place(node, attribute));
        if (time < 0) continue;
        if (seen[time] && !repeats) FAULT(reading, MT213, xml_place(node, attribute), "\"%s\" stands twice", words.at[i]);
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

/* An equivalence table by name, where one is named. */
static void require_table(Reading *reading, const char *name, Place place)
{
    if (name && !equivalence_find(reading->tables, name))
        FAULT(reading, MT221, place, "no table \"%s\" in templates/tables/equivalences.xml", name);
}

/* ------------------------------------------------------------------------------ list ---- */
typedef struct { const char *drug, *to, *table; Exchange ratio; } ListHead;
static const XmlField list_fields[] = {
    FIELD("drug", OPTIONAL, read_text, ListHead, drug),
    FIELD("to", OPTIONAL, read_text, ListHead, to),
    FIELD("ratio", OPTIONAL, read_exchange, ListHead, ratio),
    FIELD("table", OPTIONAL, read_text, ListHead, table),
    XML_END};
static const XmlField row_fields[] = {
    FIELD("for", REQUIRED, read_days, ListRow, days),
    FIELD("dose", OPTIONAL, read_mass, ListRow, total),
    XML_END};

static const XmlField pair_dose_fields[] = {
    FIELD("at", REQUIRED, read_text, DoseRow, at),
    FIELD("drug", OPTIONAL, read_text, DoseRow, drug),
    FIELD("volume", OPTIONAL, read_volume, DoseRow, volume),
    FIELD(".", REQUIRED, read_mass, DoseRow, mass),
    XML_END};

/* Doses of the list's two drugs; one that names none is of the first. */
static void read_pair_doses(Reading *reading, const XmlNode *node, const Step *step, ListRow *row)
{
    size_t room = child_count(node, "dose");
    row->doses = ARENA_ARRAY(reading->arena, room, TimedDose);
    row->others = ARENA_ARRAY(reading->arena, room, TimedDose);
    for (const XmlNode *child = child_first(node, "dose"); child; child = child_next(child)) {
        DoseRow dose = {.mass = {UNREAD}, .volume = {UNREAD}};
        read_node(reading, child, pair_dose_fields, &dose, no_children);
        const Drug *drug = drug_read(reading, dose.drug, xml_place(child, "drug"));
        if (drug && drug != step->to && drug != step->drug)
            FAULT(reading, MT249, xml_place(child, "drug"), "\"%s\" is not one of the list's two drugs", dose.drug);
        bool other = drug && drug == step->to;
        add_dose(reading, child, &dose, other ? row->others : row->doses, other ? &row->other_count : &row->count);
    }
}

static void read_list_row(Reading *reading, const XmlNode *node, const Step *step, ListRow *row)
{
    static const char *const children[] = {"dose", NULL};
    *row = (ListRow){.total = {UNREAD}, .place = xml_place(node, NULL)};
    read_node(reading, node, row_fields, row, children);
    require_above_zero(reading, row->total.ng, xml_place(node, "dose"), "the daily total");
    row->by_time = child_first(node, "dose") != NULL;
    if (row->by_time == (xml_attribute(node, "dose") != NULL))
        FAULT(reading, MT251, row->place, row->by_time ? "a daily total and doses by time" : "no dose");
    if (!row->by_time) return;
    if (step->to) read_pair_doses(reading, node, step, row);
    else row->doses = read_doses(reading, node, &row->count);
    row->total = (Mass){0};
    for (size_t i = 0; i < row->count; i++) row->total = mass_add(row->total, row->doses[i].mass);
}

/* A list of two drugs names the other one, their ratio and its table; a list of one none of them. */
static void judge_pair(Reading *reading, const XmlNode *node, const ListHead *head)
{
    bool to = xml_attribute(node, "to") != NULL, ratio = xml_attribute(node, "ratio") != NULL;
    if (to != ratio || to != (head->table != NULL))
        FAULT(reading, MT259, xml_place(node, NULL), "a list of two drugs needs to, ratio and table together");
    require_table(reading, head->table, xml_place(node, "table"));
}

static void read_list(Reading *reading, const XmlNode *node, Step *step)
{
    static const char *const children[] = {"step", NULL};
    ListHead head = {0};
    step->kind = STEP_LIST;
    read_node(reading, node, list_fields, &head, children);
    child_some(reading, node, "step");
    judge_pair(reading, node, &head);
    step->drug = drug_read(reading, head.drug, xml_place(node, "drug"));
    step->to = drug_read(reading, head.to, xml_place(node, "to"));
    step->ratio = head.ratio;
    step->table = head.table;
    step->rows = ARENA_ARRAY(reading->arena, child_count(node, "step"), ListRow);
    for (const XmlNode *child = child_first(node, "step"); child; child = child_next(child))
        read_list_row(reading, child, step, &step->rows[step->row_count++]);
}

/* ----------------------------------------------------------------------------- cross ---- */
typedef struct {
    const char *drug, *to, *table;
    Exchange ratio;
    Words order;
    int32_t portions, every;
    Share moves, gives;
} CrossRow;
static const XmlField cross_fields[] = {
    FIELD("drug", OPTIONAL, read_text, CrossRow, drug),
    FIELD("to", REQUIRED, read_text, CrossRow, to),
    FIELD("ratio", REQUIRED, read_exchange, CrossRow, ratio),
    FIELD("table", REQUIRED, read_text, CrossRow, table),
    FIELD("order", OPTIONAL, read_words, CrossRow, order),
    FIELD("portions", REQUIRED, read_count, CrossRow, portions),
    FIELD("every", REQUIRED, read_days, CrossRow, every),
    FIELD("moves", OPTIONAL, read_share, CrossRow, moves),
    FIELD("gives", OPTIONAL, read_share, CrossRow, gives),
    XML_END};

/* A part above nothing and at most all, where one is given. */
static void require_share(Reading *reading, Share share, const char *text, Place place)
{
    if (text && (share.e8 <= 0 || share.e8 > SHARE_ONE))
        FAULT(reading, MT247, place, "%s is not above 0 %% and at most 100 %%", text);
}

static void read_cross(Reading *reading, const XmlNode *node, Step *step)
{
    CrossRow row = {.portions = UNREAD};
    step->kind = STEP_CROSS;
    read_node(reading, node, cross_fields, &row, no_children);
    require_between(reading, row.portions, 1, PORTIONS_MOST, xml_place(node, "portions"), "the number of portions");
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->to = drug_read(reading, row.to, xml_place(node, "to"));
    /* A time named again moves its next portion. */
    step->order = read_times(reading, node, "order", row.order, true, &step->order_count);
    step->moves = row.moves;
    step->gives = row.gives;
    require_share(reading, row.moves, xml_attribute(node, "moves"), xml_place(node, "moves"));
    require_share(reading, row.gives, xml_attribute(node, "gives"), xml_place(node, "gives"));
    step->ratio = row.ratio;
    step->table = row.table;
    step->portions = row.portions;
    step->cross_every = row.every;
    require_table(reading, row.table, xml_place(node, "table"));
}

/* ------------------------------------------------------------- stop, maintain, divide ---- */
typedef struct { const char *drug; int32_t days; Mass from; bool has_from; Words at, weights; } EndingRow;
static const XmlField stop_fields[] = {
    FIELD("drug", OPTIONAL, read_text, EndingRow, drug),
    FIELD_FLAG("from", OPTIONAL, read_mass, EndingRow, from, has_from),
    XML_END};
static const XmlField maintain_fields[] = {
    FIELD("drug", OPTIONAL, read_text, EndingRow, drug),
    FIELD("for", OPTIONAL, read_days, EndingRow, days),
    XML_END};
static const XmlField divide_fields[] = {
    FIELD("drug", OPTIONAL, read_text, EndingRow, drug),
    FIELD("for", OPTIONAL, read_days, EndingRow, days),
    FIELD("at", REQUIRED, read_words, EndingRow, at),
    FIELD("weights", OPTIONAL, read_words, EndingRow, weights),
    XML_END};

static void read_stop(Reading *reading, const XmlNode *node, Step *step)
{
    EndingRow row = {0};
    step->kind = STEP_STOP;
    read_node(reading, node, stop_fields, &row, no_children);
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->has_from = row.has_from;
    step->from = row.from;
}

static void read_maintain(Reading *reading, const XmlNode *node, Step *step)
{
    EndingRow row = {0};
    step->kind = STEP_MAINTAIN;
    read_node(reading, node, maintain_fields, &row, no_children);
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->days = row.days;
}

static int32_t *read_weights(Reading *reading, const XmlNode *node, Words words, size_t times)
{
    Place place = xml_place(node, "weights");
    if (!words.count) return NULL;
    int32_t *weights = ARENA_ARRAY(reading->arena, words.count, int32_t);
    for (size_t i = 0; i < words.count; i++) {
        int64_t weight;
        if (count_parse(words.at[i], 1, WEIGHT_MOST, &weight)) weights[i] = (int32_t)weight;
        else FAULT(reading, MT256, place, "a weight is a whole number of 1 to %d: \"%s\"", WEIGHT_MOST, words.at[i]);
    }
    if (words.count != times) FAULT(reading, MT256, place, "%zu times and %zu weights", times, words.count);
    return weights;
}

static void read_divide(Reading *reading, const XmlNode *node, Step *step)
{
    EndingRow row = {0};
    step->kind = STEP_DIVIDE;
    read_node(reading, node, divide_fields, &row, no_children);
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->days = row.days;
    step->order = read_times(reading, node, "at", row.at, false, &step->order_count);
    step->weights = read_weights(reading, node, row.weights, row.at.count);
}

/* ------------------------------------------------------------------------------- all ---- */
static const struct {
    const char *name;
    void (*read)(Reading *reading, const XmlNode *node, Step *step);
} step_readers[] = {
    {"hold", read_hold}, {"reduce", read_reduce}, {"list", read_list},
    {"cross", read_cross}, {"stop", read_stop}, {"maintain", read_maintain}, {"divide", read_divide},
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

typedef struct { Date starts, review; const char *led_by, *steady; int32_t longest; bool back; } TaperRow;
static const XmlField taper_fields[] = {
    FIELD("starts", REQUIRED, read_date, TaperRow, starts),
    FIELD("led-by", REQUIRED, read_text, TaperRow, led_by),
    FIELD("review", OPTIONAL, read_date, TaperRow, review),
    FIELD("steady", OPTIONAL, read_text, TaperRow, steady),
    FIELD("longest", OPTIONAL, read_days, TaperRow, longest),
    FIELD("back", OPTIONAL, read_bool, TaperRow, back),
    XML_END};

/* What belongs to a plan led by symptoms: all of it is needed there, and nothing of it elsewhere. */
static void judge_symptoms(Reading *reading, const XmlNode *node, bool symptoms)
{
    static const char *const names[] = {"review", "steady", "longest", "back"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool given = xml_attribute(node, names[i]) != NULL;
        if (given == symptoms) continue;
        FAULT(reading, MT258, xml_place(node, given ? names[i] : NULL), "led-by=\"%s\" %s %s", symptoms ? "symptoms" : "calendar",
              given ? "does not say" : "needs", names[i]);
    }
}

static void read_led_by(Reading *reading, const XmlNode *node, const TaperRow *row, Prescription *rx)
{
    static const char *const leaders[] = {"calendar", "symptoms", NULL};   /* as LedBy */
    int led_by = word_index(reading, row->led_by, leaders, xml_place(node, "led-by"));
    rx->led_by = led_by == LED_BY_SYMPTOMS ? LED_BY_SYMPTOMS : LED_BY_CALENDAR;
    rx->review = row->review;
    rx->steady = row->steady;
    rx->longest = row->longest;
    rx->back = row->back;
    if (led_by >= 0) judge_symptoms(reading, node, led_by == LED_BY_SYMPTOMS);
}

void read_taper(Reading *reading, const XmlNode *node, Prescription *rx)
{
    static const char *const children[] = {"hold", "reduce", "list", "cross", "stop", "maintain", "divide", NULL};
    TaperRow row = {0};
    size_t count = 0;
    read_node(reading, node, taper_fields, &row, children);
    rx->starts = row.starts;
    read_led_by(reading, node, &row, rx);
    for (const XmlNode *child = node->first; child; child = child->next) count++;
    rx->steps = ARENA_ARRAY(reading->arena, count, Step);
    for (const XmlNode *child = node->first; child; child = child->next) read_step(reading, child, rx);
    if (rx->step_count == 0) FAULT(reading, MT117, xml_place(node, NULL), "<taper> has no step");
}
