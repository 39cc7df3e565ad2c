/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys.  A secret key file is four lines of text, so that it can be copied to paper by hand:
 *   microtaper secret key 1
 *   name: Harbor Compounding Pharmacy
 *   public: 64 hexadecimal digits
 *   seed: 64 hexadecimal digits
 * The public line is worked out anew from the seed when the file is read: a copying fault is found, not used. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "bytes.h"
#include "microtaper/text.h"

#define HEADER "microtaper secret key 1\n"
#define EXPORT_HEADER "microtaper-public-key-1 "
#define FILE_MOST 1024
#define NAME_MOST 64

void digest_head(const void *bytes, size_t length, uint8_t *out, size_t size)
{
    Digest digest = digest_of(bytes, length);
    memcpy(out, digest.bytes, size);
}

static void key_number(Key *key)
{
    uint8_t head[2];
    digest_head(key->public_key, sizeof key->public_key, head, sizeof head);
    key->id = (uint16_t)get_number(head, sizeof head);
}

static bool name_valid(const char *name)
{
    size_t length = strlen(name);
    if (!length || !utf8_valid(name) || utf8_length(name) > NAME_MOST)
        return false;
    if (name[0] == ' ' || name[length - 1] == ' ')
        return false;
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            return false;
    return true;
}

void key_of_seed(const uint8_t seed[32], const char *name, Key *out, Arena *arena)
{
    if (sodium_init() < 0)
        abort();    /* no random numbers, no keys: there is nothing sensible to go on with */
    *out = (Key){.has_secret = true, .name = arena_string(arena, name)};
    crypto_sign_seed_keypair(out->public_key, out->secret, seed);
    key_number(out);
}

void key_wipe(Key *key)
{
    sodium_memzero(key->secret, sizeof key->secret);
    key->has_secret = false;
}

