/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session at the bench: one verdict a scan, and what of the fill is still to scan.  It is of the fill of the first
 * scan that matches; with --rx it is counted by the schedule computed anew, else by the papers that the ledger released. */
#include "verify.h"

typedef struct {
    Session *session;
    const char *number;            /* of the prescription, where the ledger alone tells it; else NULL */
    Scanned scan;                  /* the one at hand */
    bool open;                     /* its fill is known */
    size_t scans, refused;
} Sitting;

static const char *const stages[] = {"fill", "handout", "home"};

static bool counted(const Bench *bench) { return bench->options->rx || bench->ledger; }
static bool in_json(const Bench *bench) { return text_equal(bench->options->format, "json"); }

/* ---------------------------------------------------------------- what the fill holds ---- */
/* One paper of the set that the first match is of. */
static void expect_paper(Bench *bench, Sitting *sitting, const LedgerRow *row)
{
    Record record;
    SealState state = payload_open(row->payload, bench->keys, bench->key_count, &record, bench->options->arena);
    if (state != SEAL_GENUINE) return;
    if (record.kind == RECORD_CHART) session_expect_pages(sitting->session, record.n);
    else if (!bench->options->rx) session_expect(sitting->session, record.fill, record.drug, row->drug, record.n);
}

static void expect_papers(Bench *bench, Sitting *sitting)
{
    LedgerRow *rows;
    size_t count = 0;
    Findings findings = findings_new(bench->options->arena);
    if (!ledger_set(bench->ledger, sitting->scan.state.row.set, &rows, &count, bench->options->arena, &findings)) {
        findings_print(&findings, bench->options->form, NULL, stderr);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == ROW_BOTTLE || rows[i].kind == ROW_CHART) expect_paper(bench, sitting, &rows[i]);
    }
}

/* The first match says whose fill it is. */
static void sitting_open(Bench *bench, Sitting *sitting, const Subject *subject)
{
    const Scanned *scan = &sitting->scan;
    sitting->open = true;
    if (subject) {
        const Fills *fills = subject->course->fills;
        if (scan->record.fill <= fills->count) {
            const Fill *fill = &fills->items[scan->record.fill - 1];
            bool again = fill->again_count && scan->record.revision == subject->rx->revision;
            session_expect_fill(sitting->session, subject->course->schedule, again ? &fill->again[fill->again_count - 1] : fill);
        }
    }
    if (!bench->ledger || !scan->state.known) return;
    if (!subject) sitting->number = scan->state.row.rx;
    expect_papers(bench, sitting);
}

/* ---------------------------------------------------------------- scans ---- */
static void sit_scan(Bench *bench, Sitting *sitting)
{
    Scanned *scan = &sitting->scan;
    if (sitting->number && scan->state.known && !text_equal(sitting->number, scan->state.row.rx)) {
        comparison_raise(&scan->said, VERDICT_OTHER,
                         "OTHER PRESCRIPTION: not of the one that this session began with", bench->options->arena);
    }
    scan->said = session_scan(sitting->session, scan->genuine ? &scan->record : NULL, &scan->said);
    sitting->scans++;
    sitting->refused += scan->said.verdict != VERDICT_MATCH;
    bench_answer(bench, scan, counted(bench) ? session_left(sitting->session) : NULL);
}

static bool sit_next(Bench *bench, Sitting *sitting)
{
    char line[LINE_MOST];
    if (!line_next(line)) return false;
    scan_take(bench, line, &sitting->scan);
    return true;
}

/* The rest of the session, from the scan at hand on, with its prescription kept. */
static void sit_with(Bench *bench, const Subject *subject, void *context)
{
    Sitting *sitting = context;
    sitting_open(bench, sitting, subject);
    sit_scan(bench, sitting);
    while (sit_next(bench, sitting)) {
        scan_judge(bench, &sitting->scan, subject);
        sit_scan(bench, sitting);
    }
}

static void sit_on(Bench *bench, Sitting *sitting)
{
    while (sit_next(bench, sitting)) {
        scan_judge(bench, &sitting->scan, NULL);
        if (sitting->scan.said.verdict == VERDICT_MATCH && !sitting->open) {
            if (bench->options->rx && subject_find(bench, &sitting->scan, sit_with, sitting) == SUBJECT_MET) return;
            sitting_open(bench, sitting, NULL);
        }
        sit_scan(bench, sitting);
    }
}

/* ---------------------------------------------------------------- begin and end ---- */
static void say_begin(const Bench *bench)
{
    if (in_json(bench) || !counted(bench)) return;
    printf("Bench session, %s: scan every bottle and every chart page of one fill.\n", stages[bench->options->stage]);
    fflush(stdout);
}

static void say_end(const Bench *bench, const Sitting *sitting, Verdict status)
{
    bool complete = session_complete(sitting->session);
    const char *left = session_left(sitting->session);
    if (!counted(bench)) return;
    if (in_json(bench)) {
        printf("{\"session\":\"%s\",\"finished\":%s,\"left\":\"%s\",\"scans\":%zu,\"refused\":%zu,\"status\":%d}\n",
               stages[bench->options->stage], complete ? "true" : "false", text_json(bench->options->arena, left),
               sitting->scans, sitting->refused, (int)status);
        return;
    }
    printf("%s%s\n", complete ? "" : "NOT FINISHED: ", left);
    if (!sitting->refused) return;
    printf("  %zu of %zu scans did not match: keep those items apart\n", sitting->refused, sitting->scans);
}

Verdict bench_sit(Bench *bench)
{
    Sitting sitting = {.session = session_new(bench->options->stage, bench->options->arena)};
    lines_by_tab(true);
    say_begin(bench);
    sit_on(bench, &sitting);
    lines_by_tab(false);
    if (sitting.scans == 0) {
        scan_take(bench, "", &sitting.scan);
        bench_say(bench, &sitting.scan, NULL);
        return VERDICT_UNREADABLE;
    }
    Verdict status = session_status(sitting.session);
    say_end(bench, &sitting, status);
    return status;
}
