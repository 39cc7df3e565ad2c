/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prescription file from memory, through the whole course.
 *
 * Laws: whatever the bytes are, the file is read to its end or an error says where it broke; every finding names its file,
 * its line and what was judged; a prescription is handed on as a whole or as nothing with an error; the same bytes give the
 * same findings; what is worked out fulfils the laws of course_laws.c. */
#include <string.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct { Buffer said; bool judge; size_t records; } Seen;

static bool see(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Seen *seen = context;
    Course course = {0};
    LAW(rx || findings_errors(findings) > 0);
    LAW(number != NULL);
    if (rx) {
        LAW(!text_empty(rx->number) && rx->step_count >= 1 && rx->taking_count >= 1);
        course_make(&course, rx, sample_house(false), arena, findings);
        if (seen->judge) course_laws(&course, rx, sample_house(false), findings, arena);
        accepts_apply(rx, findings);
    }
    findings_laws(findings);
    buffer_add(&seen->said, number);
    buffer_add(&seen->said, findings_lines(findings, arena));
    seen->records++;
    return true;
}

static const char *read_once(const uint8_t *data, size_t size, bool judge, Arena *arena)
{
    House *house = sample_house(false);
    Findings findings = findings_new(arena);
    Seen seen = {.said = buffer_new(arena), .judge = judge};
    bool whole = prescriptions_read_memory("fuzz.xml", (const char *)data, size, house->tables, house->shop, see, &seen, &findings);
    findings_laws(&findings);
    LAW(whole || findings_errors(&findings) > 0);
    LAW(seen.records > 0 || findings_errors(&findings) > 0);
    buffer_add(&seen.said, findings_lines(&findings, arena));
    return buffer_text(&seen.said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000) return -1;
    Arena *arena = arena_new();
    const char *first = read_once(data, size, true, arena);
    if (size % 8 == 0) LAW_OF(strcmp(read_once(data, size, true, arena), first) == 0, first);
    arena_free(arena);
    return 0;
}
