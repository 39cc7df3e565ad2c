/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reader of QR modules, written from ISO/IEC 18004:2015, for proof: what is about to be drawn must say what was
 * signed.  It shares nothing with the encoder and corrects nothing: every pattern, both copies of the format and
 * version, every check word and every padding byte must be exactly right. */
#include <string.h>
#include "microtaper/seal.h"
#include "reader.h"

#define SIDE_MOST 177
#define WORDS_MOST 3706
#define PERIOD 12                   /* of every mask, in modules */

typedef struct {
    int side, version, mask;
    const uint8_t *dark;
    uint8_t *fixed;                         /* 1: a module of a pattern, not of data */
    uint8_t *words;                         /* code words as drawn */
    uint8_t *data;                          /* data words in order */
    size_t word_count, data_count;
    uint8_t turned[PERIOD][PERIOD];         /* 1: the mask turns the module over */
    uint8_t power[510], exponent[256];      /* of the field of the check words */
} Symbol;

/* ISO/IEC 18004 table 9, level M: check words in a block, and blocks. */
static const uint8_t checks_of[41] = {0,  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22,
                                      24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28,
                                      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28};
static const uint8_t blocks_of[41] = {0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
                                      17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49};

static int module_at(const Symbol *symbol, int x, int y)
{
    return symbol->dark[y * symbol->side + x];
}

/* A module of a pattern: marks it and tells whether it is as it must be. */
static bool expect(Symbol *symbol, int x, int y, int dark)
{
    symbol->fixed[y * symbol->side + x] = 1;
    return module_at(symbol, x, y) == dark;
}

/* ---------------------------------------------------------------- patterns ---- */
static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int distance(int a, int b)
{
    return a > b ? a - b : b - a;
}

/* A finder and its separator, centre (cx, cy): rings 0, 1 and 3 are dark. */
static bool finder_right(Symbol *symbol, int cx, int cy)
{
    bool right = true;
    for (int y = larger(cy - 4, 0); y <= cy + 4 && y < symbol->side; y++)
        for (int x = larger(cx - 4, 0); x <= cx + 4 && x < symbol->side; x++) {
            int ring = larger(distance(x, cx), distance(y, cy));
            right &= expect(symbol, x, y, ring != 2 && ring != 4);
        }
    return right;
}

static bool alignment_right(Symbol *symbol, int cx, int cy)
{
    bool right = true;
    for (int y = cy - 2; y <= cy + 2; y++)
        for (int x = cx - 2; x <= cx + 2; x++)
            right &= expect(symbol, x, y, larger(distance(x, cx), distance(y, cy)) != 1);
    return right;
}

/* Annex E: from the far edge in even steps, and 6.  Returns how many. */
static int alignment_places(const Symbol *symbol, int places[7])
{
    if (symbol->version == 1)
        return 0;
    int count = symbol->version / 7 + 2;
    int step = symbol->version == 32 ? 26 : (symbol->version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    for (int i = count - 1, at = symbol->side - 7; i > 0; i--, at -= step)
        places[i] = at;
    places[0] = 6;
    return count;
}

static bool alignments_right(Symbol *symbol)
{
    int places[7];
    int count = alignment_places(symbol, places);
    bool right = true;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++) {
            bool corner = (i == 0 && k == 0) || (i == 0 && k == count - 1) || (i == count - 1 && k == 0);
            if (!corner)
                right &= alignment_right(symbol, places[i], places[k]);
        }
    return right;
}

static bool timing_right(Symbol *symbol)
{
    bool right = true;
    for (int i = 8; i < symbol->side - 8; i++) {
        right &= expect(symbol, i, 6, i % 2 == 0);
        right &= expect(symbol, 6, i, i % 2 == 0);
    }
    return right;
}

static bool patterns_right(Symbol *symbol)
{
    int far = symbol->side - 4;
    bool right = timing_right(symbol);
    right &= finder_right(symbol, 3, 3);
    right &= finder_right(symbol, far, 3);
    right &= finder_right(symbol, 3, far);
    right &= alignments_right(symbol);
    right &= expect(symbol, 8, symbol->side - 8, 1);
    return right;
}

/* ---------------------------------------------------------------- format and version ---- */
/* The remainder of a BCH word: 0 when it is one of the code. */
static unsigned bch_rest(unsigned word, unsigned generator, int bits, int degree)
{
    for (int i = bits - 1; i >= degree; i--)
        if (word >> i & 1)
            word ^= generator << (i - degree);
    return word;
}

