/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed records: what a code says, byte by byte, and how it is compared with a schedule.
 *
 * Payload: "MT1:" + base45 (RFC 9285) of record and 64-byte Ed25519 signature over CONTEXT 00 record.  CONTEXT is
 * "microtaper bottle 1", "microtaper chart 1" or "microtaper batch 1".  A bottle's record has 36 bytes, big-endian:
 *   0  version and kind: high half 1, low half 1 bottle, 2 chart page, 3 batch
 *   1  key id (2): first two bytes of BLAKE2b-256 of the public key; a hint only
 *   3  prescription token (6): first bytes of BLAKE2b-256("microtaper token 1" 00 public key number)
 *   9  revision (2)   11 drug code (1)   12 fill (1)
 *  13  lot (5): eight base-32 characters, five bits each
 *  18  bottle i (1)   19 n (1)
 *  20  first day (2), days since 2020-01-01   22 days (1)   23 discard after (2)
 *  25  strength (3), ng per mL, which must be whole   28 largest single volume (2), 10 uL   30 digest (6)
 * A chart page has the same head (i of n = page of pages, lot zero) and its rows between head and signature.
 * Decoding trusts no length; payloads may hold spaces and are never trimmed of them. */
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
/* Makes a new key and writes it (0600); refuses to overwrite: EEXIST.  errno or 0. */
int key_new(const char *file, const char *name, Key *out, Arena *arena);
/* Reads a secret key file; EPERM when others can read it, EINVAL when it is not one. */
int key_load(const char *file, Key *out, Arena *arena);
/* The public half, as a line of text, and back. */
const char *key_export(const Key *key, Arena *arena);
bool key_import(const char *line, Key *out, Arena *arena);

/* --- records --- */
/* False (with a finding) when a field does not fit its bytes. */
bool record_of_bottle(const Key *key, const Prescription *rx, const Schedule *schedule, const Fill *fill,
                      const Bottle *bottle, const char *lot, Record *out, Arena *arena, Findings *findings);
bool record_of_batch(const Key *key, const Batch *batch, Record *out, Arena *arena, Findings *findings);
/* One row of a chart page as its code carries it. */
typedef struct { Date date; uint8_t drug, time; char letter[4]; uint32_t strength; Volume volume; } ChartRow;
bool record_of_chart(const Key *key, const Prescription *rx, const Fill *fill, int page, int pages, Date last_covered,
                     const ChartRow *rows, size_t count, Record *out, Arena *arena, Findings *findings);
/* The rows of a chart record; false when they are not well formed. */
bool chart_rows(const Record *record, ChartRow **rows, size_t *count, Arena *arena);
void record_encode(const Record *record, uint8_t *bytes, size_t *size);   /* without signature */
bool record_decode(const uint8_t *bytes, size_t size, Record *out, Arena *arena);
/* The canonical text whose digest a bottle's record carries. */
const char *bottle_canonical(const Schedule *schedule, const Shop *shop, const Bottle *bottle, Arena *arena);

/* --- payloads --- */
const char *payload_sign(const Record *record, const Key *key, Arena *arena);
typedef enum {
    SEAL_GENUINE, SEAL_ALTERED, SEAL_UNKNOWN_KEY, SEAL_NOT_OURS
} SealState;
/* Opens a payload against the keys: every key with its id is tried. */
SealState payload_open(const char *payload, const Key *keys, size_t key_count, Record *out, Arena *arena);
const char *base45_encode(const uint8_t *bytes, size_t size, Arena *arena);
bool base45_decode(const char *text, uint8_t *bytes, size_t room, size_t *size);

/* --- the code as modules --- */
typedef struct { int side; uint8_t *dark; } Modules;   /* side x side, 1 dark, without quiet zone */
/* Alphanumeric mode, level M; `version` 0 takes the least; else exactly it.  False when it does not fit. */
bool modules_of(const char *payload, int version, Modules *out, Arena *arena);
/* Reads the text back from modules, by code of our own that shares nothing with the encoder; NULL when it cannot. */
const char *modules_read(const Modules *modules, Arena *arena);

/* --- verdicts: numbers are the exit statuses of `verify` (the gravest that holds is given) --- */
typedef enum {
    VERDICT_MATCH = 0, VERDICT_GENUINE = 10, VERDICT_NOT_TODAY = 11, VERDICT_SUPERSEDED = 12, VERDICT_OTHER = 13,
    VERDICT_SCANNED = 14, VERDICT_RECALLED = 15, VERDICT_ALTERED = 16, VERDICT_UNKNOWN_KEY = 17, VERDICT_NOT_OURS = 18,
    VERDICT_UNREADABLE = 19
} Verdict;
typedef enum { AT_FILL, AT_HANDOUT, AT_HOME } Stage;
typedef struct {
    Verdict verdict;           /* the gravest */
    const char *words;         /* large plain words: "MATCH: follow chart revision 2" */
    const char **others; size_t other_count;   /* the other verdicts that hold, and the fields that differ */
} Comparison;
/* Compares a genuine record with the schedule computed anew. */
Comparison seal_compare(const Record *record, const Key *key, const Prescription *rx, const Shop *shop, const Tables *tables,
                        const Schedule *schedule, const Fills *fills, Date today, Stage stage, Arena *arena);

#endif
