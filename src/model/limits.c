/* SPDX-License-Identifier: GPL-3.0-or-later */
/* templates/tables/limits.xml: thresholds, each with its source. */
#include "tables.h"

#define SYRINGE_ROWS (sizeof((Limits *)0)->syringe / sizeof((Limits *)0)->syringe[0])

static const char *const no_children[] = {NULL};
static const XmlField no_fields[] = {XML_END};

static const XmlField fall_fields[] = {
    FIELD("usual", REQUIRED, read_share, Limits, fall_usual),
    FIELD("most", REQUIRED, read_share, Limits, fall_most),
    FIELD("source", REQUIRED, read_long_text, Limits, fall_source),
    XML_END};

static const XmlField lag_fields[] = {
    FIELD("share", REQUIRED, read_share, Limits, lag),
    FIELD("source", REQUIRED, read_long_text, Limits, lag_source),
    XML_END};

static const XmlField measure_fields[] = {
    FIELD("reliable", REQUIRED, read_share, Limits, reliable_bound),
    FIELD("source", REQUIRED, read_long_text, Limits, syringe_source),
    XML_END};

static const XmlField weigh_fields[] = {
    FIELD("factor-low", REQUIRED, read_share, Limits, factor_low),
    FIELD("factor-high", REQUIRED, read_share, Limits, factor_high),
    FIELD("tolerance", REQUIRED, read_share, Limits, weigh_tolerance),
    FIELD("yield-low", REQUIRED, read_share, Limits, yield_low),
    FIELD("yield-high", REQUIRED, read_share, Limits, yield_high),
    FIELD("source", REQUIRED, read_long_text, Limits, weigh_source),
    XML_END};

typedef struct { Volume below; Share base, slope; } Tolerance;
static const XmlField tolerance_fields[] = {
    FIELD("below", OPTIONAL, read_volume, Tolerance, below),
    FIELD("base", REQUIRED, read_share, Tolerance, base),
    FIELD("slope", REQUIRED, read_share, Tolerance, slope),
    XML_END};

static void require_rising(Reading *reading, const XmlNode *node, Share low, Share high, const char *what)
{
    if (low.e8 > high.e8) FAULT(reading, MT219, xml_place(node, NULL), "%s", what);
}

/* Rows go up by `below`, and the last has none: it holds for every larger syringe. */
static void read_tolerance(Reading *reading, const XmlNode *node, Limits *limits)
{
    Tolerance row = {0};
    read_node(reading, node, tolerance_fields, &row, no_children);
    bool last = child_next(node) == NULL;
    bool rises = limits->syringe_count == 0 || row.below.nl > limits->syringe[limits->syringe_count - 1].below.nl;
    if (last != (row.below.nl == 0) || (!last && !rises))
        FAULT(reading, MT219, xml_place(node, NULL), "rows must rise by @below, and the last has none");
    if (row.slope.e8 >= limits->reliable_bound.e8)
        FAULT(reading, MT219, xml_place(node, "slope"), "the slope reaches the reliable bound: no volume would do");
    if (limits->syringe_count == SYRINGE_ROWS) {
        FAULT(reading, MT220, xml_place(node, NULL), "more than %zu rows", SYRINGE_ROWS);
        return;
    }
    limits->syringe[limits->syringe_count].below = row.below;
    limits->syringe[limits->syringe_count].base = row.base;
    limits->syringe[limits->syringe_count++].slope = row.slope;
}

static void read_measure(Reading *reading, const XmlNode *node, Limits *limits)
{
    static const char *const children[] = {"syringe", NULL};
    read_node(reading, node, measure_fields, limits, children);
    child_some(reading, node, "syringe");
    for (const XmlNode *row = child_first(node, "syringe"); row; row = child_next(row))
        read_tolerance(reading, row, limits);
}

void read_limits(Reading *reading, const XmlNode *root, Tables *tables)
{
    static const char *const children[] = {"fall", "lag", "measure", "weigh", NULL};
    Limits *limits = &tables->limits;
    read_node(reading, root, no_fields, NULL, children);
    const XmlNode *fall = child_one(reading, root, "fall", REQUIRED), *lag = child_one(reading, root, "lag", REQUIRED);
    const XmlNode *measure = child_one(reading, root, "measure", REQUIRED);
    const XmlNode *weigh = child_one(reading, root, "weigh", REQUIRED);
    if (fall) read_node(reading, fall, fall_fields, limits, no_children);
    if (fall) require_rising(reading, fall, limits->fall_usual, limits->fall_most, "usual is above most");
    if (lag) read_node(reading, lag, lag_fields, limits, no_children);
    if (measure) read_measure(reading, measure, limits);
    if (!weigh) return;
    read_node(reading, weigh, weigh_fields, limits, no_children);
    require_rising(reading, weigh, limits->factor_low, limits->factor_high, "factor-low is above factor-high");
    require_rising(reading, weigh, limits->yield_low, limits->yield_high, "yield-low is above yield-high");
}