/* ---------------------------------------------------------------- writing ---- */
static int write_all(int fd, const char *text, size_t size)
{
    while (size) {
        ssize_t done = write(fd, text, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno;
        text += done;
        size -= (size_t)done;
    }
    return 0;
}

static int folder_sync(const char *file, Arena *arena)
{
    int fd = open(dirname(arena_string(arena, file)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fsync(fd) ? errno : 0;
    close(fd);
    return error;
}

/* O_EXCL: an older key is never lost to a newer one, and a link laid in the way is not followed. */
static int secret_write(const char *file, const char *text, Arena *arena)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = fchmod(fd, 0600) ? errno : write_all(fd, text, strlen(text));
    if (!error && fsync(fd))
        error = errno;
    if (close(fd) && !error)
        error = errno;
    if (error) {
        unlink(file);
        return error;
    }
    return folder_sync(file, arena);
}

/* The seed is the first half of libsodium's secret key. */
static int key_write(const char *file, const Key *key, Arena *arena)
{
    char seed_hex[65], public_hex[65], text[FILE_MOST];
    sodium_bin2hex(seed_hex, sizeof seed_hex, key->secret, 32);
    sodium_bin2hex(public_hex, sizeof public_hex, key->public_key, sizeof key->public_key);
    snprintf(text, sizeof text, HEADER "name: %s\npublic: %s\nseed: %s\n", key->name, public_hex, seed_hex);
    int error = secret_write(file, text, arena);
    sodium_memzero(seed_hex, sizeof seed_hex);
    sodium_memzero(text, sizeof text);
    return error;
}

int key_new(const char *file, const char *name, Key *out, Arena *arena)
{
    if (!name_valid(name))
        return EINVAL;
    if (sodium_init() < 0)
        return EIO;
    uint8_t seed[32];
    randombytes_buf(seed, sizeof seed);
    key_of_seed(seed, name, out, arena);
    sodium_memzero(seed, sizeof seed);
    int error = key_write(file, out, arena);
    if (error)
        key_wipe(out);
    return error;
}

int key_backup(const char *file, const char *copy, Arena *arena)
{
    Key key = {0}, back = {0};
    int error = key_load(file, &key, arena);
    if (!error)
        error = key_write(copy, &key, arena);
    if (!error)
        error = key_load(copy, &back, arena);
    if (!error && sodium_memcmp(key.secret, back.secret, sizeof key.secret) != 0)
        error = EIO;
    key_wipe(&key);
    key_wipe(&back);
    return error;
}

/* ---------------------------------------------------------------- reading ---- */
/* 64 hexadecimal digits, lower case as written; moves *at behind them. */
static bool take_hex(char **at, uint8_t out[32])
{
    if (strspn(*at, "0123456789abcdef") != 64)
        return false;
    sodium_hex2bin(out, 32, *at, 64, NULL, NULL, NULL);
    *at += 64;
    return true;
}

static bool take(char **at, const char *word)
{
    if (!text_starts(*at, word))
        return false;
    *at += strlen(word);
    return true;
}

/* The whole text of a key file; leaves the name ended by NUL inside it. */
static bool secret_parse(char *text, char **name, uint8_t public_key[32], uint8_t seed[32])
{
    char *at = text;
    if (!take(&at, HEADER "name: "))
        return false;
    *name = at;
    char *end = strchr(at, '\n');
    if (!end)
        return false;
    at = end + 1;
    *end = '\0';
    return name_valid(*name) && take(&at, "public: ") && take_hex(&at, public_key) && take(&at, "\nseed: ")
        && take_hex(&at, seed) && strcmp(at, "\n") == 0;
}

static int secret_use(char *text, Key *out, Arena *arena)
{
    char *name;
    uint8_t public_key[32], seed[32];
    bool good = secret_parse(text, &name, public_key, seed);
    if (good) {
        key_of_seed(seed, name, out, arena);
        good = sodium_memcmp(public_key, out->public_key, sizeof public_key) == 0;
        if (!good)
            key_wipe(out);
    }
    sodium_memzero(seed, sizeof seed);
    return good ? 0 : EINVAL;
}

/* Reads up to `room` - 1 bytes; a longer file is no key. */
static int read_all(int fd, char *text, size_t room)
{
    size_t used = 0;
    while (used < room) {
        ssize_t got = read(fd, text + used, room - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0) {
            text[used] = '\0';
            return memchr(text, '\0', used) ? EINVAL : 0;
        }
        used += (size_t)got;
    }
    return EINVAL;
}

static int secret_permitted(int fd)
{
    struct stat status;
    if (fstat(fd, &status))
        return errno;
    if (!S_ISREG(status.st_mode))
        return EINVAL;
    return status.st_mode & 077 ? EPERM : 0;
}

int key_load(const char *file, Key *out, Arena *arena)
{
    if (sodium_init() < 0)
        return EIO;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno;
    char text[FILE_MOST];
    int error = secret_permitted(fd);
    if (!error)
        error = read_all(fd, text, sizeof text);
    close(fd);
    if (!error)
        error = secret_use(text, out, arena);
    sodium_memzero(text, sizeof text);
    return error;
}

void key_refused(const char *file, int error, Arena *arena, Findings *findings)
{
    Place place = {.file = arena_string(arena, file)};
    if (error == EPERM)
        finding_add(findings, MT606, place, "others can read this secret key: it must be 0600");
    else if (error == EINVAL)
        finding_add(findings, MT605, place, "not a microtaper secret key, or damaged");
    else if (error == EEXIST)
        finding_add(findings, MT605, place, "there is a file already: a key is never overwritten");
    else
        finding_add(findings, MT605, place, "%s", strerror(error));
}

/* ---------------------------------------------------------------- the public half ---- */
const char *key_export(const Key *key, Arena *arena)
{
    char hex[65];
    sodium_bin2hex(hex, sizeof hex, key->public_key, sizeof key->public_key);
    return arena_format(arena, EXPORT_HEADER "%04x %s %s", key->id, hex, key->name);
}

/* Four hexadecimal digits and a space. */
static bool take_id(char **at, uint16_t *id)
{
    uint8_t bytes[2];
    if (strspn(*at, "0123456789abcdef") != 4 || (*at)[4] != ' ')
        return false;
    sodium_hex2bin(bytes, sizeof bytes, *at, 4, NULL, NULL, NULL);
    *id = (uint16_t)get_number(bytes, sizeof bytes);
    *at += 5;
    return true;
}

bool key_import(const char *line, Key *out, Arena *arena)
{
    char *at = arena_string(arena, line);
    size_t length = strlen(at);
    if (length && at[length - 1] == '\n')
        at[length - 1] = '\0';
    Key key = {0};
    uint16_t id;
    if (!take(&at, EXPORT_HEADER) || !take_id(&at, &id) || !take_hex(&at, key.public_key) || !take(&at, " "))
        return false;
    key_number(&key);
    if (key.id != id || !name_valid(at))
        return false;
    key.name = at;
    *out = key;
    return true;
}
