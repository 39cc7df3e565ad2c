/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary names of base/file and of publish.c; what else begins with a point is not ours. */
static int temporary_name(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return text_starts(name, ".microtaper-") || (text_starts(name, ".r") && strstr(name, ".tmp"));
}

/* A link may lead to a folder that is not ours to sweep. */
static bool is_folder(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static int visible_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void sweep_folder(const char *folder, Arena *arena)
{
    struct dirent **entries = NULL;
    /* cppcheck-suppress nullPointer ; without a comparison they come as they stand (POSIX) */
    int count = is_folder(folder) ? scandir(folder, &entries, temporary_name, NULL) : 0;
    for (int i = 0; i < count; i++) {
        char *path = path_join(arena, folder, entries[i]->d_name);
        if (unlink(path) != 0) folder_remove(path);
        free(entries[i]);
    }
    free(entries);
}

void out_sweep(const char *out, Arena *arena)
{
    sweep_folder(out, arena);
    sweep_folder(path_join(arena, out, "batches"), arena);
    char *folder = path_join(arena, out, "rx");
    struct dirent **entries = NULL;
    /* cppcheck-suppress nullPointer ; without a comparison they come as they stand (POSIX) */
    int count = is_folder(folder) ? scandir(folder, &entries, visible_name, NULL) : 0;
    Arena *one = arena_new();
    for (int i = 0; i < count; i++) {
        sweep_folder(path_join(one, folder, entries[i]->d_name), one);
        arena_reset(one);
        free(entries[i]);
    }
    arena_free(one);
    free(entries);
}

/* A link or a pipe put where the index is begun: never written through, and not waited for. */
static void drop_unfinished(const char *unfinished)
{
    struct stat facts;
    if (lstat(unfinished, &facts) == 0 && !(S_ISREG(facts.st_mode) && facts.st_nlink == 1)) unlink(unfinished);
}

int out_claim(const char *out, const char *unfinished, Arena *arena)
{
    int error = folder_make(out);
    if (error) return error;
    /* Held, on purpose, until the last process of the run is gone. */
    int lock = open(out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) return errno;
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        error = errno;
        close(lock);
        return error;
    }
    if (file_exists(unfinished)) out_sweep(out, arena);
    drop_unfinished(unfinished);
    /* cppcheck-suppress resourceLeak ; the lock is what is held */
    return 0;
}
