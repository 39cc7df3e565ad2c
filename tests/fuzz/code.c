/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes as modules.
 *
 * Laws: the reader, which shares nothing with the encoder, reads back what was encoded; with one module turned, anywhere,
 * it reads nothing; whatever modules it is given, it gives a text of the alphabet or nothing. */
#include <string.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void law_encoded(Arena *arena, Draw *draw)
{
    int version = (int)draw_below(draw, 41);
    uint32_t turned = draw_below(draw, 40000);
    size_t length = draw->left;
    char *text = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++) text[i] = PAYLOAD_LETTERS[draw_below(draw, 45)];
    Modules modules;
    if (!modules_of(text, version, &modules, arena)) return;
    LAW(modules.side >= 21 && modules.side <= 177 && (modules.side - 17) % 4 == 0);
    LAW(version == 0 || modules.side == 17 + 4 * version);
    const char *read = modules_read(&modules, arena);
    LAW_OF(read && strcmp(read, text) == 0, text);
    modules.dark[turned % ((uint32_t)modules.side * (uint32_t)modules.side)] ^= 1;
    LAW_OF(modules_read(&modules, arena) == NULL, text);
}

static void law_anything(Arena *arena, Draw *draw)
{
    int side = (int)draw_below(draw, 200);
    bool plain = draw_below(draw, 2);
    Modules modules = {.side = side, .dark = arena_alloc(arena, (size_t)side * (size_t)side)};
    if (plain && !modules_of("FUZZ", 0, &modules, arena)) return;
    size_t count = (size_t)modules.side * (size_t)modules.side;
    for (size_t at = 0; draw->left; at++) {
        if (plain) modules.dark[draw_below(draw, (uint32_t)count)] ^= 1;
        else if (at < count) modules.dark[at] = (uint8_t)(draw_byte(draw) & 1);
        else break;
    }
    const char *read = modules_read(&modules, arena);
    LAW(!read || strspn(read, PAYLOAD_LETTERS) == strlen(read));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 2000) return -1;
    Draw draw = {data, size};
    Arena *arena = arena_new();
    if (draw_below(&draw, 2)) law_encoded(arena, &draw);
    else law_anything(arena, &draw);
    arena_free(arena);
    return 0;
}
