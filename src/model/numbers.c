/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "prescribe.h"

#define SLOTS_LEAST 64

static uint64_t number_key(const char *number)
{
    Digest digest = digest_of(number, strlen(number));
    uint64_t key;
    memcpy(&key, digest.bytes, sizeof key);
    return key ? key : 1;   /* 0 marks a free slot */
}

/* The slot that holds the key, or the free one where it belongs. */
static uint64_t *slot_of(uint64_t *slots, size_t capacity, uint64_t key)
{
    size_t at = (size_t)key & (capacity - 1);
    while (slots[at] && slots[at] != key) at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void grow(RxNumbers *numbers)
{
    size_t capacity = numbers->capacity ? numbers->capacity * 2 : SLOTS_LEAST;
    uint64_t *slots = calloc(capacity, sizeof *slots);
    if (!slots) memory_out("prescription numbers");
    for (size_t i = 0; i < numbers->capacity; i++)
        if (numbers->slots[i]) *slot_of(slots, capacity, numbers->slots[i]) = numbers->slots[i];
    free(numbers->slots);
    numbers->slots = slots;
    numbers->capacity = capacity;
}

bool rx_numbers_add(RxNumbers *numbers, const char *number)
{
    if (numbers->count * 2 >= numbers->capacity) grow(numbers);
    uint64_t key = number_key(number), *slot = slot_of(numbers->slots, numbers->capacity, key);
    if (*slot) return false;
    *slot = key;
    numbers->count++;
    return true;
}

void rx_numbers_free(RxNumbers *numbers)
{
    free(numbers->slots);
    *numbers = (RxNumbers){0};
}
