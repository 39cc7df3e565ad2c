/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lot.h"
#include <string.h>
#include "microtaper/text.h"

#define DATE_LETTERS 3
#define CHECK_LETTERS 4
#define LOT_ROOM (DATE_LETTERS + 1 + CHECK_LETTERS + 1)

static const char *batch_canonical(const Batch *batch, Arena *arena)
{
    Buffer text = buffer_new(arena);
    const Formula *formula = batch->formula;
    buffer_addf(&text, "microtaper batch 1\nformula %s %d %s\n", formula->id, formula->version,
                digest_hex(arena, &formula->digest));
    buffer_addf(&text, "strength %lld %lld\nmade %s\n", (long long)batch->strength.mass.ng,
                (long long)batch->strength.volume.nl, date_text(arena, batch->made_on));
    for (size_t i = 0; i < batch->bottle_count; i++) {
        const BatchBottle *one = &batch->bottles[i];
        buffer_addf(&text, "bottle %s %d %d %s %lld\n", one->rx->number, one->rx->revision, one->fill->number,
                    one->bottle->letter, (long long)one->bottle->contents.nl);
    }
    buffer_addf(&text, "volume %lld\n", (long long)batch->volume.nl);
    return buffer_text(&text);
}

bool lot_fits(Date made_on)
{
    return made_on.day >= 0 && made_on.day < 1 << 5 * DATE_LETTERS;
}

/* "2EX" of the day, "C" of the formula, and four letters. */
static void lot_letters(char lot[LOT_ROOM], const Formula *formula, Date made_on, const char *check)
{
    int32_t day = made_on.day;
    for (int i = DATE_LETTERS - 1; i >= 0; i--, day /= 32) lot[i] = base32_alphabet[day % 32];
    lot[DATE_LETTERS] = formula->code;
    memcpy(lot + DATE_LETTERS + 1, check, CHECK_LETTERS);
    lot[LOT_ROOM - 1] = '\0';
}

static void lot_write(Batch *batch, const char *content, Arena *arena)
{
    Digest digest = digest_of(content, strlen(content));
    lot_letters(batch->lot, batch->formula, batch->made_on, digest_letters(arena, &digest, CHECK_LETTERS));
}

const char *lot_stand_in(const Formula *formula, Date made_on, Arena *arena)
{
    char lot[LOT_ROOM] = "WWWWWWWW";
    if (lot_fits(made_on)) lot_letters(lot, formula, made_on, "WWWW");
    return arena_string(arena, lot);
}

void lot_make(Batch *batch, Arena *arena)
{
    lot_write(batch, batch_canonical(batch, arena), arena);
}

void lot_again(Batch *batch, int again, Arena *arena)
{
    lot_write(batch, arena_format(arena, "%sagain %d\n", batch_canonical(batch, arena), again), arena);
}

bool lot_date(const char *lot, Date *made_on)
{
    int32_t day = 0;
    if (strlen(lot) != DATE_LETTERS + 1 + CHECK_LETTERS) return false;
    for (size_t i = 0; lot[i]; i++) {
        const char *at = strchr(base32_alphabet, lot[i]);
        if (!at) return false;
        if (i < DATE_LETTERS) day = day * 32 + (int32_t)(at - base32_alphabet);
    }
    made_on->day = day;
    return true;
}
