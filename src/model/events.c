/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <event>: what happened on the way, and what each kind must and may state (ARITHMETIC.md 1.11). */
#include "microtaper/text.h"
#include "prescribe.h"

static const char *const no_children[] = {NULL};

typedef struct { const char *what, *role, *drug; Event event; bool has_to; } EventRow;
static const XmlField event_fields[] = {
    FIELD("what", REQUIRED, read_text, EventRow, what),
    FIELD("on", REQUIRED, read_date, EventRow, event.on),
    FIELD("by", REQUIRED, read_text, EventRow, event.by),
    FIELD("role", REQUIRED, read_text, EventRow, role),
    FIELD("for", OPTIONAL, read_days, EventRow, event.days),
    FIELD("pace", OPTIONAL, read_share, EventRow, event.pace),
    FIELD("to", OPTIONAL, read_mass, EventRow, event.to),
    FIELD("drug", OPTIONAL, read_text, EventRow, drug),
    FIELD("note", OPTIONAL, read_text, EventRow, event.note),
    XML_END};

static const char *const kinds[] = {"held", "slowed", "reversed", "resumed", "missed", "stopped", "maintained",
                                    "source-changed", NULL};   /* as EventKind */

/* What a kind does with an attribute: '!' must, '?' may, '-' must not state it. */
typedef struct { const char *name, *use; } EventRule;   /* one character a kind, in their order */
static const EventRule rules[] = {
    {"for",  "?-!-!-?-"},
    {"pace", "-!------"},
    {"to",   "--!-----"},
    {"drug", "--?-----"},
    {"note", "????????"},
};

static void judge_event(Reading *reading, const XmlNode *node, int kind)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        bool given = xml_attribute(node, rules[i].name) != NULL;
        if (given && rules[i].use[kind] == '-')
            FAULT(reading, MT257, xml_place(node, rules[i].name), "what=\"%s\" does not say %s", kinds[kind],
                  rules[i].name);
        if (!given && rules[i].use[kind] == '!')
            FAULT(reading, MT257, xml_place(node, NULL), "what=\"%s\" needs %s", kinds[kind], rules[i].name);
    }
}

/* A dose rises, and a pace changes, only where the prescriber says so; a plan led by symptoms may allow a step back. */
static void judge_role(Reading *reading, const XmlNode *node, int kind, int role, bool back)
{
    bool patients_own = kind == EVENT_HELD || kind == EVENT_MISSED || kind == EVENT_STOPPED ||
                        kind == EVENT_SOURCE_CHANGED;
    bool allowed = patients_own || (kind == EVENT_REVERSED && back);
    if (role > 0 && !allowed)
        FAULT(reading, MT257, xml_place(node, "role"), "what=\"%s\" is the prescriber's to say", kinds[kind]);
}

static void read_event(Reading *reading, const XmlNode *node, Prescription *rx)
{
    static const char *const roles[] = {"prescriber", "pharmacist", "patient", "carer", NULL};
    EventRow row = {.event.place = xml_place(node, NULL)};
    read_node(reading, node, event_fields, &row, no_children);
    int kind = word_index(reading, row.what, kinds, xml_place(node, "what"));
    int role = word_index(reading, row.role, roles, xml_place(node, "role"));
    if (kind < 0) reading->sound = false;
    else {
        judge_event(reading, node, kind);
        judge_role(reading, node, kind, role, rx->back);
        row.event.kind = (EventKind)kind;
    }
    row.event.role = row.role;
    row.event.drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    rx->events[rx->event_count++] = row.event;
}

void read_events(Reading *reading, const XmlNode *record, Prescription *rx)
{
    rx->events = ARENA_ARRAY(reading->arena, child_count(record, "event"), Event);
    for (const XmlNode *node = child_first(record, "event"); node; node = child_next(node))
        read_event(reading, node, rx);
}
