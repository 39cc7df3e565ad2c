/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed records: what a code says, byte by byte, and how it is compared with a schedule.
 *
 * PAYLOAD.  "MT1:" and base45 (RFC 9285) of the record followed by its 64-byte Ed25519 signature (RFC 8032) over
 * CONTEXT 00 RECORD, CONTEXT being "microtaper bottle 1", "microtaper chart 1" or "microtaper batch 1".  A
 * bottle's payload has 154 characters and stands in a QR code of version 6-M, alphanumeric mode, exactly.
 * Base45 uses the space: a payload is never trimmed.  H below is BLAKE2b with 32 bytes of output and no key.
 *
 * RECORD.  36 bytes, numbers big-endian; a chart page has its rows behind them.  Dates are days since 2020-01-01.
 *   0  version and kind (1): high half 1; low half 1 bottle, 2 chart page, 3 batch
 *   1  key id (2): first bytes of H(public key); a hint only, every key with it is tried
 *   3  prescription token (6): first bytes of H("microtaper token 1" 00 public key number); batch: zero
 *   9  revision (2): 1 .. 65,535; batch: 0
 *  11  drug code (1), from templates/tables/drugs.xml: 1 .. 255; 0 on a chart page of several drugs
 *  12  fill (1): 1 .. 255; batch: 0
 *  13  lot (5): eight letters of Crockford's base 32, five bits each, the first in the highest bits; chart: zero
 *  18  i (1), 19 n (1): bottle i of n within fill and drug; chart: page i of n pages; batch: 1 of 1.  1 <= i <= n
 *  20  first day (2): of use; chart: of its rows; batch: the day it is made
 *  22  days (1): 1 .. 255; chart: up to the last row's; batch: 1
 *  23  discard after (2): the last day it may be used; chart: the last covered day of the fill
 *  25  strength (3), ng per mL, whole: 1 .. 16,777,215; 0 on a chart page of several strengths
 *  28  largest single volume (2), in 10 uL: 1 .. 65,535; batch: 0
 *  30  digest (6): first bytes of H(canonical text), see bottle_canonical and batch_canonical; chart: of H(rows)
 * A reader refuses every record that breaks a line of this table, and every size but 36 (bottle, batch) or
 * 37 .. 36 + CHART_ROWS_MAX (chart).
 *
 * ROWS of a chart page: series to the end of the record, each
 *   0  time (1): place in the shop's times of day, 0 .. 7    1  drug code (1)
 *   2  bottle letter (2): 'A' .. 'Z', then 00 or a second letter    4  strength (3), ng per mL
 *   7  number of runs (1): 1 .. 255    8  the runs, 3 bytes each: days (1): 1 .. 255, volume (2) in 10 uL
 * The first run begins on the record's first day, each next one the day after; volume 0 means that the series
 * has no row on those days.  There is one encoding of a page only: series strictly ascending by their first
 * seven bytes, neighbouring runs of different volume, the last run's volume above zero, no day with two rows of
 * one time and drug, a row on the first and on the last day, and head (drug, strength, days, largest, digest) as
 * the rows make it.  A page holds whole days.
 * Steps without dates (a plan led by symptoms) are no rows.
 * A page without a row (the chart's page of words) has no bytes of rows: first day and days are the fill's; drug,
 * strength and largest 0. */
#ifndef MICROTAPER_SEAL_H
#define MICROTAPER_SEAL_H

#include "microtaper/compound.h"

#define RECORD_SIZE 36
#define SIGNATURE_SIZE 64
#define BOTTLE_PAYLOAD 154
#define CHART_ROWS_MAX 1200     /* bytes of rows in a chart page's record */

typedef enum { RECORD_BOTTLE = 1, RECORD_CHART = 2, RECORD_BATCH = 3 } RecordKind;

typedef struct {
    RecordKind kind;
    uint16_t key_id;
    uint8_t token[6];
    uint16_t revision;
    uint8_t drug;              /* published code; 0 on a chart page of several drugs */
    uint8_t fill;
    char lot[9];               /* "00000000" on a chart page */
    uint8_t i, n;
    Date first;
    uint8_t days;
    Date discard_after;        /* chart page: the last covered day */
    uint32_t strength;         /* ng per mL, 24 bits; 0 on a chart page of several strengths */
    uint16_t largest;          /* 10 uL */
    uint8_t digest[6];         /* of the rows' canonical form */
    const uint8_t *rows;       /* chart page: encoded rows */
    size_t rows_size;
} Record;

/* --- keys --- */
typedef struct { uint8_t public_key[32]; uint8_t secret[64]; bool has_secret; uint16_t id; const char *name; } Key;
/* Makes a new key and writes it (0600); refuses to overwrite: EEXIST.  The name: 1 to 64 characters, none of control,
 * no space first or last (else EINVAL).  errno or 0. */
int key_new(const char *file, const char *name, Key *out, Arena *arena);
/* Reads a secret key file; EPERM when others can read it, EINVAL when it is not one. */
int key_load(const char *file, Key *out, Arena *arena);
/* The key of a seed: for tests and published vectors. */
void key_of_seed(const uint8_t seed[32], const char *name, Key *out, Arena *arena);
/* Overwrites the secret; call it before the key goes out of use. */
void key_wipe(Key *key);
/* Why a key file was refused, as a finding (MT605, MT606). */
void key_refused(const char *file, int error, Arena *arena, Findings *findings);
/* The public half, as a line of text, and back: "microtaper-public-key-1 ID HEX NAME". */
const char *key_export(const Key *key, Arena *arena);
bool key_import(const char *line, Key *out, Arena *arena);

/* A second key file, 0600, never over another: read back and compared before it counts.  errno or 0; EINVAL when
 * `file` is no key. */
int key_backup(const char *file, const char *copy, Arena *arena);

/* --- trust: the public keys whose codes are read, one file each in a folder ($XDG_CONFIG_HOME/microtaper/trust) ---
 * A file is named by the first 16 digits of its key and ".key", and holds lines of text:
 *   microtaper trusted key 1
 *   microtaper-public-key-1 ID HEX NAME
 *   trusted 2026-11-22 by WHO
 *   retired 2027-06-30 by WHO: REASON          (or "compromised ..."; only when it is) */
typedef struct {
    Key key;                   /* no secret */
    Date trusted;
    const char *by;
    bool retired;              /* signs no more; its codes stay good */
    bool compromised;          /* retired, and its codes are read as of an unknown key: anyone may have made them */
    Date retired_on;
    const char *retired_by, *reason;
} TrustedKey;
typedef struct { TrustedKey *items; size_t count; } Trust;
/* All of a folder, by file name; a folder that is not there is an empty one.  NULL with findings when a file is
 * not of its form (MT608), or the folder or a file can be written by others (MT609): they could add keys of
 * their own. */
Trust *trust_load(const char *folder, Arena *arena, Findings *findings);
/* Trusts a public key: EEXIST when it is there, EINVAL when `by` is empty or holds control characters.  errno or
 * 0. */
int trust_add(const char *folder, const Key *key, Date on, const char *by, Arena *arena);
/* Retires a key, ours or another's (made known when it was not); ENOTSUP when it is retired already, unless it
 * is now known to be compromised. */
typedef struct { Date on; const char *by, *reason; bool compromised; } Retirement;
int trust_retire(const char *folder, const Key *key, const Retirement *retirement, Arena *arena);
/* By id ("9d24") or more digits of the public key; NULL when none or several begin so. */
const TrustedKey *trust_find(const Trust *trust, const char *digits);
/* The keys to open payloads with: `own` (may be NULL) first, then the trusted ones; none that is compromised. */
Key *trust_keys(const Trust *trust, const Key *own, size_t *count, Arena *arena);
/* Whether our key may still sign: false with a finding (MT610) when the folder says it is retired. */
bool trust_signs(const Trust *trust, const Key *own, const char *file, Findings *findings);

/* --- records --- */
/* False (with a finding) when a field does not fit its bytes. */
bool record_of_bottle(const Key *key, const Prescription *rx, const Shop *shop, const Schedule *schedule,
                      const Fill *fill, const Bottle *bottle, const char *lot, Record *out, Arena *arena,
                      Findings *findings);
bool record_of_batch(const Key *key, const Batch *batch, Record *out, Arena *arena, Findings *findings);
/* One row of a chart page as its code carries it.  `letter` is one or two letters, `strength` ng per mL,
 * `volume` above zero in whole 10 uL.  A page carries all rows of its days: no day is split over two pages. */
typedef struct { Date date; uint8_t drug, time; char letter[4]; uint32_t strength; Volume volume; } ChartRow;
/* The rows may come in any order. */
bool record_of_chart(const Key *key, const Prescription *rx, const Fill *fill, int page, int pages, Date last_covered,
                     const ChartRow *rows, size_t count, Record *out, Arena *arena, Findings *findings);
/* The rows of a chart record, by date, time, drug; false when they are not well formed. */
bool chart_rows(const Record *record, ChartRow **rows, size_t *count, Arena *arena);
/* Writes RECORD_SIZE bytes and the rows of a chart page (`bytes` holds RECORD_SIZE + CHART_ROWS_MAX), without
 * signature. */
void record_encode(const Record *record, uint8_t *bytes, size_t *size);
/* False for all that breaks the table above; the rows of a chart page are copied into the arena. */
bool record_decode(const uint8_t *bytes, size_t size, Record *out, Arena *arena);
/* The canonical text whose digest a bottle's record carries; each line ends in LF, fields are parted by one TAB:
 *   microtaper bottle rows 1
 *   drug TAB strength in ng per mL TAB letter TAB syringe in mL TAB graduation in mL
 *   2026-12-01 TAB morning TAB 4.2        a line for each day and time with a volume, in order; plain decimals */
const char *bottle_canonical(const Schedule *schedule, const Shop *shop, const Bottle *bottle, Arena *arena);
/* Likewise of a batch: "microtaper batch rows 1"; then lot, formula id, formula version; final volume in nL,
 * drug in ng; then a line "number TAB revision TAB fill TAB letter TAB contents in nL" for each bottle. */
const char *batch_canonical(const Batch *batch, Arena *arena);

/* What a record says, as lines of text: its head, and a chart page's rows.  Tables and shop give names for the
 * codes of drugs and times of day; both may be NULL, then the numbers stand. */
const char *record_text(const Record *record, const Key *key, const Tables *tables, const Shop *shop, Arena *arena);
/* Which item it is, in one line: "bottle 1 of 3 of clonazepam, fill 1, revision 1, lot 6BP1A2B3".  Tables may be NULL. */
const char *record_title(const Record *record, const Tables *tables, Arena *arena);

/* --- payloads --- */
/* NULL when the record breaks its table or the key has no secret. */
const char *payload_sign(const Record *record, const Key *key, Arena *arena);
typedef enum {
    SEAL_GENUINE,
    SEAL_ALTERED,       /* "MT1:", but broken, or a key has its id and no signature holds */
    SEAL_UNKNOWN_KEY,   /* whole, but none of the keys has its id */
    SEAL_NOT_OURS       /* does not begin with "MT1:" */
} SealState;
/* Opens a payload against the keys: every key with its id is tried.  *out is set only when genuine. */
SealState payload_open(const char *payload, const Key *keys, size_t key_count, Record *out, Arena *arena);
/* The key that signed it, or NULL. */
const Key *payload_key(const char *payload, const Key *keys, size_t key_count);
const char *base45_encode(const uint8_t *bytes, size_t size, Arena *arena);
/* False for a character outside the alphabet, a single one left over, a value over its bytes, or too little room. */
bool base45_decode(const char *text, uint8_t *bytes, size_t room, size_t *size);

/* --- check words: under each code, to be typed when the code is damaged ---
 * Eight letters of Crockford's base 32, the first 40 bits of H("microtaper word 1" 00 public key record), and a check
 * letter: "7KQ2-M9XD-4".  With v the letters' values, the remainder ((v1 a + v2) a + ...) a + v9 is zero in GF(32)
 * modulo x^5 + x^2 + 1, a = 2: any one letter mistyped, and any two neighbours exchanged, are found.  A word names a
 * paper; it proves nothing: what stands on the paper is looked up in the ledger, or computed anew, and read out. */
#define WORD_ROOM 12
void record_word(const Record *record, const Key *key, char word[WORD_ROOM]);
/* What was typed, in the printed form: small letters, blanks and hyphens as they come, O as 0, I and L as 1.
 * False when it has not nine letters or the check letter is wrong. */
bool word_read(const char *typed, char word[WORD_ROOM]);

/* --- the code as modules --- */
/* side x side, 1 dark, without quiet zone; text: what they were made of (the proof reads them back and compares) */
typedef struct { int side; uint8_t *dark; const char *text; } Modules;
/* Alphanumeric mode, level M; `version` 0 takes the least; else exactly it.  False when it does not fit. */
bool modules_of(const char *payload, int version, Modules *out, Arena *arena);
/* Reads the text back from modules, by code of our own that shares nothing with the encoder; NULL when it
 * cannot.  It corrects nothing: one module wrong anywhere, in the patterns, the format, the data or its check
 * words, and the answer is NULL.  Versions 1 to 40, level M, alphanumeric segments only. */
const char *modules_read(const Modules *modules, Arena *arena);

/* Whether a genuine record is of the prescription of this number; a batch is of none. */
bool record_is_for(const Record *record, const Key *key, const char *number);

/* --- verdicts: numbers are the exit statuses of `verify` (the gravest that holds is given) --- */
typedef enum {
    VERDICT_MATCH = 0, VERDICT_GENUINE = 10, VERDICT_NOT_TODAY = 11, VERDICT_SUPERSEDED = 12, VERDICT_OTHER = 13,
    VERDICT_SCANNED = 14, VERDICT_RECALLED = 15, VERDICT_ALTERED = 16, VERDICT_UNKNOWN_KEY = 17, VERDICT_NOT_OURS = 18,
    VERDICT_UNREADABLE = 19
} Verdict;
/* What each means and what to do about it, in plain words for whoever holds the bottle; name: for programs. */
typedef struct { Verdict verdict; const char *name, *means, *remedy; } VerdictWords;
const VerdictWords *verdict_words(Verdict verdict);
typedef enum { AT_FILL, AT_HANDOUT, AT_HOME } Stage;
typedef struct {
    Verdict verdict;           /* the gravest */
    const char *words;         /* large plain words: "MATCH: follow chart revision 2" */
    const char **others; size_t other_count;   /* the other verdicts that hold, and the fields that differ */
} Comparison;
/* Compares a genuine record with the schedule computed anew.
 *   other token                              13, and nothing else of it is compared
 *   revision of the code above the file's    10: "the prescription file is older than the code"
 *   chart of a lower revision                12
 *   bottle of a lower revision               0 "follow chart revision R" while drug, strength, lot date and
 *                                            discard date stand on its days of use (at home: from today on);
 *                                            else 12; 15 from the day on which another bottle takes its place
 *                                            (12 where neither lot day nor rows tell a bottle lost before it was begun
 *                                            from the one in its place: the letter on its label does)
 *   the same revision                        every field against the schedule; each that differs is named with both
 *                                            values, and the verdict is 13
 *   batch                                    10: its papers, not the prescription, say what is in it
 * Besides: a bottle or batch past its discard date 15, at every stage; today outside the days of use 11, at home
 * only. */
Comparison seal_compare(const Record *record, const Key *key, const Prescription *rx, const Shop *shop,
                        const Tables *tables, const Schedule *schedule, const Fills *fills, Date today, Stage stage,
                        Arena *arena);

#endif
