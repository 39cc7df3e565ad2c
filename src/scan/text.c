/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "microtaper/scan.h"

static char upper(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

static bool is_ours(const char *text)
{
    static const char prefix[] = "MT1:";
    for (size_t i = 0; prefix[i]; i++)
        if (upper(text[i]) != prefix[i])
            return false;
    return true;
}

char *scan_text(Arena *arena, const char *typed)
{
    bool prefixed = typed[0] == ']' && upper(typed[1]) == 'Q' && typed[2] >= '0' && typed[2] <= '9';
    char *text = arena_string(arena, typed + (prefixed ? 3 : 0));
    size_t length = strlen(text);
    while (length && strchr("\r\n\t", text[length - 1]))
        text[--length] = '\0';
    for (size_t i = 0; is_ours(text) && i < length; i++)
        text[i] = upper(text[i]);
    return text;
}
