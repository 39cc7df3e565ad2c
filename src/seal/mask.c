/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and columns are kept as bits of one integer each, so that a rule looks at a whole row at once. */
#include "mask.h"

#include <limits.h>

__extension__ typedef unsigned __int128 Bits;

enum { MASKS = 8, N1 = 3, N2 = 3, N3 = 40, N4 = 10 };

/* Symbol and data area by row and, turned over, by column. */
typedef struct {
    int side;
    Bits row[MASK_SIDE_MOST], column[MASK_SIDE_MOST];
    Bits row_data[MASK_SIDE_MOST], column_data[MASK_SIDE_MOST];
} Symbol;

static Bits bit(int at)
{
    return (Bits)1 << at;
}

/* In steps of 2, 4 and 8 bits: the plain processor has no instruction for it. */
static int count_half(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (int)(bits * UINT64_C(0x0101010101010101) >> 56);
}

static int count_bits(Bits bits)
{
    uint64_t high = (uint64_t)(bits >> 64);
    return count_half((uint64_t)bits) + (high ? count_half(high) : 0);
}

/* ---------------------------------------------------------------- masks ---- */

/* ISO/IEC 18004 table 10: whether mask turns the module over. */
static bool turns(int mask, int x, int y)
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

/* Every mask comes back after 12 modules across and down: what it does in the first twelve rows and columns. */
enum { PERIOD = 12 };
typedef struct { Bits row[PERIOD], column[PERIOD]; } Pattern;

static Bits repeated(Bits line)
{
    for (int have = PERIOD; have < 128; have *= 2) line |= line << have;
    return line;
}

static void pattern_make(Pattern *pattern, int mask)
{
    for (int y = 0; y < PERIOD; y++)
        for (int x = 0; x < PERIOD; x++) {
            unsigned turn = turns(mask, x, y);
            pattern->row[y] |= turn << x;
            pattern->column[x] |= turn << y;
        }
    for (int i = 0; i < PERIOD; i++) {
        pattern->row[i] = repeated(pattern->row[i]);
        pattern->column[i] = repeated(pattern->column[i]);
    }
}

/* Worked out on the first use: they are the same for every code. */
static const Pattern *pattern_of(int mask)
{
    static Pattern patterns[MASKS];
    static bool made;
    for (int i = 0; i < MASKS && !made; i++) pattern_make(&patterns[i], i);
    made = true;
    return &patterns[mask];
}

/* ---------------------------------------------------------------- format ---- */

/* Clause 7.9: level M (00) and mask, ten check bits, turned over by 101010000010010. */
static unsigned format_word(int mask)
{
    unsigned data = (unsigned)mask << 10, rest = data;
    for (int i = 14; i >= 10; i--)
        if (rest >> i & 1) rest ^= 0x537u << (i - 10);
    return (data | rest) ^ 0x5412;
}

/* Where bit i of the format stands, twice: column and row. */
static void format_places(int side, int i, int first[2], int second[2])
{
    first[0] = i < 8 ? 8 : i == 8 ? 7 : 14 - i;
    first[1] = i < 6 ? i : i < 8 ? i + 1 : 8;
    second[0] = i < 8 ? side - 1 - i : 8;
    second[1] = i < 8 ? 8 : side - 15 + i;
}

static void symbol_put(Symbol *symbol, const int place[2], Bits dark)
{
    Bits *row = &symbol->row[place[1]], *column = &symbol->column[place[0]];
    *row = (*row & ~bit(place[0])) | dark << place[0];
    *column = (*column & ~bit(place[1])) | dark << place[1];
}

static void symbol_format(Symbol *symbol, int mask)
{
    unsigned word = format_word(mask);
    for (int i = 0; i < 15; i++) {
        int first[2], second[2];
        format_places(symbol->side, i, first, second);
        symbol_put(symbol, first, word >> i & 1);
        symbol_put(symbol, second, word >> i & 1);
    }
}

/* The symbol under this mask, from one under none. */
static void symbol_mask(const Symbol *plain, int mask, Symbol *masked)
{
    const Pattern *pattern = pattern_of(mask);
    masked->side = plain->side;
    for (int i = 0; i < plain->side; i++) {
        masked->row[i] = plain->row[i] ^ (pattern->row[i % PERIOD] & plain->row_data[i]);
        masked->column[i] = plain->column[i] ^ (pattern->column[i % PERIOD] & plain->column_data[i]);
    }
    symbol_format(masked, mask);
}

/* ---------------------------------------------------------------- rules ---- */

/* Rule 1: a run of five or more of one colour costs 3 and 1 for each over five. */
static int judge_runs(Bits line, int side)
{
    Bits same = ~(line ^ line >> 1) & (bit(side - 1) - 1);
    Bits fives = same & same >> 1 & same >> 2 & same >> 3;   /* where a run has four more behind it */
    return count_bits(fives) + (N1 - 1) * count_bits(fives & ~(fives << 1));
}

/* Rule 2: blocks of 2 by 2 of one colour. */
static int judge_blocks(Bits above, Bits line, int side)
{
    Bits same = ~(above ^ line) & ~(line ^ line >> 1) & ~(above ^ above >> 1);
    return N2 * count_bits(same & (bit(side - 1) - 1));
}

