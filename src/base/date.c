/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/date.h"

#include <stdlib.h>
#include <string.h>

/* Days are counted from 2020-01-01, a Wednesday.  Years are shifted to begin in March, so that the leap day is a
 * year's last: a Gregorian cycle of 400 years has 146,097 days. */
enum { CYCLE_DAYS = 146097, CYCLE_YEARS = 400, EPOCH_SHIFT = 737730, FIRST_YEAR = 1800, LAST_YEAR = 2199 };
enum { FIRST_WEEKDAY = 2 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 0000-03-01, for years from 1. */
static int day_number(int year, int month, int day)
{
    int shifted = month > 2 ? year : year - 1;
    int cycle = shifted / CYCLE_YEARS;
    int in_cycle = shifted - cycle * CYCLE_YEARS;
    int month_from_march = (month + 9) % 12;
    int in_year = (153 * month_from_march + 2) / 5 + day - 1;
    return cycle * CYCLE_DAYS + in_cycle * 365 + in_cycle / 4 - in_cycle / 100 + in_year;
}

static bool exists(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month);
}

Date date_of(int year, int month, int day)
{
    if (!exists(year, month, day))
        abort();  /* only parsed or computed dates come here: a bug */
    return (Date){day_number(year, month, day) - EPOCH_SHIFT};
}

Civil date_civil(Date date)
{
    int number = date.day + EPOCH_SHIFT;
    int cycle = number / CYCLE_DAYS;
    int in_cycle = number - cycle * CYCLE_DAYS;
    int year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int in_year = in_cycle - (365 * year + year / 4 - year / 100);
    int month_from_march = (5 * in_year + 2) / 153;
    int day = in_year - (153 * month_from_march + 2) / 5 + 1;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (Civil){.year = year + cycle * CYCLE_YEARS + (month <= 2), .month = month, .day = day};
}

/* `count` digits at `at` as a number, or -1. */
static int digits(const char *at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, Date *out)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    if (year < FIRST_YEAR || year > LAST_YEAR || !exists(year, month, day))
        return false;
    if (year == LAST_YEAR && month > 5)
        return false;
    *out = date_of(year, month, day);
    return true;
}

const char *date_text(Arena *arena, Date date)
{
    Civil civil = date_civil(date);
    return arena_format(arena, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

int date_weekday(Date date)
{
    int weekday = (date.day % 7 + FIRST_WEEKDAY) % 7;
    return weekday < 0 ? weekday + 7 : weekday;
}

Date date_add(Date date, int32_t days)
{
    return (Date){date.day + days};
}

Date date_add_months(Date date, int months)
{
    Civil civil = date_civil(date);
    int month = civil.year * 12 + civil.month - 1 + months;
    int year = month / 12;
    month -= year * 12;
    int last = month_days(year, month + 1);
    return date_of(year, month + 1, civil.day < last ? civil.day : last);
}

int32_t date_between(Date from, Date to)
{
    return to.day - from.day;
}
