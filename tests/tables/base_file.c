/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_calls.h"
#include "base_kit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "microtaper/file.h"
#include "microtaper/text.h"

static Arena *arena;

static int begin(void)
{
    arena = arena_new();
    base_folder();
    return 0;
}

static int end(void)
{
    file_fail_at(-1, 0);
    base_folder_end();
    arena_free(arena);
    return 0;
}

static const char *in(const char *name)
{
    return path_join(arena, base_folder(), name);
}

static Bytes bytes(const char *text)
{
    return (Bytes){text, strlen(text)};
}

/* The content of a file, or "(none)". */
static const char *content(const char *path)
{
    Bytes read;
    return file_read(path, 1000, arena, &read) == 0 ? read.at : "(none)";
}

static int mode(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 ? (int)(about.st_mode & 07777) : -1;
}

/* Entries of a folder, "." and ".." left out. */
static int entries(const char *path)
{
    int count = -2;
    DIR *folder = opendir(path);
    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

static const struct {
    const char *folder, *name, *joined;
} joins[] = {
    {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}, {".", "b", "./b"}, {"a/b", "c/d", "a/b/c/d"},
};

static void test_joins(void)
{
    for (size_t i = 0; i < ROWS(joins); i++)
        base_check_text(path_join(arena, joins[i].folder, joins[i].name), joins[i].joined, joins[i].joined);
}

static void test_reading(void)
{
    Bytes read = {0};
    const char *path = base_file("ten", "0123456789", 10);
    CU_ASSERT_EQUAL(file_read(path, 10, arena, &read), 0);
    CU_ASSERT_EQUAL(read.size, 10);
    CU_ASSERT_STRING_EQUAL(read.at, "0123456789");
    CU_ASSERT_EQUAL(file_read(path, 9, arena, &read), EFBIG);
    CU_ASSERT_EQUAL(file_read(base_file("none", "", 0), 0, arena, &read), 0);
    CU_ASSERT_EQUAL(read.size, 0);
    CU_ASSERT_STRING_EQUAL(read.at, "");
    CU_ASSERT_EQUAL(file_read(in("absent"), 10, arena, &read), ENOENT);
    CU_ASSERT_EQUAL(file_read(base_folder(), 10, arena, &read), EISDIR);
    CU_ASSERT_EQUAL(mkfifo(in("pipe"), 0600), 0);
    CU_ASSERT_EQUAL(file_read(in("pipe"), 10, arena, &read), EINVAL);
    CU_ASSERT_EQUAL(file_read("/dev/zero", 10, arena, &read), EINVAL);
}

/* Reads standard input from a pipe: its size is not known beforehand. */
static int read_standard_input(void *context)
{
    size_t size = *(size_t *)context;
    int ends[2];
    Bytes read = {0};
    char part[1000];
    memset(part, 'x', sizeof part);
    if (pipe(ends) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
        return 1;
    if (fork() == 0) {
        close(ends[0]);
        for (size_t left = size; left;) {
            ssize_t done = write(ends[1], part, left < sizeof part ? left : sizeof part);
            left -= done > 0 ? (size_t)done : left;
        }
        _exit(0);
    }
    close(ends[1]);
    Arena *own = arena_new();
    int error = file_read("-", 300000, own, &read);
    bool whole = !error && read.size == size && strspn(read.at, "x") == size;
    arena_free(own);
    return error == EFBIG ? 9 : !whole;
}

static void test_standard_input(void)
{
    size_t sizes[] = {0, 1, 300000, 300001};
    int statuses[] = {0, 0, 0, 9};
    for (size_t i = 0; i < ROWS(sizes); i++)
        CU_ASSERT_EQUAL(base_forked(read_standard_input, &sizes[i]), statuses[i]);
}

/* Standard input that is a file: read to its end, whatever size it had when it was opened. */
static int read_redirected(void *context)
{
    Bytes read = {0};
    int fd = open(context, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return 1;
    Arena *own = arena_new();
    int error = file_read("-", 10, own, &read);
    bool whole = !error && text_equal(read.at, "0123456789");
    arena_free(own);
    return error == EFBIG ? 9 : !whole;
}

static void test_redirected(void)
{
    CU_ASSERT_EQUAL(base_forked(read_redirected, (void *)(uintptr_t)base_file("ten", "0123456789", 10)), 0);
    CU_ASSERT_EQUAL(base_forked(read_redirected, (void *)(uintptr_t)base_file("eleven", "0123456789A", 11)), 9);
}

static void test_folders(void)
{
    CU_ASSERT_EQUAL(folder_make(in("a/b//c/")), 0);
    CU_ASSERT_EQUAL(mode(in("a")), 0700);
    CU_ASSERT_EQUAL(mode(in("a/b/c")), 0700);
    CU_ASSERT_EQUAL(folder_make(in("a/b/c")), 0);
    CU_ASSERT_EQUAL(folder_make(base_file("plain", "x", 1)), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make(in("plain/x")), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make(""), ENOENT);
    CU_ASSERT_EQUAL(symlink(in("nowhere"), in("to-nowhere")), 0);
    CU_ASSERT_EQUAL(folder_make(in("to-nowhere")), ENOENT);
    CU_ASSERT_EQUAL(folder_remove(in("absent")), ENOENT);
}

/* A link inside a folder is removed; what it points to stays. */
static void test_links_are_not_followed(void)
{
    folder_make(in("outside"));
    folder_make(in("inside/deep"));
    base_file("outside/kept", "kept", 4);
    base_file("inside/deep/gone", "x", 1);
    CU_ASSERT_EQUAL(symlink(in("outside"), in("inside/link")), 0);
    CU_ASSERT_EQUAL(symlink(in("outside/kept"), in("inside/deep/link")), 0);
    CU_ASSERT_EQUAL(symlink(in("outside"), in("way")), 0);
    CU_ASSERT_NOT_EQUAL(folder_remove(in("way")), 0);
    CU_ASSERT_EQUAL(folder_remove(in("inside")), 0);
    CU_ASSERT_FALSE(file_exists(in("inside")));
    CU_ASSERT_STRING_EQUAL(content(in("outside/kept")), "kept");
}

static void test_writing(void)
{
    CU_ASSERT_EQUAL(file_write(in("w"), bytes("one")), 0);
    CU_ASSERT_EQUAL(mode(in("w")), 0600);
    CU_ASSERT_EQUAL(file_write(in("w"), bytes("two")), EEXIST);
    CU_ASSERT_STRING_EQUAL(content(in("w")), "one");
    CU_ASSERT_EQUAL(symlink(in("target"), in("dangling")), 0);
    CU_ASSERT_EQUAL(file_write(in("dangling"), bytes("x")), EEXIST);
    CU_ASSERT_FALSE(file_exists(in("target")));
    CU_ASSERT_TRUE(file_exists(in("dangling")));
    CU_ASSERT_EQUAL(file_publish(in("p"), bytes("one")), 0);
    CU_ASSERT_EQUAL(file_publish(in("p"), bytes("two")), 0);
    CU_ASSERT_EQUAL(mode(in("p")), 0600);
    CU_ASSERT_STRING_EQUAL(content(in("p")), "two");
    CU_ASSERT_EQUAL(file_publish(in("absent/p"), bytes("x")), ENOENT);
    folder_make(in("a-folder"));
    CU_ASSERT_EQUAL(file_publish(in("a-folder"), bytes("x")), EISDIR);
    CU_ASSERT_EQUAL(entries(in("a-folder")), 0);
}

/* A name without a folder is of the folder one is in. */
static int publish_here(void *context)
{
    (void)context;
    return chdir(in("here")) != 0 || file_publish("p", bytes("here")) != 0;
}

static void test_published_here(void)
{
    folder_make(in("here"));
    CU_ASSERT_EQUAL(base_forked(publish_here, NULL), 0);
    CU_ASSERT_STRING_EQUAL(content(in("here/p")), "here");
    call_fails(CALL_mkostemp, 0, EACCES);   /* nothing of ours is ever written there */
    CU_ASSERT_EQUAL(file_publish("/", bytes("x")), EACCES);
    calls_work();
}

/* A publish with the n-th step failing leaves the old file whole, or the new one; never a temporary one. */
static void test_file_faults(void)
{
    folder_make(in("faults"));
    file_publish(in("faults/f"), bytes("old"));
    int error = EIO;
    for (long n = 0; error && n < 20; n++) {
        file_fail_at(n, n % 2 ? EIO : ENOSPC);
        error = file_publish(in("faults/f"), bytes("new"));
        file_fail_at(-1, 0);
        const char *now = content(in("faults/f"));
        base_check(text_equal(now, "old") || text_equal(now, "new"), now, "neither old nor new");
        base_check(!error || error == (n % 2 ? EIO : ENOSPC), now, "another error");
        CU_ASSERT_EQUAL(entries(in("faults")), 1);
    }
    CU_ASSERT_EQUAL(error, 0);
    CU_ASSERT_STRING_EQUAL(content(in("faults/f")), "new");
    for (long n = 0; n < 2; n++) {
        file_fail_at(n, ENOSPC);
        CU_ASSERT_EQUAL(file_write(in("faults/w"), bytes("x")), ENOSPC);
        CU_ASSERT_FALSE(file_exists(in("faults/w")));
    }
}

/* All of them or none, whichever step fails, and the one that failed is named. */
static void test_several_files(void)
{
    FileOut files[] = {{in("three/a"), bytes("one")}, {in("three/b"), bytes("two")}, {in("three/c"), bytes("three")}};
    size_t failed = 9;
    folder_make(in("three"));
    int error = EIO;
    for (long n = 0; error && n < 20; n++) {
        file_fail_at(n, ENOSPC);
        error = files_write(files, 3, &failed);
        file_fail_at(-1, 0);
        base_check_number(entries(in("three")), error ? 0 : 3, "files left behind");
        if (error) base_check_number((int64_t)failed, n % 3, "the one that failed");
    }
    CU_ASSERT_EQUAL(error, 0);
    CU_ASSERT_STRING_EQUAL(content(in("three/b")), "two");
    CU_ASSERT_EQUAL(mode(in("three/b")), 0600);
    CU_ASSERT_EQUAL(files_write(files + 1, 1, &failed), EEXIST);
    CU_ASSERT_STRING_EQUAL(content(in("three/b")), "two");
    file_fail_at(0, EIO);
    CU_ASSERT_EQUAL(file_settle(in("three/b"), in("three/a")), EIO);
    file_fail_at(-1, 0);
    CU_ASSERT_STRING_EQUAL(content(in("three/a")), "one");
    CU_ASSERT_EQUAL(file_settle(in("three/b"), in("three/a")), 0);
    CU_ASSERT_STRING_EQUAL(content(in("three/a")), "two");
    CU_ASSERT_EQUAL(files_write(files, FILES_AT_ONCE + 1, &failed), E2BIG);
    CU_ASSERT_EQUAL(failed, 0);
}

static void fill(const char *folder, const char *text)
{
    folder_make(in(folder));
    file_write(path_join(arena, in(folder), "f"), bytes(text));
}

static void test_folder_publish(void)
{
    fill("out/t1", "one");
    CU_ASSERT_EQUAL(folder_publish(in("out/t1"), in("out/final")), 0);
    CU_ASSERT_STRING_EQUAL(content(in("out/final/f")), "one");
    fill("out/t2", "two");
    base_file("out/final/left-over", "x", 1);
    CU_ASSERT_EQUAL(folder_publish(in("out/t2"), in("out/final")), 0);
    CU_ASSERT_STRING_EQUAL(content(in("out/final/f")), "two");
    CU_ASSERT_FALSE(file_exists(in("out/final/left-over")));
    CU_ASSERT_EQUAL(entries(in("out")), 1);
    fill("out/t3", "three");
    CU_ASSERT_EQUAL(folder_publish(in("out/t3"), in("out/final/")), 0);
    CU_ASSERT_STRING_EQUAL(content(in("out/final/f")), "three");
    fill("out/t4", "two");
    CU_ASSERT_EQUAL(folder_publish(in("out/t4"), in("out/final")), 0);
    CU_ASSERT_EQUAL(folder_publish(in("out/absent"), in("out/final")), ENOENT);
    CU_ASSERT_STRING_EQUAL(content(in("out/final/f")), "two");
}

/* A final name that is a file or a link is nothing of ours: left alone. */
static void test_folder_publish_refuses(void)
{
    fill("odd/t", "new");
    base_file("odd/file", "x", 1);
    CU_ASSERT_EQUAL(symlink(base_folder(), in("odd/link")), 0);
    CU_ASSERT_EQUAL(folder_publish(in("odd/t"), in("odd/file")), ENOTDIR);
    CU_ASSERT_EQUAL(folder_publish(in("odd/t"), in("odd/link")), ENOTDIR);
    CU_ASSERT_EQUAL(folder_publish(in("odd/t"), in("odd/file/below")), ENOTDIR);
    CU_ASSERT_STRING_EQUAL(content(in("odd/t/f")), "new");
}

/* The final folder is whole, old or new, whichever step fails; EINVAL and ENOSYS are of file systems that cannot
 * exchange. */
static void test_folder_faults(void)
{
    static const int errors[] = {EIO, EINVAL, ENOSYS};
    for (size_t i = 0; i < ROWS(errors); i++) {
        int error = EIO;
        for (long n = 0; error && n < 20; n++) {
            folder_remove(in("race"));
            fill("race/final", "old");
            fill("race/t", "new");
            file_fail_at(n, errors[i]);
            error = folder_publish(in("race/t"), in("race/final"));
            file_fail_at(-1, 0);
            const char *now = content(in("race/final/f"));
            base_check(text_equal(now, error ? "old" : "new") || text_equal(now, "new"), now, "neither old nor new");
        }
        CU_ASSERT_EQUAL(error, 0);
        CU_ASSERT_EQUAL(entries(in("race")), 1);
    }
}

/* What could not be published does not stand: said to have failed, it would be made a second time. */
static void test_folder_unpublished(void)
{
    int error = EIO;
    for (long n = 0; error && n < 20; n++) {
        folder_remove(in("first"));
        fill("first/t", "new");
        file_fail_at(n, EIO);
        error = folder_publish(in("first/t"), in("first/final"));
        file_fail_at(-1, 0);
        CU_ASSERT_EQUAL(file_exists(in("first/final")), error == 0);
        CU_ASSERT_EQUAL(file_exists(in("first/t")), error != 0);
    }
    CU_ASSERT_EQUAL(error, 0);
}

/* What is made inside a folder never leads out of it. */
static void test_make_inside(void)
{
    CU_ASSERT_EQUAL(folder_make(in("root")), 0);
    CU_ASSERT_EQUAL(folder_make(in("elsewhere")), 0);
    CU_ASSERT_EQUAL(symlink(in("elsewhere"), in("root/link")), 0);
    CU_ASSERT_EQUAL(file_write(in("root/file"), bytes("x")), 0);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "a/b/c"), 0);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "a/b/c"), 0);
    CU_ASSERT_EQUAL(mode(in("root/a/b/c")), 0700);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "link"), ELOOP);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "link/a"), ELOOP);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "file"), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make_inside(in("root"), "file/a"), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make_inside(in("absent"), "a"), ENOENT);
    CU_ASSERT_EQUAL(entries(in("elsewhere")), 0);
}

