/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into the program by tests/faults: the n-th call of one kind that concerns a folder fails, or ends the process.
 *
 *   FAULT_UNDER   only what lies under this path counts (calls by descriptor are looked up in /proc)
 *   FAULT_KINDS   letters of the kinds that count: o open to write, m mkdir, w write, s sync, r rename, u unlink and rmdir,
 *                 c close of what was opened to write, a allocation, p one that the program itself asks for, no library (for both
 *                 FAULT_UNDER does not matter)
 *   FAULT_AT      the call that fails: 0 the first; left out: none, only counted
 *   FAULT_WITH    an errno; or 0: the process is killed; -1: killed with all its group
 *   FAULT_ON      1: all that come after fail too, as on a disk that stays full
 *   FAULT_SHORT   1: every write takes a part of what is given, every other one is interrupted before it begins
 *   FAULT_JUMPS   seconds by which the clock on the wall jumps
 *   FAULT_COUNT   a file of eight bytes, shared by all processes of the run: the calls so far */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static atomic_long *calls;
static const char *under, *kinds;
static long at = -1;
static int with;
static bool stays;
static long jumps;
static bool shortened;
static uintptr_t program_start, program_end;

/* The first object is the program. */
static int note_program(struct dl_phdr_info *object, size_t size, void *unused)
{
    (void)size;
    (void)unused;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        program_start = object->dlpi_addr + part->p_vaddr;
        program_end = program_start + part->p_memsz;
    }
    return 1;
}

__attribute__((constructor)) static void begin(void)
{
    dl_iterate_phdr(note_program, NULL);
    const char *count = getenv("FAULT_COUNT"), *when = getenv("FAULT_AT"), *what = getenv("FAULT_WITH");
    under = getenv("FAULT_UNDER");
    kinds = getenv("FAULT_KINDS");
    stays = getenv("FAULT_ON") != NULL;
    jumps = getenv("FAULT_JUMPS") ? atol(getenv("FAULT_JUMPS")) : 0;
    shortened = getenv("FAULT_SHORT") != NULL;
    at = when ? atol(when) : -1;
    with = what ? atoi(what) : EIO;
    int file = count ? open(count, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *page = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED) calls = page;
}

static bool counts(char kind, const char *path)
{
    return calls && kinds && strchr(kinds, kind) && (kind == 'a' || kind == 'p' || (under && path && strncmp(path, under, strlen(under)) == 0));
}

/* Whether this call fails, with errno set. */
static bool fails(char kind, const char *path)
{
    if (!counts(kind, path)) return false;
    long n = atomic_fetch_add(calls, 1);
    if (at < 0 || n < at || (n > at && !stays)) return false;
    if (with == 0) kill(getpid(), SIGKILL);
    if (with < 0) kill(0, SIGKILL);
    errno = with;
    return true;
}

static bool fails_at_fd(char kind, int fd)
{
    char link[64], path[4096];
    if (!calls || !kinds || !strchr(kinds, kind)) return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return false;
    path[length] = '\0';
    return fails(kind, path);
}

/* The next definition of a function.  The detour by memcpy is the one ISO C allows. */
#define NEXT(name) \
    static __typeof__(name) *next; \
    if (!next) { void *found = dlsym(RTLD_NEXT, #name); memcpy(&next, &found, sizeof next); }

static bool writes(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
}

static mode_t mode_of(int flags, va_list more)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    NEXT(open)
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return writes(flags) && fails('o', path) ? -1 : next(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    NEXT(open64)
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return writes(flags) && fails('o', path) ? -1 : next(path, flags, mode);
}

int mkostemp(char *template, int flags)
{
    NEXT(mkostemp)
    return fails('o', template) ? -1 : next(template, flags);
}

int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir)
    return fails('m', path) ? -1 : next(path, mode);
}

/* How much of a write is taken: all, or a part; 0 when a signal came first. */
static size_t taken(size_t size)
{
    static atomic_long writes_so_far;
    if (!shortened || size < 2) return size;
    if (atomic_fetch_add(&writes_so_far, 1) % 2 == 0) return size / 2;
    errno = EINTR;
    return 0;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    NEXT(write)
    size_t part = taken(size);
    if (size && !part) return -1;
    return fails_at_fd('w', fd) ? -1 : next(fd, bytes, part);
}

/* Some file systems tell only here that there was no room; the descriptor is gone all the same. */
int close(int fd)
{
    NEXT(close)
    int flags = fcntl(fd, F_GETFL);
    bool fault = flags >= 0 && writes(flags) && fails_at_fd('c', fd);
    int error = errno, status = next(fd);
    if (!fault) return status;
    errno = error;
    return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    NEXT(pwrite64)
    size_t part = taken(size);
    if (size && !part) return -1;
    return fails_at_fd('w', fd) ? -1 : next(fd, bytes, part, offset);
}

/* The index of a run is written through stdio, whose own writes cannot be caught: its flushing can. */
int fflush(FILE *file)
{
    NEXT(fflush)
    return file && fails_at_fd('w', fileno(file)) ? EOF : next(file);
}

int fsync(int fd)
{
    NEXT(fsync)
    return fails_at_fd('s', fd) ? -1 : next(fd);
}

int fdatasync(int fd)
{
    NEXT(fdatasync)
    return fails_at_fd('s', fd) ? -1 : next(fd);
}

int rename(const char *from, const char *to)
{
    NEXT(rename)
    return fails('r', to) ? -1 : next(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    NEXT(renameat2)
    return fails('r', to) ? -1 : next(from_folder, from, to_folder, to, flags);
}

int unlink(const char *path)
{
    NEXT(unlink)
    return fails('u', path) ? -1 : next(path);
}

int rmdir(const char *path)
{
    NEXT(rmdir)
    return fails('u', path) ? -1 : next(path);
}

/* ---------------------------------------------------------------- the clock ---- */

/* The clock on the wall, forwards and backwards from one look to the next; the steady one is left alone. */
static time_t jumped(time_t seconds)
{
    static atomic_long looks;
    if (!jumps) return seconds;
    return atomic_fetch_add(&looks, 1) % 2 ? seconds + jumps : seconds - jumps;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    NEXT(clock_gettime)
    int status = next(clock, now);
    if (status == 0 && clock == CLOCK_REALTIME) now->tv_sec = jumped(now->tv_sec);
    return status;
}

time_t time(time_t *now)
{
    NEXT(time)
    time_t seconds = jumped(next(NULL));
    if (now) *now = seconds;
    return seconds;
}

/* ---------------------------------------------------------------- memory ---- */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool starves(const void *caller)
{
    bool own = (uintptr_t)caller >= program_start && (uintptr_t)caller < program_end;
    return fails('a', NULL) || (own && fails('p', NULL));
}

void *malloc(size_t size)
{
    return starves(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return starves(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return starves(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
