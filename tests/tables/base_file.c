/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_kit.h"

#include <dirent.h>
#include <errno.h>
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

static void test_folders(void)
{
    CU_ASSERT_EQUAL(folder_make(in("a/b//c/")), 0);
    CU_ASSERT_EQUAL(mode(in("a")), 0700);
    CU_ASSERT_EQUAL(mode(in("a/b/c")), 0700);
    CU_ASSERT_EQUAL(folder_make(in("a/b/c")), 0);
    CU_ASSERT_EQUAL(folder_make(base_file("plain", "x", 1)), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make(in("plain/x")), ENOTDIR);
    CU_ASSERT_EQUAL(folder_make(""), ENOENT);
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
    CU_ASSERT_STRING_EQUAL(content(in("odd/t/f")), "new");
}

/* The final folder is whole, old or new, whichever step fails; EINVAL is a file system that cannot exchange. */
static void test_folder_faults(void)
{
    static const int errors[] = {EIO, EINVAL};
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
}
