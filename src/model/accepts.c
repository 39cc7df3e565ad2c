/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <accept>: a named person takes the responsibility for one warning. */
#include <string.h>

#include "microtaper/text.h"
#include "prescribe.h"

#define CHECK_LETTERS 4

static const char *const no_children[] = {NULL};
static const XmlField accept_fields[] = {
    FIELD("code", REQUIRED, read_text, Accept, code),
    FIELD("place", REQUIRED, read_text, Accept, place),
    FIELD("check", REQUIRED, read_text, Accept, check),
    FIELD("by", REQUIRED, read_text, Accept, by),
    FIELD("on", REQUIRED, read_date, Accept, on),
    FIELD("reason", REQUIRED, read_long_text, Accept, reason),
    XML_END};

static bool is_warning(const char *name)
{
    Code code;
    return finding_code(name, &code) && finding_kind(code)->tier == TIER_WARNING;
}

static bool check_fits(const char *check)
{
    return strlen(check) == CHECK_LETTERS && strspn(check, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == CHECK_LETTERS;
}

/* An accept with a fault of its own counts as used: that it matches nothing is no news. */
static void read_accept(Reading *reading, const XmlNode *node, Accept *accept)
{
    accept->at = xml_place(node, NULL);
    read_node(reading, node, accept_fields, accept, no_children);
    bool warning = accept->code && is_warning(accept->code), fits = accept->check && check_fits(accept->check);
    if (accept->code && !warning)
        finding_add(reading->findings, MT270, xml_place(node, "code"), "%s is not the code of a warning", accept->code);
    if (accept->check && !fits)
        finding_add(reading->findings, MT272, xml_place(node, "check"), "not four capital letters: \"%s\"",
                    accept->check);
    accept->used = !warning || !fits || !accept->place;
}

Accept *read_accepts(Reading *reading, const XmlNode *record, size_t *count)
{
    Accept *accepts = ARENA_ARRAY(reading->arena, child_count(record, "accept"), Accept);
    *count = 0;
    for (const XmlNode *node = child_first(record, "accept"); node; node = child_next(node))
        read_accept(reading, node, &accepts[(*count)++]);
    return accepts;
}

static bool matches(const Accept *accept, const Finding *finding)
{
    return finding->tier == TIER_WARNING && text_equal(accept->code, finding_kind(finding->code)->name) &&
           text_equal(accept->place, finding->place.path) && text_equal(accept->check, finding->check);
}

static void apply(Accept *accept, Findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        Finding *finding = &findings->items[i];
        if (!matches(accept, finding)) continue;
        finding->accepted = accept->used = true;
        finding->accepted_by = accept->by;
    }
}

/* With an error some stage may not have spoken yet: then nothing can be said of an accept without its warning. */
void accepts_match(Accept *accepts, size_t count, Findings *findings)
{
    bool whole = findings_errors(findings) == 0;
    for (size_t i = 0; i < count; i++) {
        if (accepts[i].used) continue;
        apply(&accepts[i], findings);
        if (whole && !accepts[i].used)
            finding_add(findings, MT271, accepts[i].at, "no warning %s at %s with the check word %s", accepts[i].code,
                        accepts[i].place, accepts[i].check);
    }
}

void accepts_apply(Prescription *rx, Findings *findings)
{
    accepts_match(rx->accepts, rx->accept_count, findings);
}
