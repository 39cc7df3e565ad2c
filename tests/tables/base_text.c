/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

#include <stdlib.h>
#include <string.h>
#include "microtaper/text.h"

static void test_buffer(void)
{
    Arena *arena = arena_new();
    Buffer buffer = buffer_new(arena);
    CU_ASSERT_STRING_EQUAL(buffer_text(&buffer), "");
    buffer_add(&buffer, "");
    CU_ASSERT_STRING_EQUAL(buffer_text(&buffer), "");
    for (int i = 0; i < 1000; i++)
        buffer_addf(&buffer, "%d,", i);
    CU_ASSERT_EQUAL(buffer.length, strlen(buffer_text(&buffer)));
    CU_ASSERT_EQUAL(buffer.length, 10 * 2 + 90 * 3 + 900 * 4);
    CU_ASSERT_STRING_EQUAL(buffer_text(&buffer) + buffer.length - 8, "998,999,");
    buffer_add_bytes(&buffer, "a\0b", 3);
    CU_ASSERT_EQUAL(memcmp(buffer.at + buffer.length - 3, "a\0b", 4), 0);
    arena_free(arena);
}

static void test_compare(void)
{
    CU_ASSERT_TRUE(text_equal("a", "a"));
    CU_ASSERT_FALSE(text_equal("a", "b"));
    CU_ASSERT_FALSE(text_equal("a", NULL));
    CU_ASSERT_FALSE(text_equal(NULL, ""));
    CU_ASSERT_TRUE(text_equal(NULL, NULL));
    CU_ASSERT_TRUE(text_starts("MT1:abc", "MT1:"));
    CU_ASSERT_TRUE(text_starts("a", ""));
    CU_ASSERT_FALSE(text_starts("MT", "MT1:"));
    CU_ASSERT_TRUE(text_empty(NULL));
    CU_ASSERT_TRUE(text_empty(""));
    CU_ASSERT_FALSE(text_empty(" "));
}

typedef char *(*Change)(Arena *arena, const char *text);

static const struct {
    const char *name;
    Change change;
    const char *from, *to;
} changes[] = {
    {"squeeze", text_squeeze, "", ""},
    {"squeeze", text_squeeze, " \n\t ", ""},
    {"squeeze", text_squeeze, "a", "a"},
    {"squeeze", text_squeeze, "  a \n\t b\r\nc  ", "a b c"},
    {"squeeze", text_squeeze, "a\xC2\xA0 b", "a\xC2\xA0 b"},
    {"visible", text_visible, "", ""},
    {"visible", text_visible, "a\n\x1B[1m\x7F\xC2\x9B\xFF\xC5\xBB", "a\\x0a\\x1b[1m\\x7f\\xc2\\x9b\\xff\xC5\xBB"},
    {"json", text_json, "plain", "plain"},
    {"json", text_json, "", ""},
    {"json", text_json, "\"\\\n\r\t\b\f", "\\\"\\\\\\n\\r\\t\\b\\f"},
    {"json", text_json, "\x01\x1f\x7f", "\\u0001\\u001f\\u007f"},
    {"json", text_json, "\xC2\x85", "\\u0085"},
    {"json", text_json, "\xC5\xBB\xF0\x9F\x92\x8A", "\xC5\xBB\xF0\x9F\x92\x8A"},
    {"json", text_json, "a\xFF" "b", "a\xEF\xBF\xBD" "b"},
    {"csv", text_csv, "plain", "plain"},
    {"csv", text_csv, "", ""},
    {"csv", text_csv, "a,b", "\"a,b\""},
    {"csv", text_csv, "say \"a\"", "\"say \"\"a\"\"\""},
    {"csv", text_csv, "a\nb", "\"a\nb\""},
    {"xml", text_xml, "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&apos;"},
    {"xml", text_xml, "a\n\r\tb", "a&#10;&#13;&#9;b"},
    {"xml", text_xml, "", ""},
    {"safe name", text_safe_name, "RX-1042_a", "RX-1042_a"},
    {"safe name", text_safe_name, "../x", "%2E%2E%2Fx"},
    {"safe name", text_safe_name, ".", "%2E"},
    {"safe name", text_safe_name, "..", "%2E%2E"},
    {"safe name", text_safe_name, "", "%"},
    {"safe name", text_safe_name, "%", "%25"},
    {"safe name", text_safe_name, "%2E", "%252E"},
    {"safe name", text_safe_name, "a b/c\\d:e", "a%20b%2Fc%5Cd%3Ae"},
    {"safe name", text_safe_name, "\x01\n\x7f", "%01%0A%7F"},
    {"safe name", text_safe_name, "\xC5\xBB", "%C5%BB"},
    {"safe name", text_safe_name, "a.b", "a%2Eb"},
};