/* ---- the system's own calls fail ---- */

static int read_whole(void)
{
    Bytes read;
    return file_read(base_file("sixteen", "0123456789abcdef", 16), 16, arena, &read);
}

static int write_one(void)
{
    int error = file_write(in("one"), bytes("one"));
    base_check(file_exists(in("one")) == (error == 0), "one", "what was not written whole stands");
    unlink(in("one"));
    return error;
}

static int write_several(void)
{
    FileOut files[] = {{in("s1"), bytes("one")}, {in("s2"), bytes("two")}};
    size_t failed;
    int error = files_write(files, 2, &failed);
    base_check(file_exists(in("s1")) == (error == 0) && file_exists(in("s2")) == (error == 0), "several", "not all or none");
    unlink(in("s1"));
    unlink(in("s2"));
    return error;
}

static int make_again(void)
{
    folder_make(in("made"));
    return folder_make_inside(in(""), "made");
}

static int remove_tree(void)
{
    folder_make(in("tree/deep"));
    base_file("tree/deep/f", "x", 1);
    int error = folder_remove(in("tree"));
    base_check(file_exists(in("tree")) == (error != 0), "tree", "removed, or said not to be");
    calls_work();
    folder_remove(in("tree"));
    return error;
}

/* The old folder or the new one stands, whole, and only the new one when nothing is said to have failed. */
static int replace_how(bool exchange)
{
    folder_remove(in("both"));
    fill("both/final", "old");
    fill("both/t", "new");
    if (!exchange)
        file_fail_at(1, EINVAL);
    int error = folder_publish(in("both/t"), in("both/final"));
    file_fail_at(-1, 0);
    base_check_text(content(in("both/final/f")), error ? "old" : "new", "the folder that stands");
    return error;
}

