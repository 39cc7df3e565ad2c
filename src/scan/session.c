/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session at the bench: which bottles and chart pages of a fill were seen. */
#include <string.h>
#include "microtaper/scan.h"
#include "microtaper/text.h"

#define DRUGS_MOST 8
#define ITEMS_MOST 256

typedef struct { uint8_t drug, n; const char *name; bool seen[ITEMS_MOST]; } Group;   /* seen[i], i from 1 */

struct Session {
    Stage stage;
    Arena *arena;
    uint8_t fill;              /* 0: not known yet */
    Group bottles[DRUGS_MOST];
    size_t drugs;
    Group pages;               /* n 0: no page was seen yet */
    Verdict gravest;
};

Session *session_new(Stage stage, Arena *arena)
{
    Session *session = ARENA_NEW(arena, Session);
    session->stage = stage;
    session->arena = arena;
    return session;
}

static Group *group_find(Session *session, uint8_t drug)
{
    for (size_t i = 0; i < session->drugs; i++)
        if (session->bottles[i].drug == drug)
            return &session->bottles[i];
    return NULL;
}

void session_expect(Session *session, uint8_t fill, uint8_t drug, const char *name, uint8_t bottles)
{
    session->fill = fill;
    if (session->drugs == DRUGS_MOST || group_find(session, drug))
        return;
    Group *group = &session->bottles[session->drugs++];
    group->drug = drug;
    group->n = bottles;
    group->name = arena_string(session->arena, name);
}

void session_expect_fill(Session *session, const Schedule *schedule, const Fill *fill)
{
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Bottle *bottle = &fill->bottles[i];
        const Drug *drug = schedule->plan->drugs[bottle->rung->drug].drug;
        session_expect(session, (uint8_t)fill->number, drug->code, drug->name, (uint8_t)bottle->n);
    }
}

void session_expect_pages(Session *session, uint8_t pages)
{
    session->pages.n = pages;
}

/* ---------------------------------------------------------------- what is left ---- */
static size_t group_left(const Group *group)
{
    size_t left = 0;
    for (size_t i = 1; i <= group->n; i++)
        left += !group->seen[i];
    return left;
}

static bool anything_left(const Session *session)
{
    size_t left = session->pages.n ? group_left(&session->pages) : 1;
    for (size_t i = 0; i < session->drugs; i++)
        left += group_left(&session->bottles[i]);
    return left > 0;
}

bool session_complete(const Session *session)
{
    return session->drugs > 0 && !anything_left(session);
}

static void group_say(Buffer *out, const Group *group, const char *what)
{
    for (unsigned i = 1; i <= group->n; i++)
        if (!group->seen[i])
            buffer_addf(out, "%s%s %u of %u%s%s", out->length ? ", " : "", what, i, group->n,
                        group->name ? " of " : "", group->name ? group->name : "");
}

const char *session_left(const Session *session)
{
    Buffer out = buffer_new(session->arena);
    for (size_t i = 0; i < session->drugs; i++)
        group_say(&out, &session->bottles[i], "bottle");
    group_say(&out, &session->pages, "chart page");
    if (!session->pages.n)
        buffer_addf(&out, "%sthe chart", out.length ? ", " : "");
    if (!session->drugs)
        return "scan a bottle of the fill first";
    if (session_complete(session))
        return arena_format(session->arena, "COMPLETE: every bottle and chart page of fill %u was seen",
                            session->fill);
    return arena_format(session->arena, "%s still to scan", buffer_text(&out));
}

Verdict session_status(const Session *session)
{
    if (session->gravest)
        return session->gravest;
    return session_complete(session) ? VERDICT_MATCH : VERDICT_GENUINE;
}

/* ---------------------------------------------------------------- a scan ---- */
static Comparison changed(const Comparison *judged, Verdict verdict, const char *words)
{
    Comparison out = *judged;
    out.verdict = verdict;
    out.words = words;
    return out;
}

static Comparison bottle_scan(Session *session, const Record *record, const Comparison *judged)
{
    Group *group = group_find(session, record->drug);
    if (!group) {   /* no schedule said what the fill holds: its own code does */
        session_expect(session, record->fill, record->drug, arena_format(session->arena, "drug %u", record->drug),
                       record->n);
        group = group_find(session, record->drug);
    }
    if (!group || record->i > group->n)
        return changed(judged, VERDICT_OTHER, "NOT OF THIS FILL: it has no such bottle");
    if (group->seen[record->i])
        return changed(judged, VERDICT_SCANNED,
                       arena_format(session->arena, "ALREADY SCANNED: bottle %u of %u of %s", record->i, record->n,
                                    group->name));
    group->seen[record->i] = true;
    return *judged;
}

static Comparison page_scan(Session *session, const Record *record, const Comparison *judged)
{
    Group *pages = &session->pages;
    if (pages->n && pages->n != record->n)
        return changed(judged, VERDICT_OTHER,
                       arena_format(session->arena, "NOT THE SAME CHART: page of %u, the others are of %u",
                                    record->n, pages->n));
    pages->n = record->n;
    pages->seen[record->i] = true;
    return *judged;
}

static Comparison match_scan(Session *session, const Record *record, const Comparison *judged)
{
    if (session->fill && session->fill != record->fill)
        return changed(judged, VERDICT_OTHER,
                       arena_format(session->arena, "OTHER FILL: this is of fill %u, the session of fill %u",
                                    record->fill, session->fill));
    session->fill = record->fill;
    return record->kind == RECORD_BOTTLE ? bottle_scan(session, record, judged) : page_scan(session, record, judged);
}

Comparison session_scan(Session *session, const Record *record, const Comparison *judged)
{
    Comparison out = *judged;
    if (record && record->kind != RECORD_BATCH && judged->verdict == VERDICT_MATCH)
        out = match_scan(session, record, judged);
    if (out.verdict > session->gravest)
        session->gravest = out.verdict;
    return out;
}
