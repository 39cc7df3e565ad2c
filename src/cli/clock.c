/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"
#include <pwd.h>
#include <time.h>
#include <unistd.h>

const char *clock_utc(Arena *arena)
{
    time_t now = time(NULL);
    struct tm utc;
    char text[32];
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return arena_string(arena, text);
}

Date clock_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    return date_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

const char *clock_user(const Options *options)
{
    if (options->by) return options->by;
    const struct passwd *user = getpwuid(getuid());
    return user ? user->pw_name : "unknown";
}
