/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read with a limit; published whole (temporary name, sync, rename), 0600 in 0700 folders: they name patients.
 * Each returns 0 or an errno value; nothing is printed here. */
#ifndef MICROTAPER_FILE_H
#define MICROTAPER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "microtaper/arena.h"

typedef struct { const char *at; size_t size; } Bytes;

/* The whole of a regular file (or "-", standard input), NUL behind it; EFBIG when over `limit` bytes. */
int file_read(const char *path, size_t limit, Arena *arena, Bytes *out);
/* Makes a folder and its parents, each 0700 when new. */
int folder_make(const char *path);
/* Makes the folder root/inside and what is between, each 0700 when new.  None of them may be a link (ELOOP): what is
 * written there would go where the link leads. */
int folder_make_inside(const char *root, const char *inside);
/* Writes a file under its final name at once: temporary file beside it, write, sync, close, rename, sync of folder. */
int file_publish(const char *path, Bytes bytes);
/* Writes a plain file inside a folder that is itself not yet published (no rename of its own); synced. */
int file_write(const char *path, Bytes bytes);
/* Several such files: all are written, then all are synced, so that the disk is asked once and not once a file.  On an
 * error none of them is left, and *failed says which it was; at most FILES_AT_ONCE. */
#define FILES_AT_ONCE 32
typedef struct { const char *path; Bytes bytes; } FileOut;
int files_write(const FileOut *files, size_t count, size_t *failed);
/* Gives a file that was written and synced its final name in the same folder; the folder is synced. */
int file_settle(const char *temporary, const char *path);
/* Removes a folder and what is in it, never following links. */
int folder_remove(const char *path);
/* Renames the finished temporary folder (its files synced by file_write) to its final name, replacing an older one,
 * and syncs the parent.  On an error the final name holds what it held before (where the file system cannot exchange names, the old
 * folder or the new one), whole, and the temporary name may still hold something.  ENOTDIR when the final name is a file or a link: nothing of ours. */
int folder_publish(const char *temporary, const char *final);
bool file_exists(const char *path);
char *path_join(Arena *arena, const char *folder, const char *name);

/* For tests: the n-th write, sync, or rename from now fails with `error`.  Negative: off. */
void file_fail_at(long n, int error);

#endif
