/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates of the Gregorian calendar: no clock, no time zone, no locale. */
#ifndef MICROTAPER_DATE_H
#define MICROTAPER_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "microtaper/arena.h"

typedef struct { int32_t day; } Date;   /* days since 2020-01-01; 1800-01-01 .. 2199-05-31 */

typedef struct { int year, month, day; } Civil;

bool date_parse(const char *text, Date *out);        /* "2026-12-01" and nothing looser; the day must exist */
Date date_of(int year, int month, int day);          /* the day must exist */
Civil date_civil(Date date);
const char *date_text(Arena *arena, Date date);      /* "2026-12-01" */
int date_weekday(Date date);                         /* 0 Monday .. 6 Sunday */
Date date_add(Date date, int32_t days);
Date date_add_months(Date date, int months);         /* same day of the month, or the month's last */
int32_t date_between(Date from, Date to);            /* to - from, in days */
static inline bool date_before(Date a, Date b) { return a.day < b.day; }
static inline Date date_min(Date a, Date b) { return a.day < b.day ? a : b; }

#endif
