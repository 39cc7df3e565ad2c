/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scanning: from what a scanner, a camera or a PDF gives to payloads, and a session at the bench that counts them.
 *
 * Images and PDF come from outside: they are read in a child process that has limits on memory, time and what it
 * may write, and the worst a file can do is to be unreadable.  Nothing here judges a payload: that is seal's. */
#ifndef MICROTAPER_SCAN_H
#define MICROTAPER_SCAN_H

#include "microtaper/seal.h"

/* ---------------------------------------------------------------- text ---- */
/* What a keyboard-wedge scanner typed, as a payload: line ends and tabs behind it come off, the symbology prefix
 * "]Q1" (ISO/IEC 15424: ]Q and a digit) before it, and a payload that came in small letters is made capital
 * again (the alphabet has no small letters).  Blanks belong to the payload and stay, everywhere. */
char *scan_text(Arena *arena, const char *typed);

/* A scanner set to a US keyboard at a computer set to another layout types other characters.  The readings of what
 * arrived: first as it came, by scan_text; then what it was if the computer's layout is German, Swiss, French, Belgian,
 * Spanish, Latin American, Italian, Portuguese, Swedish, Finnish, Danish, Norwegian or Canadian French, each that gives a
 * payload's letters and begins "MT1:".  A plus sign through a dead key is read with and without a blank behind it, up to
 * four of them.  Which reading is meant only the signature can say: one that is genuine was meant, and when none is, the
 * scanner's layout must be set. */
typedef struct { const char *text, *layout; } Reading;   /* layout NULL: as it came */
Reading *scan_readings(Arena *arena, const char *typed, size_t *count);

/* ---------------------------------------------------------------- files ---- */
#define SCAN_FILE_MOST (32u << 20)    /* bytes */
#define SCAN_PIXELS_MOST (48 << 20)   /* of an image, or of a page */
#define SCAN_PAGES_MOST 50
#define SCAN_CODES_MOST 256
#define SCAN_SECONDS_MOST 20          /* wall clock; of the processor half as much for each process */

typedef struct {
    const char **payloads;     /* each once, in the order they were found; foreign codes too */
    size_t count;
    const char *fault;         /* why the file cannot be read, or NULL; no code in a good image is no fault */
} Scan;
/* The codes of a PNG, JPEG or PDF file, told by its first bytes.  Each image is tried whole, at a half and at a
 * third of its size: zbar reads best at about four pixels a module.  PDF pages are made images by pdftoppm at
 * 203 dots an inch.  A file beyond a limit has a fault: nothing of it is left out in silence. */
Scan scan_file(const char *path, Arena *arena);
/* Whether the first bytes are those of a file scan_file reads. */
bool scan_readable(const char *bytes, size_t size);

/* ---------------------------------------------------------------- a session at the bench ---- */
/* One fill of one prescription at one stage.  Every bottle and every chart page must be scanned once; scanning
 * one of several is worse than none (Poon, Ann Intern Med 2006). */
typedef struct Session Session;
Session *session_new(Stage stage, Arena *arena);
/* What the fill holds: n bottles of a drug (by its code and name).  Call it for each drug, before the first scan. */
void session_expect(Session *session, uint8_t fill, uint8_t drug, const char *name, uint8_t bottles);
/* The same for every drug of a fill. */
void session_expect_fill(Session *session, const Schedule *schedule, const Fill *fill);
/* How many pages its chart has; without it the session learns that from the first page that matches. */
void session_expect_pages(Session *session, uint8_t pages);
/* One scan, as seal_compare judged it (record NULL when it was not genuine).  Only a match counts an item as
 * seen.  A bottle that was seen becomes VERDICT_SCANNED,
 * one of another fill VERDICT_OTHER; all else stays as it was judged. */
Comparison session_scan(Session *session, const Record *record, const Comparison *judged);
/* "bottle 2 of 3 of clonazepam, chart page 1 of 4 still to scan", or "COMPLETE: ..." */
const char *session_left(const Session *session);
bool session_complete(const Session *session);
/* The gravest verdict so far; when there is none, 0 if complete, else 10. */
Verdict session_status(const Session *session);

#endif
