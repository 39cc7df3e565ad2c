/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages need of a language beyond paper.h. */
#ifndef MICROTAPER_PAPER_WORDS_H
#define MICROTAPER_PAPER_WORDS_H

#include "microtaper/paper.h"

/* The text of a key, unfilled; NULL when words.def has no such key. */
const char *words_find(const Language *language, const char *key);
/* The words of GROUP.NAME, for names that come from data (times of day, storage); NULL with a finding at `place`. */
const char *words_named(const Language *language, const char *group, const char *name, Place place, Arena *arena,
                        Findings *findings);
/* KEY.one or KEY.other with {n} filled. */
const char *words_count(const Language *language, Arena *arena, const char *key, int64_t n);
const char *words_date_short(const Language *language, Arena *arena, Date date);   /* "1 Dec 2026" */
const char *words_day_month(const Language *language, Arena *arena, Date date);    /* "1 Dec" */
const char *words_weekday_short(const Language *language, Date date);              /* "Tue" */
const char *words_month_short(const Language *language, int month);                /* 1 .. 12: "Dec" */
const char *words_month(const Language *language, int month);                      /* 1 .. 12: "December" */
/* "5 %", kept on one line. */
const char *words_share(const Language *language, Arena *arena, Share share);
/* "4.8": in mL, without the unit. */
const char *words_bare_volume(const Language *language, Arena *arena, Volume volume);
/* "a", "a and b", "a, b and c". */
const char *words_list(const Language *language, Arena *arena, const char *const *items, size_t count);
/* "0.1 mg per mL", "5 mg per 2 mL". */
const char *words_strength(const Language *language, Arena *arena, Strength strength);
/* Whether a patient's papers have a line in the pharmacist's language: the shop asks for it, and it is another. */
bool words_second_asked(const PaperShop *house);
/* That line with its text; NULL where none is asked. */
const char *words_second(const PaperShop *house, Arena *arena, const char *text);
/* "REPRINT 1: label smeared"; NULL on a first print. */
const char *words_reprint(const Language *language, Arena *arena, const PaperShop *house);

#endif