static unsigned take_module(Symbol *symbol, int x, int y)
{
    symbol->fixed[y * symbol->side + x] = 1;
    return (unsigned)module_at(symbol, x, y);
}

/* Clause 7.9: fifteen bits, twice; level M is 00. */
static bool format_right(Symbol *symbol)
{
    unsigned first = 0, second = 0;
    for (int i = 0; i < 15; i++) {
        int down = i < 6 ? i : i < 8 ? i + 1 : 8;
        int across = i < 8 ? 8 : i == 8 ? 7 : 14 - i;
        first |= take_module(symbol, across, down) << i;
        int x = i < 8 ? symbol->side - 1 - i : 8;
        int y = i < 8 ? 8 : symbol->side - 15 + i;
        second |= take_module(symbol, x, y) << i;
    }
    unsigned word = first ^ 0x5412;
    symbol->mask = (int)(word >> 10 & 7);
    return first == second && word >> 13 == 0 && bch_rest(word, 0x537, 15, 10) == 0;
}

/* Clause 7.10: eighteen bits, twice, from version 7 on. */
static bool version_right(Symbol *symbol)
{
    if (symbol->version < 7)
        return true;
    unsigned first = 0, second = 0;
    for (int i = 0; i < 18; i++) {
        int near = i / 3, far = symbol->side - 11 + i % 3;
        first |= take_module(symbol, far, near) << i;
        second |= take_module(symbol, near, far) << i;
    }
    return first == second && (int)(first >> 12) == symbol->version && bch_rest(first, 0x1F25, 18, 12) == 0;
}

