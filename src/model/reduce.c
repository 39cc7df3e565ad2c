/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <reduce>, and the rules that it can be judged by alone (ARITHMETIC.md 1.3). */
#include <inttypes.h>
#include <string.h>

#include "microtaper/text.h"
#include "prescribe.h"

#define CUTS_MOST 3660   /* a cut lasts at least a day, and a plan at most 3,660 */

static const char *const no_children[] = {NULL};

typedef struct { bool known, share; Mass amount; Share part; } Cut;
typedef struct {
    Cut by;
    const char *of, *inside, *drug, *falls, *k_source;
    int32_t per, every, cuts, hold, hold_after;
    Mass until, k;
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
    FIELD("by", OPTIONAL, read_cut, ReduceRow, by),
    FIELD("of", OPTIONAL, read_text, ReduceRow, of),
    FIELD("per", OPTIONAL, read_days, ReduceRow, per),
    FIELD("every", OPTIONAL, read_days, ReduceRow, every),
    FIELD("inside", OPTIONAL, read_text, ReduceRow, inside),
    FIELD_FLAG("until", OPTIONAL, read_mass, ReduceRow, until, has_until),
    FIELD("cuts", OPTIONAL, read_count, ReduceRow, cuts),
    FIELD("order", OPTIONAL, read_words, ReduceRow, order),
    FIELD("drug", OPTIONAL, read_text, ReduceRow, drug),
    FIELD("falls", OPTIONAL, read_text, ReduceRow, falls),
    FIELD("hold", OPTIONAL, read_days, ReduceRow, hold),
    FIELD("hold-after", OPTIONAL, read_count, ReduceRow, hold_after),
    FIELD("k", OPTIONAL, read_mass, ReduceRow, k),
    FIELD("k-source", OPTIONAL, read_text, ReduceRow, k_source),
    XML_END};

static void judge_share(Reading *reading, const XmlNode *node, const Cut *by)
{
    if (by->share && (by->part.e8 == 0 || by->part.e8 > SHARE_ONE))
        FAULT(reading, MT247, xml_place(node, "by"), "%s is not above 0 %% and at most 100 %%",
              xml_attribute(node, "by"));
    if (by->known && !by->share) require_above_zero(reading, by->amount.ng, xml_place(node, "by"), "the amount");
}

/* What a percentage is of; index as in `bases`. */
static ReduceBy base_of(int of)
{
    static const ReduceBy kinds[] = {BY_SHARE_OF_CURRENT, BY_SHARE_OF_ORIGINAL, BY_SHARE_OF_CYCLE, BY_OCCUPANCY};
    return of < 0 ? BY_SHARE_OF_CURRENT : kinds[of];
}

static void judge_base(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    static const char *const bases[] = {"current", "original", "cycle", "occupancy", NULL};
    const char *by = xml_attribute(node, "by");
    int of = word_index(reading, row->of, bases, xml_place(node, "of"));
    ReduceBy base = base_of(of);
    bool occupancy = of >= 0 && base == BY_OCCUPANCY;
    step->by = step->band_count ? BY_BANDS : row->by.share || occupancy ? base : BY_AMOUNT;
    if (step->band_count ? by || row->of : !by && !occupancy)
        FAULT(reading, MT239, xml_place(node, NULL),
              step->band_count ? "bands say what to cut: leave by and of out" : "cut by how much?");
    if (!row->by.known) return;
    if (row->by.share && !xml_attribute(node, "of") && !step->band_count)
        FAULT(reading, MT240, xml_place(node, "by"),
              "%s of what: \"current\", \"original\", \"cycle\" or \"occupancy\"?", by);
    if (!row->by.share && xml_attribute(node, "of"))
        FAULT(reading, MT241, xml_place(node, "of"), "%s is an amount: it is of nothing", by);
    judge_share(reading, node, &row->by);
}

static bool bands_have_days(const Step *step)
{
    for (size_t i = 0; i < step->band_count; i++)
        if (step->bands[i].every <= 0) return false;
    return step->band_count > 0;
}

/* per and every: one given stands for both. */
static void judge_days(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    bool per = xml_attribute(node, "per") != NULL, every = xml_attribute(node, "every") != NULL;
    step->per = per ? row->per : row->every;
    step->every = every ? row->every : row->per;
    if (!per && !every && bands_have_days(step)) step->per = step->every = step->bands[0].every;
    else if (!per && !every) FAULT(reading, MT242, xml_place(node, NULL), "<reduce> has neither per nor every");
    if (step->every > 0 && step->per > 0 && step->per % step->every)
        FAULT(reading, MT243, xml_place(node, "every"),
              "cuts every %" PRId32 " days do not divide a rate period of %" PRId32,
              step->every, step->per);
}