static int replace_tree(void) { return replace_how(true); }
static int replace_by_steps(void) { return replace_how(false); }

/* Each of the two folders is filled first: its file is one more sync.  The n-th of these calls fails with the errno, and where a second is given its first too; what comes of it. */
static const struct {
    const char *name;
    int (*job)(void);
    Call call;
    long n;
    int error;
    Call second;
    int second_error, expected;
} calls[] = {
    {"a read that is interrupted goes on", read_whole, CALL_read, 0, EINTR, CALL_COUNT, 0, 0},
    {"a read", read_whole, CALL_read, 0, EIO, CALL_COUNT, 0, EIO},
    {"what a file is", read_whole, CALL_fstat, 0, EIO, CALL_COUNT, 0, EIO},
    {"a write that is interrupted goes on", write_one, CALL_write, 0, EINTR, CALL_COUNT, 0, 0},
    {"a write", write_one, CALL_write, 0, ENOSPC, CALL_COUNT, 0, ENOSPC},
    {"a sync", write_one, CALL_fsync, 0, EIO, CALL_COUNT, 0, EIO},
    {"closing", write_one, CALL_close, 0, EDQUOT, CALL_COUNT, 0, EDQUOT},
    {"the first cause is said", write_one, CALL_write, 0, ENOSPC, CALL_close, EIO, ENOSPC},
    {"closing one of several", write_several, CALL_close, 1, EDQUOT, CALL_COUNT, 0, EDQUOT},
    {"the first cause among several is said", write_several, CALL_fsync, 0, ENOSPC, CALL_close, EIO, ENOSPC},
    {"a folder gone in the meantime", make_again, CALL_lstat, 0, ENOENT, CALL_COUNT, 0, ENOENT},
    {"removing a file", remove_tree, CALL_unlinkat, 1, EBUSY, CALL_COUNT, 0, EBUSY},
    {"a folder that says it is none of a file's", remove_tree, CALL_unlinkat, 0, EPERM, CALL_COUNT, 0, 0},
    {"opening a folder to empty it", remove_tree, CALL_openat, 0, EACCES, CALL_COUNT, 0, EACCES},
    {"removing a folder within", remove_tree, CALL_unlinkat, 2, EBUSY, CALL_COUNT, 0, EBUSY},
    {"listing a folder", remove_tree, CALL_fdopendir, 0, ENOMEM, CALL_COUNT, 0, ENOMEM},
    {"listing a folder within", remove_tree, CALL_fdopendir, 1, ENOMEM, CALL_COUNT, 0, ENOMEM},
    {"removing the folder", remove_tree, CALL_rmdir, 0, EBUSY, CALL_COUNT, 0, EBUSY},
    {"the exchange", replace_tree, CALL_renameat2, 0, EIO, CALL_COUNT, 0, EIO},
    {"a place for the old one", replace_by_steps, CALL_mkdtemp, 0, EROFS, CALL_COUNT, 0, EROFS},
    {"the old one aside", replace_by_steps, CALL_renameat2, 0, EIO, CALL_COUNT, 0, EIO},
    {"the new one in", replace_by_steps, CALL_renameat2, 1, EIO, CALL_COUNT, 0, EIO},
    {"the sync after it", replace_by_steps, CALL_fsync, 3, EIO, CALL_COUNT, 0, EIO},
};

