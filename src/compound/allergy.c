/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "allergy.h"
#include <string.h>
#include "microtaper/text.h"

#define SHORTEST 4   /* letters: a shorter word is found in too many others, and must be the whole of it */

/* What patients say, and what formulas write. */
static const char *const synonyms[][2] = {
    {"alcohol", "ethanol"}, {"sugar", "sucrose"}, {"milk sugar", "lactose"}, {"benzodiazepine", "azepam"}};

/* The words of a list parted by ; or , : small letters, single spaces, no plural s. */
typedef struct { char **at; size_t count; } Terms;

static char *term_make(Arena *arena, const char *text, size_t length)
{
    char *term = text_squeeze(arena, arena_copy(arena, text, length));
    for (char *at = term; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at + 'a' - 'A');
    size_t end = strlen(term);
    if (end > SHORTEST && term[end - 1] == 's') term[end - 1] = '\0';
    return term;
}

static Terms terms_make(const char *list, Arena *arena)
{
    Terms terms = {0};
    size_t capacity = 0;
    for (const char *at = list; at && *at;) {
        size_t length = strcspn(at, ";,");
        char *term = term_make(arena, at, length);
        if (*term) *ARENA_PUSH(arena, terms.at, terms.count, capacity, char *) = term;
        at += length + (at[length] != '\0');
    }
    return terms;
}

static bool within(const char *word, const char *text)
{
    return strlen(word) >= SHORTEST ? strstr(text, word) != NULL : text_equal(word, text);
}

static bool same_substance(const char *allergy, const char *held)
{
    if (within(allergy, held) || within(held, allergy)) return true;
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (within(synonyms[i][0], allergy) && within(synonyms[i][1], held)) return true;
    return false;
}

static bool holds(const Terms *held, const char *allergy)
{
    for (size_t i = 0; i < held->count; i++)
        if (same_substance(allergy, held->at[i])) return true;
    return false;
}

const char *allergy_match(const char *allergies, const Ingredient *part, Arena *arena)
{
    Terms stated = terms_make(allergies, arena), name = terms_make(part->name, arena),
          contents = terms_make(part->contains, arena), diluent = terms_make(part->diluent, arena), solvent = terms_make(part->solvent, arena);
    for (size_t i = 0; i < stated.count; i++)
        if (holds(&name, stated.at[i]) || holds(&contents, stated.at[i]) || holds(&diluent, stated.at[i]) ||
            holds(&solvent, stated.at[i]))
            return stated.at[i];
    return NULL;
}

const char *need_match(const char *needs, const Ingredient *part, Arena *arena)
{
    Terms stated = terms_make(needs, arena);
    for (size_t i = 0; i < stated.count; i++) {
        size_t length = strlen(stated.at[i]), tail = strlen("-free");
        if (length <= tail) continue;
        const char *match = allergy_match(arena_copy(arena, stated.at[i], length - tail), part, arena);
        if (match) return match;
    }
    return NULL;
}