static void judge_inside(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    static const char *const insides[] = {"straight", "exponential", NULL};   /* as Inside */
    int inside = word_index(reading, row->inside, insides, xml_place(node, "inside"));
    step->inside = inside == INSIDE_EXPONENTIAL ? INSIDE_EXPONENTIAL : INSIDE_STRAIGHT;
    bool several = step->every > 0 && step->per > step->every;
    if (row->by.share && several && !xml_attribute(node, "inside"))
        FAULT(reading, MT244, xml_place(node, NULL),
              "cuts every %" PRId32 " days in a rate period of %" PRId32 ": straight or exponential?",
              step->every, step->per);
    bool of_current = row->by.share && text_equal(row->of, "current");
    if (inside == INSIDE_EXPONENTIAL && row->by.known && !of_current)
        FAULT(reading, MT245, xml_place(node, "inside"),
              "inside=\"exponential\" goes with a percentage of=\"current\" only");
}

static void judge_end(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    bool until = xml_attribute(node, "until") != NULL, cuts = xml_attribute(node, "cuts") != NULL;
    step->has_until = row->has_until;
    step->until = row->until;
    step->cuts = row->cuts == UNREAD ? 0 : row->cuts;
    require_between(reading, row->cuts, 1, CUTS_MOST, xml_place(node, "cuts"), "the number of cuts");
    if (until && cuts && step->by == BY_OCCUPANCY) return;   /* so many equal steps to a dose */
    if (until == cuts)
        FAULT(reading, MT246, xml_place(node, NULL),
              until ? "<reduce> has both until and cuts" : "<reduce> has neither until nor cuts");
}

/* ------------------------------------------------------------------------------ bands ---- */
typedef struct { Cut by; Mass above; int32_t every; } BandRow;
static const XmlField band_fields[] = {
    FIELD("above", REQUIRED, read_mass, BandRow, above),
    FIELD("by", REQUIRED, read_cut, BandRow, by),
    FIELD("every", OPTIONAL, read_days, BandRow, every),
    XML_END};

static void read_bands(Reading *reading, const XmlNode *node, Step *step)
{
    step->bands = ARENA_ARRAY(reading->arena, child_count(node, "band"), Band);
    for (const XmlNode *child = child_first(node, "band"); child; child = child_next(child)) {
        BandRow row = {0};
        read_node(reading, child, band_fields, &row, no_children);
        judge_share(reading, child, &row.by);
        step->bands[step->band_count++] = (Band){row.above, row.by.share, row.by.amount, row.by.part, row.every,
                                                 xml_place(child, NULL)};
    }
}

/* How the cuts are shared by the times of day, and the hold that comes after some of them. */
static void judge_course(Reading *reading, const XmlNode *node, const ReduceRow *row, Step *step)
{
    static const char *const ways[] = {"together", "in-turn", "in-rotation", NULL};   /* as Falls */
    int falls = word_index(reading, row->falls, ways, xml_place(node, "falls"));
    step->falls = falls > 0 ? (Falls)falls : FALL_TOGETHER;
    require_between(reading, row->hold_after, 1, CUTS_MOST, xml_place(node, "hold-after"),
                    "the number of cuts before a hold");
    step->hold_after = row->hold_after == UNREAD ? 0 : row->hold_after;
    step->hold_days = row->hold;
    step->k = row->k;
    step->k_source = row->k_source;
}

void read_reduce(Reading *reading, const XmlNode *node, Step *step)
{
    static const char *const children[] = {"band", NULL};
    ReduceRow row = {.cuts = UNREAD, .hold_after = UNREAD};
    step->kind = STEP_REDUCE;
    read_node(reading, node, reduce_fields, &row, children);
    read_bands(reading, node, step);
    step->amount = row.by.amount;
    step->share = row.by.part;
    step->drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    step->order = read_times(reading, node, "order", row.order, false, &step->order_count);
    judge_base(reading, node, &row, step);
    judge_days(reading, node, &row, step);
    judge_inside(reading, node, &row, step);
    judge_end(reading, node, &row, step);
    judge_course(reading, node, &row, step);
}