static void test_changes(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(changes); i++)
        base_check_text(changes[i].change(arena, changes[i].from), changes[i].to, changes[i].name);
    arena_free(arena);
}

/* The name as its text again. */
static void undo(const char *name, char *out)
{
    for (; *name; name++) {
        char hex[3] = {0};
        if (*name != '%' || !name[1]) {
            if (*name != '%')
                *out++ = *name;
            continue;
        }
        memcpy(hex, name + 1, 2);
        *out++ = (char)strtol(hex, NULL, 16);
        name += 2;
    }
    *out = '\0';
}

/* Every byte, alone and doubled: reversible, one path component, and no two alike. */
static void test_safe_names(void)
{
    Arena *arena = arena_new();
    for (int byte = 0; byte < 256; byte++) {
        char text[3] = {(char)byte, (char)(byte ? 'x' : 0), 0}, back[300];
        const char *name = text_safe_name(arena, text);
        undo(name, back);
        base_check_text(back, text, name);
        base_check(*name && !strpbrk(name, "/.") && strlen(name) <= 255, name, "no safe name");
    }
    arena_free(arena);
}

static void test_long_names(void)
{
    Arena *arena = arena_new();
    char letters[257], points[87];
    memset(letters, 'a', 256);
    letters[256] = '\0';
    CU_ASSERT_PTR_NULL(text_safe_name(arena, letters));
    letters[255] = '\0';
    CU_ASSERT_STRING_EQUAL(text_safe_name(arena, letters), letters);
    memset(points, '.', 86);
    points[86] = '\0';
    CU_ASSERT_PTR_NULL(text_safe_name(arena, points));  /* 258 bytes when escaped */
    points[85] = '\0';
    CU_ASSERT_PTR_NOT_NULL(text_safe_name(arena, points));
    arena_free(arena);
}

static void test_words(void)
{
    Arena *arena = arena_new();
    size_t count = 9;
    char **words = text_words(arena, "  bedtime\n morning\tnoon ", &count);
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_STRING_EQUAL(words[0], "bedtime");
    CU_ASSERT_STRING_EQUAL(words[1], "morning");
    CU_ASSERT_STRING_EQUAL(words[2], "noon");
    text_words(arena, " \n ", &count);
    CU_ASSERT_EQUAL(count, 0);
    words = text_words(arena, "a b c d e f g h i j k l m n o p q r s t", &count);
    CU_ASSERT_EQUAL(count, 20);
    CU_ASSERT_STRING_EQUAL(words[19], "t");
    arena_free(arena);
}

