/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper verify: one verdict a scan, in large plain words and as the exit status.
 *
 * A scan is a payload, a typed check word, or a file with codes.  It is opened with the keys known here, compared with
 * the schedule computed anew (--rx), and with what the ledger knows; the gravest verdict that holds is given, the others
 * named.
 * `-` is a session at the bench: it counts the items of the fill and ends well only when every one was seen. */
#include "verify.h"
#include <errno.h>
#include <string.h>

#define TEXT_LIMIT (1 << 20)

static Verdict judge_typed(Bench *bench, const char *typed)
{
    Scanned scan;
    scan_take(bench, typed, &scan);
    scan_judge(bench, &scan, NULL);
    bench_answer(bench, &scan, NULL);
    return scan.said.verdict;
}

/* ---------------------------------------------------------------- files ---- */
static Verdict say_unreadable(Bench *bench, const char *path, const char *why)
{
    const char *words = arena_format(bench->options->arena, "UNREADABLE: %s: %s", path, why);
    Scanned scan = {.said = verdict_of(VERDICT_UNREADABLE, words)};
    bench_say(bench, &scan, NULL);
    return scan.said.verdict;
}

static Verdict judge_picture(Bench *bench, const char *path)
{
    Scan scan = scan_file(path, bench->options->arena);
    if (scan.fault) return say_unreadable(bench, path, scan.fault);
    if (scan.count == 0) return say_unreadable(bench, path, "no code was found in it");
    Verdict gravest = VERDICT_MATCH;
    for (size_t i = 0; i < scan.count; i++) {
        Verdict verdict = judge_typed(bench, scan.payloads[i]);
        if (verdict > gravest) gravest = verdict;
    }
    return gravest;
}

/* A text of scans, one a line, as a scanner with a memory hands them over. */
static Verdict judge_lines(Bench *bench, const char *path, char *text)
{
    Verdict gravest = VERDICT_MATCH;
    size_t scans = 0;
    for (char *rest, *line = strtok_r(text, "\r\n\t", &rest); line; line = strtok_r(NULL, "\r\n\t", &rest)) {
        if (!line[strspn(line, " ")]) continue;
        Verdict verdict = judge_typed(bench, line);
        if (verdict > gravest) gravest = verdict;
        scans++;
    }
    return scans ? gravest : say_unreadable(bench, path, "nothing was scanned");
}

static Verdict judge_file(Bench *bench, const char *path)
{
    Bytes bytes;
    int error = file_read(path, SCAN_FILE_MOST, bench->options->arena, &bytes);
    if (error) return say_unreadable(bench, path, error == EFBIG ? "the file is too large" : strerror(error));
    if (scan_readable(bytes.at, bytes.size)) return judge_picture(bench, path);
    if (bytes.size == 0 || bytes.size > TEXT_LIMIT || strlen(bytes.at) < bytes.size) {
        return say_unreadable(bench, path, "neither text nor a picture that can be read");
    }
    return judge_lines(bench, path, arena_string(bench->options->arena, bytes.at));
}

/* ---------------------------------------------------------------- the command ---- */
static int judge_operand(Bench *bench, const char *what)
{
    if (text_equal(what, "-")) return (int)bench_sit(bench);
    if (!text_starts(what, "MT1:") && file_exists(what)) return (int)judge_file(bench, what);
    return (int)judge_typed(bench, what);
}

/* To compare, shop and templates must be sound.  Otherwise they only give names to the codes of drugs and times: where
 * they cannot, the numbers stand. */
static int house_for(House *house, const Options *options)
{
    if (options->rx) return house_ready(house, options);
    Findings unheard = findings_new(options->arena);
    if (options->templates) house->tables = tables_load(options->templates, options->arena, &unheard);
    if (options->shop && house->tables) house->shop = shop_load(options->shop, house->tables, options->arena, &unheard);
    return EXIT_DONE;
}

int command_verify(Options *options)
{
    if (options->operand_count != 1) {
        return usage_fault("verify", "give one payload, one file, or - for standard input");
    }
    if (text_equal(options->operands[0], "-") && options->rx && text_equal(options->rx, "-")) {
        return usage_fault("verify", "scans and prescription cannot both come from standard input");
    }
    House house = {0};
    Bench bench = {.options = options, .house = &house};
    int status = bench_open(&bench);
    if (status == EXIT_DONE) status = house_for(&house, options);
    if (status == EXIT_DONE) status = judge_operand(&bench, options->operands[0]);
    bench_close(&bench);
    house_close(&house);
    return status;
}
