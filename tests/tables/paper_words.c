/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: what a language file must hold, and what is said with it. */
#include "paper_kit.h"

#include "../../src/paper/words.h"
#include "microtaper/text.h"

static const struct { const char *name; Swap swap; Code code; const char *says; } faults[] = {
    {"a key is missing", {"<say key=\"label.lot\">Lot {lot}</say>", ""}, MT705, "label.lot"},
    {"a text is empty", {"<say key=\"label.shake\">Shake well</say>", "<say key=\"label.shake\"/>"}, MT705, "label.shake"},
    {"an unknown key", {"key=\"label.shake\"", "key=\"label.stir\""}, MT706, "label.stir"},
    {"a key twice", {"<say key=\"label.shake\">", "<say key=\"label.lot\">Lot {lot}</say><say key=\"label.shake\">"}, MT706, "twice"},
    {"a place is missing", {"Lot {lot}", "Lot"}, MT707, "lacks {lot}"},
    {"a place too many", {"Lot {lot}", "Lot {lot} {day}"}, MT707, "none of: lot"},
    {"a place not closed", {"Lot {lot}", "Lot {lot} {"}, MT707, "none of: lot"},
    {"eleven months", {"<month short=\"Jan\">January</month>", ""}, MT708, "11 months"},
    {"a month without a short name", {"short=\"Jan\"", "short=\"\""}, MT708, "month 1"},
    {"a month with no short name at all", {" short=\"Jan\"", ""}, MT114, "short"},
    {"an attribute nobody reads", {"<month short=\"Jan\"", "<month brief=\"J\" short=\"Jan\""}, MT113, "brief"},
    {"a mark that turns the reading direction", {"Lot {lot}", "Lot \xE2\x80\xAE{lot}"}, MT206, "U+202E"},
    {"six weekdays", {"<weekday short=\"Mon\">Monday</weekday>", ""}, MT708, "6 weekdays"},
    {"one sign for two things", {"group=\",\"", "group=\".\""}, MT708, "differ"},
    {"a digit for a decimal sign", {"decimal=\".\"", "decimal=\"0\""}, MT708, "decimal is a dot or a comma, not \"0\""},
    {"no decimal sign", {"decimal=\".\"", "decimal=\"\""}, MT708, "decimal is a dot or a comma, not \"\""},
    {"a decimal sign of two", {"decimal=\".\"", "decimal=\"..\""}, MT708, "decimal is a dot or a comma"},
    {"a digit for a group sign", {"group=\",\"", "group=\"1\""}, MT708, "group is a dot"},
    {"no group sign", {"group=\",\"", "group=\"\""}, MT708, "group is a dot"},
    {"another language than the name says", {"language=\"en\"", "language=\"fr\""}, MT219, "\"fr\", the file's name \"en\""},
};

static void test_faults(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(faults); i++) {
        Findings findings = findings_new(arena);
        const char *folder = paper_templates("words/en.xml", paper_changed("templates/words/en.xml", faults[i].swap, arena));
        base_check(language_load(folder, "en", arena, &findings) == NULL, faults[i].name, "was taken");
        base_check(base_found(&findings, faults[i].code, NULL, faults[i].says), faults[i].name, "not told");
    }
    Findings findings = findings_new(arena);
    CU_ASSERT_PTR_NULL(language_load("templates", "../words/en", arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT705, NULL, "cannot be read"));
    paper_templates_end();
    arena_free(arena);
}

typedef const char *(*Saying)(const Language *language, Arena *arena);

static const char *say_date(const Language *l, Arena *a) { return words_date(l, a, date_of(2026, 12, 1)); }
static const char *say_short(const Language *l, Arena *a) { return words_date_short(l, a, date_of(2027, 2, 28)); }
static const char *say_day(const Language *l, Arena *a) { return words_day_month(l, a, date_of(2027, 2, 28)); }
static const char *say_volume(const Language *l, Arena *a) { return words_volume(l, a, (Volume){4200000}); }
static const char *say_large(const Language *l, Arena *a) { return words_volume(l, a, (Volume){1200000000}); }
static const char *say_mass(const Language *l, Arena *a) { return words_mass(l, a, (Mass){250000}); }
static const char *say_strength(const Language *l, Arena *a)
{
    return words_strength(l, a, (Strength){{100000}, {NL_PER_ML}});
}
static const char *say_other_strength(const Language *l, Arena *a)
{
    return words_strength(l, a, (Strength){{5 * NG_PER_MG}, {2 * NL_PER_ML}});
}
static const char *say_weekday(const Language *l, Arena *a) { (void)a; return words_weekday(l, date_of(2026, 12, 1)); }
static const char *say_one(const Language *l, Arena *a) { return words_list(l, a, (const char *[]){"a"}, 1); }
static const char *say_three(const Language *l, Arena *a) { return words_list(l, a, (const char *[]){"a", "b", "c"}, 3); }

#define _ "\xC2\xA0"
static const struct { const char *name; Saying say; const char *en, *es; } sayings[] = {
    {"date", say_date, "1" _ "December" _ "2026", "1" _ "de" _ "diciembre" _ "de" _ "2026"},
    {"short date", say_short, "28" _ "Feb" _ "2027", "28" _ "feb" _ "2027"},
    {"day", say_day, "28" _ "Feb", "28" _ "feb"},
    {"volume", say_volume, "4.2" _ "mL", "4.2" _ "mL"},
    {"large volume", say_large, "1,200" _ "mL", "1,200" _ "mL"},
    {"mass", say_mass, "0.25" _ "mg", "0.25" _ "mg"},
    {"strength", say_strength, "0.1" _ "mg" _ "per" _ "mL", "0.1" _ "mg" _ "por" _ "mL"},
    {"strength in more", say_other_strength, "5" _ "mg" _ "per" _ "2" _ "mL", "5" _ "mg" _ "por" _ "2" _ "mL"},
    {"weekday", say_weekday, "Tuesday", "martes"},
    {"list of one", say_one, "a", "a"},
    {"list of three", say_three, "a, b and c", "a, b y c"},
};

static void test_sayings(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Language *english = language_load("templates", "en", arena, &findings);
    const Language *spanish = language_load("templates", "es", arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(english);
    CU_ASSERT_PTR_NOT_NULL_FATAL(spanish);
    for (size_t i = 0; i < ROWS(sayings); i++) {
        base_check_text(sayings[i].say(english, arena), sayings[i].en, sayings[i].name);
        base_check_text(sayings[i].say(spanish, arena), sayings[i].es, sayings[i].name);
    }
    CU_ASSERT_PTR_NULL(words_named(english, "at", "dawn", (Place){0}, arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT710, NULL, "at \"dawn\""));
    arena_free(arena);
}

/* Where the law fixes the words, they are these in every language: 21 CFR 290.5. */
static void test_law(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    static const char *const languages[] = {"en", "es"};
    for (size_t i = 0; i < ROWS(languages); i++) {
        const Language *language = language_load("templates", languages[i], arena, &findings);
        CU_ASSERT_PTR_NOT_NULL_FATAL(language);
        base_check_text(words_say(language, arena, "law.transfer", NULL),
                        "Caution: Federal law prohibits the transfer of this drug to any person other than the "
                        "patient for whom it was prescribed.", languages[i]);
    }
    arena_free(arena);
}

void suite_paper_words(void)
{
    CU_pSuite suite = CU_add_suite("paper: words", NULL, NULL);
    CU_add_test(suite, "faults of a language file", test_faults);
    CU_add_test(suite, "what is said", test_sayings);
    CU_add_test(suite, "words of the law", test_law);
}
