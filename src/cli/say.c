/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict in words: the first line large and plain, then which item it is, what the verdict means and what to do. */
#include "verify.h"

static const char *const unchecked = "no ledger: whether it was released, made void or recalled was not checked";

static const char *item_of(const Bench *bench, const Scanned *scan)
{
    return scan->genuine ? record_title(&scan->record, bench->house->tables, bench->options->arena) : NULL;
}

static const char *shown_of(const Bench *bench, const Scanned *scan)
{
    if (!scan->genuine || !bench->options->show) return NULL;
    return record_text(&scan->record, scan->key, bench->house->tables, bench->house->shop, bench->options->arena);
}

static void say_text(const Bench *bench, const Scanned *scan, const char *left)
{
    const VerdictWords *words = verdict_words(scan->said.verdict);
    const char *item = item_of(bench, scan), *shown = shown_of(bench, scan);
    puts(scan->said.words);
    if (item) printf("  %s\n", item);
    for (size_t i = 0; i < scan->said.other_count; i++) printf("  %s\n", scan->said.others[i]);
    printf("  means: %s\n  do: %s\n", words->means, words->remedy);
    if (scan->genuine && !bench->ledger) printf("  %s\n", unchecked);
    if (left) printf("  %s\n", left);
    if (shown) fputs(shown, stdout);
}

static void json_member(const Bench *bench, const char *name, const char *text)
{
    if (text) printf(",\"%s\":\"%s\"", name, text_json(bench->options->arena, text));
}

static void say_json(const Bench *bench, const Scanned *scan, const char *left)
{
    const VerdictWords *words = verdict_words(scan->said.verdict);
    printf("{\"verdict\":%d", (int)scan->said.verdict);
    json_member(bench, "name", words->name);
    json_member(bench, "words", scan->said.words);
    json_member(bench, "item", item_of(bench, scan));
    printf(",\"others\":[");
    for (size_t i = 0; i < scan->said.other_count; i++) {
        printf("%s\"%s\"", i ? "," : "", text_json(bench->options->arena, scan->said.others[i]));
    }
    putchar(']');
    json_member(bench, "means", words->means);
    json_member(bench, "do", words->remedy);
    if (scan->genuine && !bench->ledger) json_member(bench, "not_checked", unchecked);
    json_member(bench, "left", left);
    json_member(bench, "record", shown_of(bench, scan));
    puts("}");
}

void bench_say(const Bench *bench, const Scanned *scan, const char *left)
{
    if (text_equal(bench->options->format, "json")) say_json(bench, scan, left);
    else say_text(bench, scan, left);
    fflush(stdout);
}