static void test_calls(void)
{
    for (size_t i = 0; i < ROWS(calls); i++) {
        call_fails(calls[i].call, calls[i].n, calls[i].error);
        if (calls[i].second != CALL_COUNT)
            call_fails(calls[i].second, 0, calls[i].second_error);
        base_check_number(calls[i].job(), calls[i].expected, calls[i].name);
        calls_work();
    }
}

void suite_base_file(void)
{
    CU_pSuite suite = CU_add_suite("base: files", begin, end);
    CU_add_test(suite, "paths joined", test_joins);
    CU_add_test(suite, "reading with a limit", test_reading);
    CU_add_test(suite, "standard input", test_standard_input);
    CU_add_test(suite, "folders", test_folders);
    CU_add_test(suite, "links are not followed", test_links_are_not_followed);
    CU_add_test(suite, "writing and publishing", test_writing);
    CU_add_test(suite, "each step of a file can fail", test_file_faults);
    CU_add_test(suite, "several files at once", test_several_files);
    CU_add_test(suite, "folders published", test_folder_publish);
    CU_add_test(suite, "what a folder does not replace", test_folder_publish_refuses);
    CU_add_test(suite, "a folder that could not be published", test_folder_unpublished);
    CU_add_test(suite, "each step of a folder can fail", test_folder_faults);
    CU_add_test(suite, "folders inside a folder", test_make_inside);
    CU_add_test(suite, "standard input from a file", test_redirected);
    CU_add_test(suite, "published without a folder's name", test_published_here);
    CU_add_test(suite, "each call of the system can fail", test_calls);
}