/* RFC 3629, and the overlong forms and surrogates of Markus Kuhn's UTF-8 stress test. */
static const struct {
    const char *name, *text;
    bool valid;
    size_t length;
} encoded[] = {
    {"empty", "", true, 0},
    {"ASCII", "a~", true, 2},
    {"first of 2 bytes", "\xC2\x80", true, 1},
    {"last of 2 bytes", "\xDF\xBF", true, 1},
    {"first of 3 bytes", "\xE0\xA0\x80", true, 1},
    {"U+D7FF", "\xED\x9F\xBF", true, 1},
    {"U+E000", "\xEE\x80\x80", true, 1},
    {"U+FFFD", "\xEF\xBF\xBD", true, 1},
    {"first of 4 bytes", "\xF0\x90\x80\x80", true, 1},
    {"U+10FFFF", "\xF4\x8F\xBF\xBF", true, 1},
    {"U+110000", "\xF4\x90\x80\x80", false, 4},
    {"overlong slash, 2", "\xC0\xAF", false, 2},
    {"overlong slash, 3", "\xE0\x80\xAF", false, 3},
    {"overlong slash, 4", "\xF0\x80\x80\xAF", false, 4},
    {"overlong U+7F", "\xC1\xBF", false, 2},
    {"overlong U+7FF", "\xE0\x9F\xBF", false, 3},
    {"overlong U+FFFF", "\xF0\x8F\xBF\xBF", false, 4},
    {"overlong NUL", "\xC0\x80", false, 2},
    {"surrogate D800", "\xED\xA0\x80", false, 3},
    {"surrogate DFFF", "\xED\xBF\xBF", false, 3},
    {"5 bytes", "\xF8\x88\x80\x80\x80", false, 5},
    {"FE", "\xFE", false, 1},
    {"FF", "\xFF", false, 1},
    {"lone continuation", "\x80", false, 1},
    {"cut after 1", "\xE2", false, 1},
    {"cut after 2", "\xE2\x82", false, 2},
    {"cut by a letter", "\xE2\x82" "a", false, 3},
    {"lead, lead", "\xC3\xC3\xA9", false, 2},
};

static void test_utf8(void)
{
    for (size_t i = 0; i < ROWS(encoded); i++) {
        base_check(utf8_valid(encoded[i].text) == encoded[i].valid, encoded[i].name, "validity");
        base_check_number((int64_t)utf8_length(encoded[i].text), (int64_t)encoded[i].length, encoded[i].name);
    }
}

static size_t encode(uint32_t code, char *out)
{
    if (code < 0x80)
        return out[0] = (char)code, 1;
    if (code < 0x800)
        return out[0] = (char)(0xC0 | code >> 6), out[1] = (char)(0x80 | (code & 63)), 2;
    if (code < 0x10000)
        return out[0] = (char)(0xE0 | code >> 12), out[1] = (char)(0x80 | (code >> 6 & 63)),
               out[2] = (char)(0x80 | (code & 63)), 3;
    return out[0] = (char)(0xF0 | code >> 18), out[1] = (char)(0x80 | (code >> 12 & 63)),
           out[2] = (char)(0x80 | (code >> 6 & 63)), out[3] = (char)(0x80 | (code & 63)), 4;
}

static void test_every_code_point(void)
{
    int wrong = 0;
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        char text[8] = {0};
        size_t size = encode(code, text);
        const char *at = text;
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        uint32_t got = utf8_next(&at);
        wrong += surrogate ? got != 0xFFFD || at != text + 1 : got != code || at != text + size;
        wrong += utf8_valid(text) == surrogate;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void test_end(void)
{
    const char *at = "";
    CU_ASSERT_EQUAL(utf8_next(&at), 0);
    CU_ASSERT_EQUAL(utf8_next(&at), 0);
}

void suite_base_text(void)
{
    CU_pSuite suite = CU_add_suite("base: text", NULL, NULL);
    CU_add_test(suite, "a buffer grows", test_buffer);
    CU_add_test(suite, "equal, starts, empty", test_compare);
    CU_add_test(suite, "squeezed, escaped, made safe", test_changes);
    CU_add_test(suite, "safe names can be undone", test_safe_names);
    CU_add_test(suite, "names too long are refused", test_long_names);
    CU_add_test(suite, "words of a list", test_words);
    CU_add_test(suite, "UTF-8, valid or not", test_utf8);
    CU_add_test(suite, "every code point", test_every_code_point);
    CU_add_test(suite, "the end stays the end", test_end);
}
