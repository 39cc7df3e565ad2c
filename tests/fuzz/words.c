/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the papers: one language file, as bytes or as our own with a few places of it edited.
 *
 * Laws: a language is given, whole, or errors that name its file; the same bytes give the same findings and digest; each
 * text says what its places were filled with and leaves none open; a number keeps its digits in the signs of the language,
 * and two numbers never look alike; a date has its day and year. */
#include <string.h>
#include "../../src/paper/words.h"
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PLACES_MOST 8
static const char *const values[PLACES_MOST] = {"<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>"};

static const struct { const char *key, *places; } keys[] = {
#define WORD(key, places) {key, places},
#include "../../src/paper/words.def"
#undef WORD
};

/* ---------------------------------------------------------------- what is said ---- */
static bool may_lack(const char *key, const char *place)
{
    size_t length = strlen(key);
    return text_equal(place, "n") && length > 4 && text_equal(key + length - 4, ".one");
}

static void law_key(const Language *language, const char *key, const char *places, Arena *arena)
{
    const char *names[PLACES_MOST] = {NULL};
    size_t count = 0;
    char *rest, *list = arena_string(arena, places);
    for (char *name = strtok_r(list, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        LAW_OF(count < PLACES_MOST, key);
        names[count++] = name;
    }
    const char *text = words_say(language, arena, key, names[0], values[0], names[1], values[1], names[2], values[2], names[3],
                                 values[3], names[4], values[4], names[5], values[5], names[6], values[6], names[7], values[7], NULL);
    LAW_OF(!text_empty(text) && !strchr(text, '{'), text);
    for (size_t i = 0; i < count; i++) LAW_OF(may_lack(key, names[i]) || strstr(text, values[i]), text);
}

static const char *digits_of(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    for (; *text; text++)
        if (*text >= '0' && *text <= '9') buffer_add_bytes(&out, text, 1);
    return buffer_text(&out);
}

static void law_numbers(const Language *language, Arena *arena)
{
    /* 1.5, 15, 1.234, 1,234, 12,345.6 and 0.15 mL */
    static const int64_t sizes[] = {1500000, 15000000, 1234000, 1234000000, 12345600000, 150000};
    const char *said[sizeof sizes / sizeof *sizes];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        said[i] = words_volume(language, arena, (Volume){sizes[i]});
        LAW_OF(text_equal(digits_of(arena, said[i]), digits_of(arena, volume_text(arena, (Volume){sizes[i]}))), said[i]);
        const char *mass = words_mass(language, arena, (Mass){sizes[i]});
        LAW_OF(text_equal(digits_of(arena, mass), digits_of(arena, mass_text(arena, (Mass){sizes[i]}))), mass);
        for (size_t j = 0; j < i; j++) LAW_OF(!text_equal(said[i], said[j]), said[i]);
    }
}

static void law_dates(const Language *language, Arena *arena)
{
    for (int month = 1; month <= 12; month++) {
        const char *date = words_date(language, arena, date_of(2027, month, 28));
        LAW_OF(strstr(date, "28") && strstr(date, "2027") && strstr(date, words_month(language, month)), date);
        LAW_OF(!text_empty(words_month_short(language, month)), date);
    }
    for (int day = 1; day <= 7; day++) LAW(!text_empty(words_weekday(language, date_of(2027, 3, day))));
}

/* ---------------------------------------------------------------- one file ---- */
static Language *load(Arena *arena, Findings *findings)
{
    Language *language = language_load(scratch_folder(), "en", arena, findings);
    findings_laws(findings);
    LAW_OF((language != NULL) == (findings_errors(findings) == 0), language ? "given with errors" : "refused without a word");
    return language;
}

static void law_file(const void *bytes, size_t size, Arena *arena)
{
    scratch_put("words/en.xml", bytes, size);
    Findings findings = findings_new(arena), again = findings_new(arena);
    Language *language = load(arena, &findings), *second = load(arena, &again);
    LAW(text_equal(findings_lines(&findings, arena), findings_lines(&again, arena)));
    if (!language) return;
    LAW(memcmp(language_digest(language), language_digest(second), sizeof(Digest)) == 0);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) law_key(language, keys[i].key, keys[i].places, arena);
    law_numbers(language, arena);
    law_dates(language, arena);
    LAW(text_equal(language_code(language), "en"));
}

/* Our own words with up to eight places where some bytes are taken out and others put in. */
static Bytes edited(Draw *draw, Arena *arena)
{
    static const char *const pieces[] = {"{", "}", "{n}", "{lot}", "&lt;", "&#160;", "<say key=\"", "\">", "</say>", "decimal=\"", "group=\"",
                                         ",", ".", " ", "'", "\"", "0", "1", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\xAE", "\xD9\xAB"};
    Bytes own, out;
    LAW(file_read("templates/words/en.xml", 1 << 20, arena, &own) == 0);
    out = own;
    for (uint32_t edits = draw_below(draw, 9); edits; edits--) {
        size_t at = draw_below(draw, draw_below(draw, 4) ? 65536 : 512) % (out.size + 1), gone = draw_below(draw, 12);
        if (gone > out.size - at) gone = out.size - at;
        Buffer text = buffer_new(arena);
        buffer_add_bytes(&text, out.at, at);
        for (uint32_t more = draw_below(draw, 4); more; more--)
            buffer_add(&text, draw_one(draw, pieces, sizeof pieces / sizeof *pieces));
        buffer_add_bytes(&text, out.at + at + gone, out.size - at - gone);
        out = (Bytes){buffer_text(&text), text.length};
    }
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 40000) return -1;
    Arena *arena = arena_new();
    Draw draw = {data + 1, size - 1};
    if (data[0] % 2 == 0) law_file(data + 1, size - 1, arena);
    else {
        Bytes bytes = edited(&draw, arena);
        law_file(bytes.at, bytes.size, arena);
    }
    arena_free(arena);
    return 0;
}
