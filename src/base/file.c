/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/file.h"
#include "microtaper/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0600, FOLDER_MODE = 0700, CHUNK = 64 * 1024 };

/* --- injected faults --- */

static long fail_countdown = -1;
static int fail_error = EIO;

void file_fail_at(long n, int error)
{
    fail_countdown = n;
    fail_error = error;
}

static int injected(void)
{
    if (fail_countdown < 0 || fail_countdown-- > 0)
        return 0;
    return fail_error;
}

static int write_all(int fd, Bytes bytes)
{
    while (bytes.size) {
        int fault = injected();
        if (fault)
            return fault;
        ssize_t done = write(fd, bytes.at, bytes.size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno;
        bytes.at += done;
        bytes.size -= (size_t)done;
    }
    return 0;
}

static int sync_fd(int fd)
{
    int fault = injected();
    if (fault)
        return fault;
    return fsync(fd) == 0 ? 0 : errno;
}

static int rename_path(const char *from, const char *to, unsigned flags)
{
    int fault = injected();
    if (fault)
        return fault;
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, flags) == 0 ? 0 : errno;
}

/* --- paths --- */

char *path_join(Arena *arena, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    if (length == 0)
        return arena_string(arena, name);
    return arena_format(arena, "%s%s%s", folder, folder[length - 1] == '/' ? "" : "/", name);
}

bool file_exists(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0;
}

/* The folder that holds `path`. */
static char *path_parent(Arena *arena, const char *path)
{
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    while (end > 0 && path[end - 1] != '/')
        end--;
    if (end == 0)
        return arena_string(arena, ".");
    while (end > 1 && path[end - 1] == '/')
        end--;
    return arena_copy(arena, path, end);
}

/* --- reading --- */

static int read_open(const char *path, int *fd)
{
    if (text_equal(path, "-"))
        return *fd = STDIN_FILENO, 0;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);  /* a named pipe must not hold us up */
    return *fd < 0 ? errno : 0;
}

/* 0, or why this is not a file to read. */
static int judge_file(int fd, size_t limit, size_t *size)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return errno;
    *size = 0;
    if (S_ISDIR(about.st_mode))
        return EISDIR;
    if (!S_ISREG(about.st_mode))
        return fd == STDIN_FILENO ? 0 : EINVAL;
    *size = (size_t)about.st_size;
    return fd != STDIN_FILENO && *size > limit ? EFBIG : 0;
}

