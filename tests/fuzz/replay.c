/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fuzz target without a fuzzer: every input of the folders named is given to it once, in the order of their names.
 * Any compiler builds it.  A law that breaks aborts, and an input that takes too much of the processor ends the run. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SECONDS_MOST 20
#define INPUT_MOST (4 << 20)

/* Of the processor, not of the clock: a machine may be busy with other things. */
static void allow(time_t seconds)
{
    struct itimerval most = {.it_value = {.tv_sec = seconds}};
    LAW(setitimer(ITIMER_PROF, &most, NULL) == 0);
}

static void replay_file(const char *path)
{
    Arena *arena = arena_new();
    Bytes bytes;
    LAW_OF(file_read(path, INPUT_MOST, arena, &bytes) == 0, path);
    fprintf(stderr, "%s\n", path);   /* the last line before an abort says which it was */
    allow(SECONDS_MOST);
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.at, bytes.size);
    allow(0);
    arena_free(arena);
}

static size_t replay_folder(const char *folder)
{
    struct dirent **entries;
    size_t replayed = 0;
    int count = scandir(folder, &entries, NULL, alphasort);
    LAW_OF(count >= 0, folder);
    Arena *arena = arena_new();
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_type == DT_REG) {
            replay_file(path_join(arena, folder, entries[i]->d_name));
            replayed++;
        }
        free(entries[i]);
    }
    free(entries);
    arena_free(arena);
    return replayed;
}

int main(int count, char **folders)
{
    size_t replayed = 0;
    for (int i = 1; i < count; i++) replayed += replay_folder(folders[i]);
    printf("%zu\n", replayed);
    return 0;
}
