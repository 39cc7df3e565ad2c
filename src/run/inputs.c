/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders on the command line stand for the *.xml files in them, in order of name; pipes, which can be read once, for a
 * copy of what comes through them. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "microtaper/run.h"

/* However it is written: RX-1.XML of another system is a prescription too, and must not be passed over in silence. */
static int xml_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcasecmp(entry->d_name + length - 4, ".xml") == 0;
}

char **inputs_expand(char **names, size_t *count, Arena *arena)
{
    char **files = NULL;
    size_t file_count = 0, capacity = 0;
    for (size_t i = 0; i < *count; i++) {
        struct stat facts;
        struct dirent **entries = NULL;
        bool folder = stat(names[i], &facts) == 0 && S_ISDIR(facts.st_mode);
        int found = folder ? scandir(names[i], &entries, xml_file, alphasort) : 0;
        /* One that cannot be listed, or holds none, stays: whoever opens it says so (MT101). */
        if (found <= 0) *ARENA_PUSH(arena, files, file_count, capacity, char *) = names[i];
        for (int e = 0; e < found; e++) {
            *ARENA_PUSH(arena, files, file_count, capacity, char *) = path_join(arena, names[i], entries[e]->d_name);
            free(entries[e]);
        }
        free(entries);
    }
    *count = file_count;
    return files;
}

/* A file without a name that holds what comes through the pipe; NULL with errno set. */
static FILE *spool(const char *name)
{
    FILE *pipe = fopen(name, "re"), *copy = pipe ? tmpfile() : NULL;
    char block[64 * 1024];
    size_t size;
    bool whole = copy != NULL;
    while (whole && (size = fread(block, 1, sizeof block, pipe)) > 0) whole = fwrite(block, 1, size, copy) == size;
    whole = whole && !ferror(pipe) && fflush(copy) == 0;
    int error = errno;
    if (pipe) fclose(pipe);
    if (copy && !whole) fclose(copy);
    errno = error;
    return whole ? copy : NULL;
}

int inputs_spool(char **files, size_t count, Arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct stat facts;
        if (stat(files[i], &facts) != 0 || !S_ISFIFO(facts.st_mode)) continue;
        FILE *copy = spool(files[i]);
        if (!copy) return errno;
        files[i] = arena_format(arena, "/proc/self/fd/%d", fileno(copy));   /* open as long as the run lasts */
    }
    return 0;
}