/* All that is left in `fd`, at most `limit` bytes, in a buffer that begins with room for `size`. */
static int read_rest(int fd, size_t limit, size_t size, Arena *arena, Bytes *out)
{
    size_t capacity = size + 1, length = 0;
    char *at = arena_alloc(arena, capacity + 1);
    for (;;) {
        ssize_t got = read(fd, at + length, capacity - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        length += (size_t)got;
        if (length > limit)
            return EFBIG;
        if (length < capacity)
            continue;
        char *larger = arena_alloc(arena, 2 * capacity + CHUNK + 1);
        at = memcpy(larger, at, length);
        capacity = 2 * capacity + CHUNK;
    }
    at[length] = '\0';
    *out = (Bytes){at, length};
    return 0;
}

int file_read(const char *path, size_t limit, Arena *arena, Bytes *out)
{
    int fd;
    size_t size = 0;
    int error = read_open(path, &fd);
    if (error)
        return error;
    error = judge_file(fd, limit, &size);
    if (!error)
        error = read_rest(fd, limit, size, arena, out);
    if (fd != STDIN_FILENO)
        close(fd);
    return error;
}

/* --- folders --- */

static int make_one(const char *path)
{
    struct stat about;
    if (mkdir(path, FOLDER_MODE) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    if (stat(path, &about) != 0)
        return errno;
    return S_ISDIR(about.st_mode) ? 0 : ENOTDIR;
}

int folder_make(const char *path)
{
    Arena *arena = arena_new();
    char *part = arena_string(arena, path);
    int error = 0;
    for (char *at = part + 1; !error && *part && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        error = make_one(part);
        *at = '/';
    }
    if (!error)
        error = make_one(path);
    arena_free(arena);
    return error;
}

/* As make_one, but what stands there must be a folder itself: a link could lead anywhere. */
static int make_real(const char *path)
{
    struct stat about;
    if (mkdir(path, FOLDER_MODE) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    if (lstat(path, &about) != 0)
        return errno;
    if (S_ISLNK(about.st_mode))
        return ELOOP;
    return S_ISDIR(about.st_mode) ? 0 : ENOTDIR;
}

int folder_make_inside(const char *root, const char *inside)
{
    Arena *arena = arena_new();
    char *path = path_join(arena, root, inside);
    int error = 0;
    for (char *at = path + strlen(path) - strlen(inside); !error && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        error = make_real(path);
        *at = '/';
    }
    if (!error)
        error = make_real(path);
    arena_free(arena);
    return error;
}

static int sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = sync_fd(fd);
    close(fd);
    return error;
}

static int sync_parent(const char *path)
{
    Arena *arena = arena_new();
    int error = sync_folder(path_parent(arena, path));
    arena_free(arena);
    return error;
}

static int empty_folder(int fd);

/* Removes one entry of a folder; a link is removed, not followed. */
static int remove_entry(int folder, const char *name)
{
    if (unlinkat(folder, name, 0) == 0)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return errno;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = empty_folder(fd);
    if (error)
        return error;
    return unlinkat(folder, name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

/* Removes all that is in the folder; takes `fd`. */
static int empty_folder(int fd)
{
    int error = 0;
    DIR *folder = fdopendir(fd);
    if (!folder) {
        error = errno;
        close(fd);
        return error;
    }
    for (struct dirent *entry; !error && (entry = readdir(folder));)
        if (!text_equal(entry->d_name, ".") && !text_equal(entry->d_name, ".."))
            error = remove_entry(fd, entry->d_name);
    closedir(folder);
    return error;
}

int folder_remove(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = empty_folder(fd);
    if (error)
        return error;
    return rmdir(path) == 0 ? 0 : errno;
}

/* --- writing --- */

/* Writes, syncs and closes; `fd` is taken. */
static int fill_and_close(int fd, Bytes bytes)
{
    int error = write_all(fd, bytes);
    if (!error)
        error = sync_fd(fd);
    if (close(fd) != 0 && !error)
        error = errno;
    return error;
}

int file_write(const char *path, Bytes bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return errno;
    int error = fill_and_close(fd, bytes);
    if (error)
        unlink(path);
    return error;
}

/* Asks the disk to begin; whether it did is told by the sync that follows. */
static void begin_sync(int fd)
{
    sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

/* Opens and writes one; -1 with *error when it could not, and then nothing is left of it. */
static int write_open(const FileOut *file, int *error)
{
    int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        *error = errno;
        return -1;
    }
    *error = write_all(fd, file->bytes);
    if (!*error) {
        begin_sync(fd);
        return fd;
    }
    close(fd);
    unlink(file->path);
    return -1;
}

/* Syncs (unless there was an error already) and closes. */
static int sync_and_close(int fd, int error)
{
    if (!error)
        error = sync_fd(fd);
    if (close(fd) != 0 && !error)
        error = errno;
    return error;
}

int files_write(const FileOut *files, size_t count, size_t *failed)
{
    int fds[FILES_AT_ONCE], error = 0;
    size_t written = 0;
    if (count > FILES_AT_ONCE)
        return *failed = 0, E2BIG;
    while (written < count && (fds[written] = write_open(&files[written], &error)) >= 0)
        written++;
    *failed = written;
    for (size_t i = 0; i < written; i++) {
        int before = error;
        error = sync_and_close(fds[i], error);
        if (error && !before)
            *failed = i;
    }
    for (size_t i = 0; error && i < written; i++)
        unlink(files[i].path);
    return error;
}

int file_settle(const char *temporary, const char *path)
{
    int error = rename_path(temporary, path, 0);
    return error ? error : sync_parent(path);
}

/* Writes the temporary file and renames it; what fails leaves nothing behind. */
static int publish_by(char *temporary, const char *path, Bytes bytes)
{
    int fd = mkostemp(temporary, O_CLOEXEC);  /* 0600, O_EXCL */
    if (fd < 0)
        return errno;
    int error = fill_and_close(fd, bytes);
    if (!error)
        error = rename_path(temporary, path, 0);
    if (error) {
        unlink(temporary);
        return error;
    }
    return sync_parent(path);
}

int file_publish(const char *path, Bytes bytes)
{
    Arena *arena = arena_new();
    char *temporary = path_join(arena, path_parent(arena, path), ".microtaper-XXXXXX");
    int error = publish_by(temporary, path, bytes);
    arena_free(arena);
    return error;
}

/* Where the file system cannot exchange two names: the old one aside, the new one in; back again when that fails. */
static int replace_by_steps(const char *temporary, const char *final, Arena *arena)
{
    char *aside = path_join(arena, path_parent(arena, final), ".microtaper-XXXXXX");
    if (!mkdtemp(aside))
        return errno;
    int error = rename_path(final, aside, 0);
    if (error) {
        rmdir(aside);
        return error;
    }
    error = rename_path(temporary, final, 0);
    if (!error) {
        error = sync_parent(final);
        if (error)
            rename(final, temporary);  /* what is said to have failed does not stand */
    }
    if (error) {
        rename(aside, final);
        return error;
    }
    return folder_remove(aside);
}

static int replace_folder(const char *temporary, const char *final, Arena *arena)
{
    int error = rename_path(temporary, final, RENAME_EXCHANGE);
    if (error == EINVAL || error == ENOSYS)
        return replace_by_steps(temporary, final, arena);
    if (error)
        return error;
    error = sync_parent(final);
    if (error)
        rename_path(temporary, final, RENAME_EXCHANGE);
    return error ? error : folder_remove(temporary);  /* by now the old one */
}

static int publish_folder(const char *temporary, const char *final, Arena *arena)
{
    struct stat about;
    int error = sync_folder(temporary);
    if (error)
        return error;
    if (lstat(final, &about) == 0)
        return S_ISDIR(about.st_mode) ? replace_folder(temporary, final, arena) : ENOTDIR;
    if (errno != ENOENT)
        return errno;
    error = rename_path(temporary, final, 0);
    if (error)
        return error;
    error = sync_parent(final);
    if (error)
        rename_path(final, temporary, 0);  /* what is said to have failed does not stand */
    return error;
}

int folder_publish(const char *temporary, const char *final)
{
    Arena *arena = arena_new();
    int error = publish_folder(temporary, final, arena);
    arena_free(arena);
    return error;
}
