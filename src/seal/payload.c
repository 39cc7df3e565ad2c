/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payloads: "MT1:" and base45 of record and signature.  The context inside the signature keeps one kind of
 * record from ever passing as another, and this use of the key from any other. */
#include <sodium.h>
#include <string.h>
#include "bytes.h"
#include "microtaper/text.h"

#define PREFIX "MT1:"
#define BYTES_MOST (RECORD_SIZE + CHART_ROWS_MAX + SIGNATURE_SIZE)
#define CONTEXT_MOST 32

static const char *kind_context(unsigned kind)
{
    switch (kind) {
    case RECORD_BOTTLE:
        return "microtaper bottle 1";
    case RECORD_CHART:
        return "microtaper chart 1";
    case RECORD_BATCH:
        return "microtaper batch 1";
    default:
        return NULL;
    }
}

/* CONTEXT 00 RECORD; 0 for a kind nobody signs. */
static size_t message_make(const uint8_t *record, size_t size, uint8_t out[CONTEXT_MOST + BYTES_MOST])
{
    const char *context = kind_context(record[0] & 15u);
    if (!context)
        return 0;
    size_t length = strlen(context) + 1;
    memcpy(out, context, length);
    memcpy(out + length, record, size);
    return length + size;
}

const char *payload_sign(const Record *record, const Key *key, Arena *arena)
{
    uint8_t bytes[BYTES_MOST], message[CONTEXT_MOST + BYTES_MOST];
    Record back;
    size_t size;
    if (!key->has_secret || record->rows_size > CHART_ROWS_MAX || sodium_init() < 0)
        return NULL;
    record_encode(record, bytes, &size);
    if (!record_decode(bytes, size, &back, arena))
        return NULL;
    size_t length = message_make(bytes, size, message);
    crypto_sign_detached(bytes + size, NULL, message, length, key->secret);
    return arena_format(arena, PREFIX "%s", base45_encode(bytes, size + SIGNATURE_SIZE, arena));
}

/* The bytes of a payload with the prefix; false when it is broken or of no possible size. */
static bool payload_bytes(const char *payload, uint8_t bytes[BYTES_MOST], size_t *size)
{
    return base45_decode(payload + strlen(PREFIX), bytes, BYTES_MOST, size) && *size >= RECORD_SIZE + SIGNATURE_SIZE;
}

static bool signature_holds(const uint8_t *bytes, size_t size, const Key *key)
{
    uint8_t message[CONTEXT_MOST + BYTES_MOST];
    size_t record = size - SIGNATURE_SIZE;
    size_t length = message_make(bytes, record, message);
    return length && crypto_sign_verify_detached(bytes + record, message, length, key->public_key) == 0;
}

/* *known: some key has the id. */
static const Key *signer_find(const uint8_t *bytes, size_t size, const Key *keys, size_t key_count, bool *known)
{
    uint64_t id = get_number(bytes + 1, 2);
    *known = false;
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i].id != id)
            continue;
        *known = true;
        if (signature_holds(bytes, size, &keys[i]))
            return &keys[i];
    }
    return NULL;
}

SealState payload_open(const char *payload, const Key *keys, size_t key_count, Record *out, Arena *arena)
{
    uint8_t bytes[BYTES_MOST];
    size_t size;
    bool known;
    if (!text_starts(payload, PREFIX))
        return SEAL_NOT_OURS;
    if (sodium_init() < 0 || !payload_bytes(payload, bytes, &size))
        return SEAL_ALTERED;
    const Key *signer = signer_find(bytes, size, keys, key_count, &known);
    if (!signer)
        return known ? SEAL_ALTERED : SEAL_UNKNOWN_KEY;
    return record_decode(bytes, size - SIGNATURE_SIZE, out, arena) ? SEAL_GENUINE : SEAL_ALTERED;
}

const Key *payload_key(const char *payload, const Key *keys, size_t key_count)
{
    uint8_t bytes[BYTES_MOST];
    size_t size;
    bool known;
    if (!text_starts(payload, PREFIX) || sodium_init() < 0 || !payload_bytes(payload, bytes, &size))
        return NULL;
    return signer_find(bytes, size, keys, key_count, &known);
}