/* ---------------------------------------------------------------- words ---- */
static int mask_at(int mask, int x, int y)
{
    switch (mask) {
    case 0: return (x + y) % 2 == 0;
    case 1: return y % 2 == 0;
    case 2: return x % 3 == 0;
    case 3: return (x + y) % 3 == 0;
    case 4: return (x / 3 + y / 2) % 2 == 0;
    case 5: return x * y % 2 + x * y % 3 == 0;
    case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
    default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

/* Every mask comes back after 12 modules across and down. */
static void mask_make(Symbol *symbol)
{
    for (int y = 0; y < PERIOD; y++)
        for (int x = 0; x < PERIOD; x++)
            symbol->turned[y][x] = (uint8_t)mask_at(symbol->mask, x, y);
}

/* One data module; the few left over after the last word must be light before masking. */
static bool take_bit(Symbol *symbol, int x, int y, size_t total, size_t *bits)
{
    int bit = module_at(symbol, x, y) ^ symbol->turned[y % PERIOD][x % PERIOD];
    if (*bits >= total * 8)
        return bit == 0;
    symbol->words[*bits / 8] |= (uint8_t)(bit << (7 - *bits % 8));
    (*bits)++;
    return true;
}

static size_t data_modules(const Symbol *symbol)
{
    size_t count = 0;
    for (int i = 0; i < symbol->side * symbol->side; i++)
        count += !symbol->fixed[i];
    return count;
}

/* Clause 7.7.3: columns in pairs from the right, up and down in turn, leaving out the timing column. */
static bool words_take(Symbol *symbol)
{
    size_t bits = 0;
    bool right = true, up = true;
    symbol->word_count = data_modules(symbol) / 8;
    mask_make(symbol);
    for (int column = symbol->side - 1; column > 0; column -= 2, up = !up) {
        if (column == 6)
            column--;
        for (int i = 0; i < symbol->side; i++)
            for (int k = 0; k < 2; k++) {
                int x = column - k, y = up ? symbol->side - 1 - i : i;
                if (!symbol->fixed[y * symbol->side + x])
                    right &= take_bit(symbol, x, y, symbol->word_count, &bits);
            }
    }
    return right;
}

/* ---------------------------------------------------------------- check words ---- */
/* Powers of 2 in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1, twice over, and the exponent of each. */
static void field_make(Symbol *symbol)
{
    unsigned value = 1;
    for (unsigned i = 0; i < 255; i++) {
        symbol->power[i] = symbol->power[i + 255] = (uint8_t)value;
        symbol->exponent[value] = (uint8_t)i;
        value = (value << 1) ^ ((value >> 7) * 0x11D);
    }
}

/* A block is right when it is a multiple of the generator: zero at each of its roots 2^0 .. 2^(checks - 1). */
static bool block_right(const Symbol *symbol, const uint8_t *block, size_t size, size_t checks)
{
    for (size_t root = 0; root < checks; root++) {
        uint8_t sum = 0;
        for (size_t k = 0; k < size; k++)
            sum = (sum ? symbol->power[symbol->exponent[sum] + root] : 0) ^ block[k];
        if (sum)
            return false;
    }
    return true;
}

/* Takes block b apart from the others (clause 7.6): the first blocks may be one data word shorter. */
static bool block_take(Symbol *symbol, size_t b, size_t blocks, size_t checks)
{
    uint8_t block[WORDS_MOST];
    size_t least = symbol->word_count / blocks - checks, longer = symbol->word_count % blocks;
    size_t size = least + (b >= blocks - longer), data = least * blocks + longer;
    for (size_t k = 0; k < least; k++)
        block[k] = symbol->words[k * blocks + b];
    if (size > least)
        block[least] = symbol->words[least * blocks + b - (blocks - longer)];
    memcpy(symbol->data + symbol->data_count, block, size);
    symbol->data_count += size;
    for (size_t k = 0; k < checks; k++)
        block[size + k] = symbol->words[data + k * blocks + b];
    return block_right(symbol, block, size + checks, checks);
}

static bool blocks_take(Symbol *symbol)
{
    size_t blocks = blocks_of[symbol->version];
    field_make(symbol);
    for (size_t b = 0; b < blocks; b++)
        if (!block_take(symbol, b, blocks, checks_of[symbol->version]))
            return false;
    return true;
}

/* ---------------------------------------------------------------- text ---- */
typedef struct { const uint8_t *bytes; size_t bits, at; } Bits;

static unsigned bits_take(Bits *bits, size_t count)
{
    unsigned value = 0;
    for (size_t i = 0; i < count; i++, bits->at++)
        value = value << 1 | (bits->bytes[bits->at / 8] >> (7 - bits->at % 8) & 1u);
    return value;
}

static size_t bits_left(const Bits *bits)
{
    return bits->bits - bits->at;
}

/* An alphanumeric segment behind its mode; the text's room is the capacity of the largest code. */
static bool segment_take(Bits *bits, int version, char *text, size_t *length)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    size_t width = version < 10 ? 9 : version < 27 ? 11 : 13;
    if (bits_left(bits) < width)
        return false;
    size_t count = bits_take(bits, width);
    if (bits_left(bits) < count / 2 * 11 + count % 2 * 6)
        return false;
    for (; count > 1; count -= 2) {
        unsigned pair = bits_take(bits, 11);
        if (pair >= 45 * 45)
            return false;
        text[(*length)++] = letters[pair / 45];
        text[(*length)++] = letters[pair % 45];
    }
    unsigned single = count ? bits_take(bits, 6) : 0;
    if (single >= 45)
        return false;
    if (count)
        text[(*length)++] = letters[single];
    return true;
}

/* Clause 7.4.9 and 7.4.10: zero bits up to a whole word, then EC and 11 in turn. */
static bool padding_right(Bits *bits)
{
    if (bits_take(bits, (8 - bits->at % 8) % 8) != 0)
        return false;
    for (unsigned pad = 0xEC; bits_left(bits) >= 8; pad ^= 0xEC ^ 0x11)
        if (bits_take(bits, 8) != pad)
            return false;
    return true;
}

const char *words_text(const uint8_t *words, size_t count, int version, Arena *arena)
{
    Bits bits = {.bytes = words, .bits = count * 8};
    char *text = arena_alloc(arena, count * 2 + 1);
    size_t length = 0;
    while (bits_left(&bits) >= 4) {
        unsigned mode = bits_take(&bits, 4);
        if (mode == 0)
            return padding_right(&bits) ? text : NULL;
        if (mode != 2 || !segment_take(&bits, version, text, &length))
            return NULL;
    }
    return bits_take(&bits, bits_left(&bits)) == 0 ? text : NULL;
}

const char *modules_read(const Modules *modules, Arena *arena)
{
    if (modules->side < 21 || modules->side > SIDE_MOST || modules->side % 4 != 1)
        return NULL;
    Symbol *symbol = ARENA_NEW(arena, Symbol);
    symbol->side = modules->side;
    symbol->version = (modules->side - 17) / 4;
    symbol->dark = modules->dark;
    size_t count = (size_t)modules->side * (size_t)modules->side;
    symbol->fixed = arena_alloc(arena, count);
    symbol->words = arena_alloc(arena, count / 8 + 1);
    symbol->data = arena_alloc(arena, count / 8 + 1);
    bool right = patterns_right(symbol);   /* each marks its modules, also when another is wrong */
    right &= format_right(symbol);
    right &= version_right(symbol);
    if (!right || !words_take(symbol) || !blocks_take(symbol))
        return NULL;
    return words_text(symbol->data, symbol->data_count, symbol->version, arena);
}
