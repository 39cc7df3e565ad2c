/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code as modules, by libqrencode.  It takes a version as a minimum and grows in silence: the version is checked
 * afterwards.  The mode as a string hint fails: the segment is appended.
 *
 * Nine tenths of the library's time go into the choice of the mask.  Where it gives out the code under a mask that is
 * asked for (Debian's does; no header says so), we choose ourselves, with the same result (a test holds us to it). */
#include <errno.h>
#include <qrencode.h>
#include <string.h>
#include "mask.h"
#include "microtaper/seal.h"

extern QRcode *QRcode_encodeMask(QRinput *input, int mask) __attribute__((weak));

static QRcode *encode_input(QRinput *input, bool by_library)
{
    if (by_library || !QRcode_encodeMask)
        return QRcode_encodeInput(input);
    QRcode *code = QRcode_encodeMask(input, 0);
    if (!code || code->width <= MASK_SIDE_MOST) {
        if (code)
            mask_choose(code->data, code->width);
        return code;
    }
    QRcode_free(code);
    return QRcode_encodeInput(input);
}

/* NULL: the payload is no code of this version.  A page whose code does not fit may be laid out otherwise: what memory
 * did not suffice for must not look so. */
static QRcode *code_encode(const char *payload, int version, bool by_library)
{
    errno = 0;
    QRinput *input = QRinput_new2(version, QR_ECLEVEL_M);
    QRcode *code = NULL;
    if (input && QRinput_append(input, QR_MODE_AN, (int)strlen(payload), (const unsigned char *)payload) == 0)
        code = encode_input(input, by_library);
    if (!code && errno == ENOMEM)
        memory_out("making a code");
    QRinput_free(input);
    return code;
}

static bool modules_make(const char *payload, int version, bool by_library, Modules *out, Arena *arena)
{
    if (!*payload || strlen(payload) > 4296 || version < 0 || version > QRSPEC_VERSION_MAX)
        return false;
    QRcode *code = code_encode(payload, version, by_library);
    if (!code)
        return false;
    bool good = version == 0 || code->version == version;
    if (good) {
        size_t count = (size_t)code->width * (size_t)code->width;
        *out = (Modules){.side = code->width, .dark = arena_alloc(arena, count),
                         .text = arena_string(arena, payload)};
        for (size_t i = 0; i < count; i++)
            out->dark[i] = code->data[i] & 1;
    }
    QRcode_free(code);
    return good;
}

bool modules_of(const char *payload, int version, Modules *out, Arena *arena)
{
    return modules_make(payload, version, false, out, arena);
}

bool modules_by_library(const char *payload, int version, Modules *out, Arena *arena)
{
    return modules_make(payload, version, true, out, arena);
}
