/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beyond-use dates (ARITHMETIC.md 4.2). */
#include "formula.h"

Date bud_date(const Formula *formula, const Shop *shop, Date made_on, const char **rule, Arena *arena)
{
    const BudProfile *profile = shop->profile;
    const BudClass *class = bud_class_find(profile, formula->bud_class);
    int32_t days = formula->bud_days > 0 ? formula->bud_days : class ? class->days : 0;
    const char *basis = formula->bud_days > 0 ? formula->bud_basis : formula->bud_class;
    const char *cap = "";
    if (profile->longest > 0 && days > profile->longest) {
        cap = arena_format(arena, ", cut to the profile's longest of %d", profile->longest);
        days = profile->longest;
    }
    bool day_one = shop->counting == COUNT_DAY_ONE;
    *rule = arena_format(arena, "%s %s: %d days%s, %s", profile->name, basis ? basis : "", days, cap,
                         day_one ? "the day made being day 1" : "after the day made");
    return date_add(made_on, day_one && days > 0 ? days - 1 : days);
}
