/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

#include <stdlib.h>
#include <time.h>
#include "microtaper/date.h"

/* Known days: weekdays from almanacs (1969-07-20 a Sunday, 2000-01-01 a Saturday ...), numbers by `date -u +%s`. */
static const struct {
    const char *text;
    int32_t day;
    int weekday;
} known[] = {
    {"2020-01-01", 0, 2}, {"2019-12-31", -1, 1}, {"2020-02-29", 59, 5}, {"2020-03-01", 60, 6},
    {"2000-01-01", -7305, 5}, {"2000-02-29", -7246, 1}, {"2000-03-01", -7245, 2}, {"1970-01-01", -18262, 3},
    {"1969-07-20", -18427, 6}, {"1900-01-01", -43829, 0}, {"1900-02-28", -43771, 2}, {"1900-03-01", -43770, 3},
    {"1800-01-01", -80353, 2}, {"2026-12-01", 2526, 1}, {"2028-02-29", 2981, 1}, {"2100-02-28", 29278, 6},
    {"2100-03-01", 29279, 0}, {"2199-05-31", 65529, 4}, {"2024-12-25", 1820, 2}, {"2038-01-19", 6593, 1},
};

static void test_known(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(known); i++) {
        Date date = {INT32_MIN};
        base_check(date_parse(known[i].text, &date), known[i].text, "not read");
        base_check_number(date.day, known[i].day, known[i].text);
        base_check_number(date_weekday((Date){known[i].day}), known[i].weekday, known[i].text);
        base_check_text(date_text(arena, (Date){known[i].day}), known[i].text, known[i].text);
    }
    arena_free(arena);
}

static const char *const refused[] = {
    "", "2026", "2026-12", "2026-12-1", "2026-1-01", "26-12-01", "2026-12-011", " 2026-12-01", "2026-12-01 ", "2026/12/01",
    "2026-12/01",    "2026-12-01T00:00", "20261201", "2026-00-01", "2026-13-01", "2026-12-00", "2026-12-32", "2026-11-31", "2026-04-31",
    "2026-06-31", "2026-09-31", "2026-02-29", "2026-02-30", "1900-02-29", "2100-02-29", "2024-02-30", "1799-12-31",
    "2199-06-01", "2200-01-01", "0000-01-01", "-026-12-01", "+026-12-01", "2026-+1-01", "2026- 1-01", "2026-1a-01",
    "2026-0:-01", "2026-1/-01", "202:-12-01", "2026-12-0:", "2026/12-01", "2026-12/01",   /* letters beside the digits */
    "12-01-2026", "01-12-2026", "\xD9\xA2" "26-12-01", "2026\xE2\x80\x93" "12-1", "today",
};

static void test_refused(void)
{
    for (size_t i = 0; i < ROWS(refused); i++) {
        Date date = {12345};
        base_check(!date_parse(refused[i], &date), refused[i], "was read");
        base_check_number(date.day, 12345, refused[i]);
    }
}

static bool leaps(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* Each month's last day is read, and the day after it is not. */
static void test_month_ends(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    Arena *arena = arena_new();
    for (int year = 2026; year <= 2029; year++)
        for (int month = 1; month <= 12; month++) {
            int last = lengths[month - 1] + (month == 2 && leaps(year));
            Date date;
            const char *end = arena_format(arena, "%d-%02d-%02d", year, month, last);
            const char *past = arena_format(arena, "%d-%02d-%02d", year, month, last + 1);
            base_check(date_parse(end, &date), end, "not read");
            base_check(!date_parse(past, &date), past, "was read");
        }
    arena_free(arena);
}

/* Walks every day that can be written, counting by hand, one day after another. */
static void test_every_day(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t day = -80353;
    int wrong = 0;
    for (int year = 1800; year <= 2199; year++)
        for (int month = 1; month <= 12; month++)
            for (int of = 1; of <= lengths[month - 1] + (month == 2 && leaps(year)); of++, day++) {
                Civil civil = date_civil((Date){day});
                wrong += date_of(year, month, of).day != day;
                wrong += civil.year != year || civil.month != month || civil.day != of;
                wrong += date_weekday((Date){day}) != (day + 80353 + 2) % 7;
            }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(day - 65529 - 1, 214);  /* June to December 2199 */
}

/* The C library's calendar as judge. */
static void test_against_gmtime(void)
{
    int wrong = 0;
    for (int32_t day = -80353; day <= 65529; day += 11) {
        time_t seconds = ((time_t)day + 18262) * 86400;
        struct tm judge;
        gmtime_r(&seconds, &judge);
        Civil civil = date_civil((Date){day});
        wrong += civil.year != judge.tm_year + 1900 || civil.month != judge.tm_mon + 1 || civil.day != judge.tm_mday;
        wrong += (date_weekday((Date){day}) + 1) % 7 != judge.tm_wday;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static const struct {
    const char *from;
    int months;
    const char *to;
} later[] = {
    {"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-12-31", 2, "2027-02-28"},
    {"2026-12-01", 1, "2027-01-01"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-03-31", -1, "2026-02-28"},
    {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"}, {"2026-06-30", 0, "2026-06-30"},
    {"2026-06-15", -30, "2023-12-15"}, {"1900-01-31", 1, "1900-02-28"}, {"2000-01-31", 1, "2000-02-29"},
};

static void test_months(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(later); i++) {
        Date date = {0};
        date_parse(later[i].from, &date);
        base_check_text(date_text(arena, date_add_months(date, later[i].months)), later[i].to, later[i].from);
    }
    arena_free(arena);
}

static void test_arithmetic(void)
{
    Date a = date_of(2026, 2, 28), b = date_add(a, 1);
    CU_ASSERT_EQUAL(b.day, date_of(2026, 3, 1).day);
    CU_ASSERT_EQUAL(date_between(a, b), 1);
    CU_ASSERT_EQUAL(date_between(b, a), -1);
    CU_ASSERT_TRUE(date_before(a, b));
    CU_ASSERT_FALSE(date_before(b, a));
    CU_ASSERT_FALSE(date_before(a, a));
    CU_ASSERT_EQUAL(date_min(b, a).day, a.day);
}

static int no_such_day(void *context)
{
    (void)context;
    return date_of(2026, 2, 29).day != 0;
}

static void test_no_such_day(void)
{
    CU_ASSERT_EQUAL(base_forked(no_such_day, NULL), -1);
}

void suite_base_date(void)
{
    CU_pSuite suite = CU_add_suite("base: dates", NULL, NULL);
    CU_add_test(suite, "known days", test_known);
    CU_add_test(suite, "texts that are no dates", test_refused);
    CU_add_test(suite, "the ends of months", test_month_ends);
    CU_add_test(suite, "every day from 1800 to 2199", test_every_day);
    CU_add_test(suite, "the C library agrees", test_against_gmtime);
    CU_add_test(suite, "months later", test_months);
    CU_add_test(suite, "days between", test_arithmetic);
    CU_add_test(suite, "a day that does not exist ends the process", test_no_such_day);
}
