/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wedge scanner presses the keys of a US keyboard; a computer set to another layout reads other characters.  Each row
 * says what arrives instead of what was meant (X.Org xkeyboard-config, symbols of these layouts, without AltGr).  All
 * but one can be undone: the plus sign is a dead key on several layouts, and what becomes of it hangs on what follows. */
#include <string.h>
#include "microtaper/scan.h"
#include "microtaper/text.h"

#define DEAD_MOST 4        /* dead keys in one text whose readings are all tried */

typedef struct {
    const char *name;
    const char *swaps;     /* "ARRIVED MEANT" pairs, each a character and an ASCII letter, blanks between pairs */
    bool grave;            /* '+' is a dead grave accent */
} Layout;

#define AZERTY "\xC3\xA0" "0 &1 \xC3\xA9" "2 \"3 '4 (5 \xC3\xA8" "7 \xC3\xA7" "9 QA AQ ZW WZ ?M ,M 4$ 5% 8* )- :. M: "
#define QWERTZ "ZY YZ (* -/ "

static const Layout layouts[] = {
    {"German", QWERTZ "\xC3\x9F- \xC3\x96: \xC3\xB6: ", true},
    {"Swiss German", QWERTZ "'- \xC3\xA7$ \xC3\x87$ \xC3\xA9: \xC3\x89: ", true},
    {"Swiss French", QWERTZ "'- \xC3\xA7$ \xC3\x87$ \xC3\xB6: \xC3\x96: ", true},
    {"French", AZERTY "-6 _8 !/ ", false},
    {"Belgian", AZERTY "\xC2\xA7" "6 !8 _+ =/ ", false},
    {"Spanish", "(* \xC2\xBF+ '- -/ \xC3\x91: \xC3\xB1: ", false},
    {"Latin American", "(* \xC2\xA1+ '- -/ \xC3\x91: \xC3\xB1: ", false},
    {"Italian", "(* ^+ '- -/ \xC3\xA7: \xC3\x87: ", false},
    {"Portuguese", "(* \xC2\xBB+ '- -/ \xC3\x87: \xC3\xA7: ", false},
    {"Swedish and Finnish", "\xC2\xA4$ (* +- -/ \xC3\x96: \xC3\xB6: ", true},
    {"Danish", "\xC2\xA4$ (* +- -/ \xC3\x86: \xC3\xA6: ", true},
    {"Norwegian", "\xC2\xA4$ (* +- -/ \xC3\x98: \xC3\xB8: ", true},
    {"Canadian French", "\xC3\xA9/ \xC3\x89/ ", false},
};
#define LAYOUTS (sizeof layouts / sizeof *layouts)

/* A dead grave accent and the vowel behind it arrive as one letter. */
static const struct { const char *arrived; const char *meant; } graves[] = {
    {"\xC3\x80", "+A"}, {"\xC3\xA0", "+A"}, {"\xC3\x88", "+E"}, {"\xC3\xA8", "+E"}, {"\xC3\x8C", "+I"}, {"\xC3\xAC", "+I"},
    {"\xC3\x92", "+O"}, {"\xC3\xB2", "+O"}, {"\xC3\x99", "+U"}, {"\xC3\xB9", "+U"},
};

static size_t letter_size(const char *at)
{
    const char *next = at;
    utf8_next(&next);
    return (size_t)(next - at);
}

/* What a letter meant, or 0: no pair of the layout has it. */
static char swap_find(const Layout *layout, const char *letter, size_t size)
{
    for (const char *pair = layout->swaps; *pair; pair += letter_size(pair) + 2) {
        if (letter_size(pair) == size && memcmp(pair, letter, size) == 0)
            return pair[size];
    }
    return 0;
}

static bool grave_add(Buffer *out, const char *letter, size_t size)
{
    for (size_t i = 0; i < sizeof graves / sizeof *graves; i++) {
        if (strlen(graves[i].arrived) != size || memcmp(graves[i].arrived, letter, size) != 0)
            continue;
        buffer_add(out, graves[i].meant);
        return true;
    }
    return false;
}

static char capital(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

/* One letter that no pair has: it arrived as it was meant, if the layout lets it. */
static bool plain_add(const Layout *layout, Buffer *out, const char *letter, size_t size)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    if (layout->grave && grave_add(out, letter, size))
        return true;
    char same = capital(*letter);
    if (size != 1 || !same || !strchr(alphabet, same))
        return false;
    buffer_add_bytes(out, &same, 1);
    return true;
}

/* `blanks`: bit i says that behind the i-th lone grave accent a blank was swallowed. */
static const char *undo(const Layout *layout, const char *typed, unsigned blanks, Arena *arena)
{
    Buffer out = buffer_new(arena);
    for (const char *at = typed; *at;) {
        size_t size = letter_size(at);
        char meant = swap_find(layout, at, size), upper = capital(*at);
        if (!meant && size == 1)
            meant = swap_find(layout, &upper, 1);
        if (meant)
            buffer_add_bytes(&out, &meant, 1);
        else if (layout->grave && *at == '`') {
            buffer_add(&out, blanks & 1 ? "+ " : "+");
            blanks >>= 1;
        } else if (!plain_add(layout, &out, at, size))
            return NULL;
        at += size;
    }
    return text_starts(buffer_text(&out), "MT1:") ? buffer_text(&out) : NULL;
}

static size_t lone_graves(const char *typed)
{
    size_t count = 0;
    for (; *typed; typed++)
        count += *typed == '`';
    return count;
}

Reading *scan_readings(Arena *arena, const char *typed, size_t *count)
{
    Reading *readings = NULL;
    size_t capacity = 0, dead = lone_graves(typed);
    const char *text = scan_text(arena, typed);
    *count = 0;
    *ARENA_PUSH(arena, readings, *count, capacity, Reading) = (Reading){text, NULL};
    for (size_t i = 0; i < LAYOUTS; i++) {
        unsigned tries = layouts[i].grave && dead <= DEAD_MOST ? 1u << dead : 1;
        for (unsigned blanks = 0; blanks < tries; blanks++) {
            const char *meant = undo(&layouts[i], text, blanks, arena);
            if (meant && !text_equal(meant, text))
                *ARENA_PUSH(arena, readings, *count, capacity, Reading) = (Reading){meant, layouts[i].name};
        }
    }
    return readings;
}