/* Light modules from `from` on, by step +1 or -1, up to `most`; the edge of the symbol counts as enough. */
static bool light_for(Bits line, int side, int from, int step, int most)
{
    for (int i = 0; i < most; i++, from += step) {
        if (from < 0 || from >= side) return true;
        if (line >> from & 1) return false;
    }
    return true;
}

/* The dark run of 3 * unit from `at` on stands in 1 : 1 : 3 : 1 : 1, with four units of light on one side. */
static bool like_finder(Bits line, int side, int at, int unit)
{
    int first = at - 2 * unit, end = at + 5 * unit;
    if (first < 0 || end > side) return false;
    Bits dark = bit(unit) - 1;
    Bits pattern = dark | (bit(3 * unit) - 1) << (2 * unit) | dark << (6 * unit);
    if ((line >> first & (bit(7 * unit) - 1)) != pattern) return false;
    if ((first > 0 && line >> (first - 1) & 1) || (end < side && line >> end & 1)) return false;
    return light_for(line, side, first - 1, -1, 4 * unit) || light_for(line, side, end, 1, 4 * unit);
}

static int first_bit(Bits bits)
{
    return (uint64_t)bits ? __builtin_ctzll((uint64_t)bits) : 64 + __builtin_ctzll((uint64_t)(bits >> 64));
}

/* The smallest of them, 1011101 with four light modules on one side, everywhere at once; beyond the edge it is light. */
static int small_finders(Bits line, int side)
{
    Bits small = line & ~(line << 1) & ~(line >> 1) & line >> 2 & line >> 3 & line >> 4 & ~(line >> 5) & line >> 6 & ~(line >> 7);
    if (!small) return 0;
    Bits light = ~line | ~(bit(side) - 1), two = light & (light >> 1 | bit(127)), four = two & (two >> 2 | bit(127) | bit(126));
    Bits before = (light << 1 | 1) & (light << 2 | 3);
    before &= before << 2 | 3;
    Bits behind = four >> 7;
    return count_bits(small & (before | behind));
}

/* Rule 3: what looks like a finder, at any size.  Larger ones have a dark run of six at least, and there are few of those. */
static int judge_finders(Bits line, int side)
{
    int count = small_finders(line, side);
    Bits pairs = line & line >> 1, six = pairs & pairs >> 2 & pairs >> 4;
    for (six &= ~(six << 1); six; six &= six - 1) {
        int at = first_bit(six), length = 6;
        while (at + length < side && line >> (at + length) & 1) length++;
        if (length % 3 == 0) count += like_finder(line, side, at, length / 3);
    }
    return N3 * count;
}

/* Rule 4: dark modules in percent, in steps of five from one half. */
static int judge_balance(const Symbol *symbol)
{
    int dark = 0, all = symbol->side * symbol->side;
    for (int i = 0; i < symbol->side; i++) dark += count_bits(symbol->row[i]);
    int percent = (200 * dark + all) / all / 2;
    return (percent > 50 ? percent - 50 : 50 - percent) / 5 * N4;
}

/* No further than `most`: a mask that costs as much is not chosen. */
static int judge(const Symbol *symbol, int most)
{
    int cost = judge_balance(symbol), side = symbol->side;
    for (int i = 0; i < side && cost < most; i++) {
        cost += judge_runs(symbol->row[i], side) + judge_finders(symbol->row[i], side);
        cost += judge_runs(symbol->column[i], side) + judge_finders(symbol->column[i], side);
        if (i > 0) cost += judge_blocks(symbol->row[i - 1], symbol->row[i], side);
    }
    return cost;
}

/* ---------------------------------------------------------------- choice ---- */

/* Dark modules and data modules of one line; its modules stand `step` apart. */
static void line_read(const uint8_t *modules, int side, int step, Bits *dark, Bits *data)
{
    Bits dark_bits = 0, data_bits = 0;
    for (int i = side - 1; i >= 0; i--) {
        dark_bits = dark_bits << 1 | (modules[i * step] & 1);
        data_bits = data_bits << 1 | !(modules[i * step] & 0x80);
    }
    *dark = dark_bits;
    *data = data_bits;
}

/* Under mask 0 as it comes; under none when it leaves. */
static void symbol_read(Symbol *symbol, const uint8_t *modules, int side)
{
    const Pattern *pattern = pattern_of(0);
    symbol->side = side;
    for (int i = 0; i < side; i++) {
        line_read(modules + i * side, side, 1, &symbol->row[i], &symbol->row_data[i]);
        line_read(modules + i, side, side, &symbol->column[i], &symbol->column_data[i]);
        symbol->row[i] ^= pattern->row[i % PERIOD] & symbol->row_data[i];
        symbol->column[i] ^= pattern->column[i % PERIOD] & symbol->column_data[i];
    }
}

void mask_choose(uint8_t *modules, int side)
{
    Symbol plain, masked[2];
    int best = 0, least = INT_MAX;
    symbol_read(&plain, modules, side);
    for (int mask = 0; mask < MASKS; mask++) {
        symbol_mask(&plain, mask, &masked[!best]);
        int cost = judge(&masked[!best], least);
        if (cost >= least) continue;
        least = cost;
        best = !best;
    }
    for (int y = 0; y < side; y++) {
        Bits line = masked[best].row[y];
        for (int x = 0; x < side; x++, line >>= 1, modules++)
            *modules = (uint8_t)((*modules & 0xFE) | (uint8_t)(line & 1));
    }
}
