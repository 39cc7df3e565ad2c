/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders on the command line stand for the *.xml files in them, in order of name. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "microtaper/run.h"

static int xml_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".xml") == 0;
}

char **inputs_expand(char **names, size_t *count, Arena *arena)
{
    char **files = NULL;
    size_t file_count = 0, capacity = 0;
    for (size_t i = 0; i < *count; i++) {
        struct stat facts;
        if (stat(names[i], &facts) != 0 || !S_ISDIR(facts.st_mode)) {
            *ARENA_PUSH(arena, files, file_count, capacity, char *) = names[i];
            continue;
        }
        struct dirent **entries = NULL;
        int found = scandir(names[i], &entries, xml_file, alphasort);
        for (int e = 0; e < found; e++) {
            *ARENA_PUSH(arena, files, file_count, capacity, char *) = path_join(arena, names[i], entries[e]->d_name);
            free(entries[e]);
        }
        free(entries);
    }
    *count = file_count;
    return files;
}
