/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/finding.h"
#include "microtaper/digest.h"
#include "microtaper/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Repeats are looked for this far back, so that a hostile file cannot make the search long. */
enum { REPEAT_WINDOW = 1024, FINDINGS_MOST = 10000 };

static const FindingKind kinds[] = {
#define FINDING(code, tier, meaning, remedy, source) [code] = {#code, TIER_##tier, meaning, remedy, source},
#include "microtaper/findings.def"
#undef FINDING
};

const FindingKind *finding_kind(Code code)
{
    if (code < 0 || code >= FINDING_CODES)
        abort();  /* a bug */
    return &kinds[code];
}

bool finding_code(const char *name, Code *out)
{
    for (Code code = 0; code < FINDING_CODES; code++) {
        if (!text_equal(kinds[code].name, name))
            continue;
        *out = code;
        return true;
    }
    return false;
}

const char *tier_name(Tier tier)
{
    static const char *const names[] = {[TIER_NOTE] = "note", [TIER_WARNING] = "warning", [TIER_ERROR] = "error"};
    return names[tier];
}

Findings findings_new(Arena *arena)
{
    return (Findings){.arena = arena};
}

/* The word over what an accept stands for: code, place and text, not the line, which moves when a file is edited. */
static void set_check(Finding *finding, Arena *arena)
{
    const char nul = '\0';
    Buffer judged = buffer_new(arena);
    buffer_add(&judged, finding_kind(finding->code)->name);
    buffer_add_bytes(&judged, &nul, 1);
    buffer_add(&judged, finding->place.path ? finding->place.path : "");
    buffer_add_bytes(&judged, &nul, 1);
    buffer_add(&judged, finding->text);
    Digest digest = digest_of(judged.at, judged.length);
    digest_word(&digest, finding->check);
}

static bool is_repeat(const Finding *a, const Finding *b)
{
    return a->code == b->code && a->place.line == b->place.line && strcmp(a->check, b->check) == 0 &&
           text_equal(a->place.file, b->place.file) && text_equal(a->place.path, b->place.path) &&
           text_equal(a->text, b->text);
}

static bool is_known(const Findings *findings, const Finding *finding)
{
    size_t first = findings->count > REPEAT_WINDOW ? findings->count - REPEAT_WINDOW : 0;
    for (size_t i = first; i < findings->count; i++)
        if (is_repeat(&findings->items[i], finding))
            return true;
    return false;
}

__attribute__((format(printf, 2, 0), nonnull(2)))
static char *format_text(Arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        abort();  /* a wrong format: a bug */
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

static void push(Findings *findings, const Finding *finding)
{
    *ARENA_PUSH(findings->arena, findings->items, findings->count, findings->capacity, Finding) = *finding;
}

/* Whether no more is kept; the last one says so, and as an error, whatever the rest would have been. */
static bool is_full(Findings *findings, Place place)
{
    if (findings->count < FINDINGS_MOST)
        return false;
    if (findings->count > FINDINGS_MOST)
        return true;
    Finding last = {.code = MT121, .tier = finding_kind(MT121)->tier, .place = place};
    last.place.path = NULL;
    last.text = arena_format(findings->arena, "more than %d findings; those from here on are not said", FINDINGS_MOST);
    set_check(&last, findings->arena);
    push(findings, &last);
    return true;
}

void finding_add(Findings *findings, Code code, Place place, const char *format, ...)
{
    va_list arguments;
    if (is_full(findings, place))
        return;
    Finding finding = {.code = code, .tier = finding_kind(code)->tier, .place = place};
    va_start(arguments, format);
    finding.text = format_text(findings->arena, format, arguments);
    va_end(arguments);
    set_check(&finding, findings->arena);
    if (!is_known(findings, &finding))
        push(findings, &finding);
}

static const char *kept(Arena *arena, const char *text)
{
    return text ? arena_string(arena, text) : NULL;
}

void findings_copy(Findings *to, const Findings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        Finding copy = from->items[i];
        if (is_known(to, &copy) || is_full(to, copy.place))
            continue;
        copy.place.file = kept(to->arena, copy.place.file);
        copy.place.path = kept(to->arena, copy.place.path);
        copy.text = kept(to->arena, copy.text);
        copy.accepted_by = kept(to->arena, copy.accepted_by);
        push(to, &copy);
    }
}

size_t findings_errors(const Findings *findings)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].tier == TIER_ERROR;
    return count;
}

size_t findings_open_warnings(const Findings *findings)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].tier == TIER_WARNING && !findings->items[i].accepted;
    return count;
}

bool findings_clear(const Findings *findings)
{
    return findings_errors(findings) == 0 && findings_open_warnings(findings) == 0;
}

/* --- printing --- */

static void print_text(const Finding *finding, Arena *arena, FILE *out)
{
    const Place *place = &finding->place;
    bool warning = finding->tier == TIER_WARNING;
    fputs(place->file ? text_visible(arena, place->file) : "microtaper", out);
    if (place->file && place->line > 0)
        fprintf(out, ":%d", place->line);
    fprintf(out, ": %s %s: ", tier_name(finding->accepted ? TIER_NOTE : finding->tier),
            finding_kind(finding->code)->name);
    if (!text_empty(place->path))
        fprintf(out, "%s: ", text_visible(arena, place->path));
    fputs(text_visible(arena, finding->text), out);
    if (finding->accepted)
        fprintf(out, " (accepted by %s)", text_visible(arena, finding->accepted_by ? finding->accepted_by : "somebody"));
    if (warning)
        fprintf(out, " [%s]", finding->check);
    fputc('\n', out);
}

/* "key":"text" or "key":null, with a comma before all but the first. */
static void print_member(const char *key, const char *text, Arena *arena, FILE *out)
{
    if (text)
        fprintf(out, ",\"%s\":\"%s\"", key, text_json(arena, text));
    else
        fprintf(out, ",\"%s\":null", key);
}

static void print_json(const Finding *finding, const char *rx, Arena *arena, FILE *out)
{
    const FindingKind *kind = finding_kind(finding->code);
    const Place *place = &finding->place;
    const char *file = place->file ? text_json(arena, place->file) : "microtaper";
    fprintf(out, "{\"file\":\"%s\",\"line\":%d", file, place->line);
    print_member("tier", tier_name(finding->tier), arena, out);
    print_member("code", kind->name, arena, out);
    print_member("place", place->path, arena, out);
    print_member("text", finding->text, arena, out);
    print_member("remedy", kind->remedy, arena, out);
    print_member("check", finding->tier == TIER_WARNING ? finding->check : NULL, arena, out);
    print_member("accepted", finding->accepted ? finding->accepted_by : NULL, arena, out);
    print_member("rx", rx, arena, out);
    fputs("}\n", out);
}

void findings_print(const Findings *findings, FindingsForm form, const char *rx, FILE *out)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < findings->count; i++) {
        if (form == FINDINGS_JSON)
            print_json(&findings->items[i], rx, arena, out);
        else
            print_text(&findings->items[i], arena, out);
        arena_reset(arena);
    }
    arena_free(arena);
}
