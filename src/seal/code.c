/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code as modules, by libqrencode.  It takes a version as a minimum and grows in silence: the version is checked
 * afterwards.  The mode as a string hint fails: the segment is appended. */
#include <qrencode.h>
#include <string.h>
#include "microtaper/seal.h"

static QRcode *code_encode(const char *payload, int version)
{
    QRinput *input = QRinput_new2(version, QR_ECLEVEL_M);
    if (!input)
        return NULL;
    QRcode *code = NULL;
    if (QRinput_append(input, QR_MODE_AN, (int)strlen(payload), (const unsigned char *)payload) == 0)
        code = QRcode_encodeInput(input);
    QRinput_free(input);
    return code;
}

bool modules_of(const char *payload, int version, Modules *out, Arena *arena)
{
    if (!*payload || strlen(payload) > 4296 || version < 0 || version > QRSPEC_VERSION_MAX)
        return false;
    QRcode *code = code_encode(payload, version);
    if (!code)
        return false;
    bool good = code->width == code->version * 4 + 17 && (version == 0 || code->version == version);
    if (good) {
        size_t count = (size_t)code->width * (size_t)code->width;
        *out = (Modules){.side = code->width, .dark = arena_alloc(arena, count)};
        for (size_t i = 0; i < count; i++)
            out->dark[i] = code->data[i] & 1;
    }
    QRcode_free(code);
    return good;
}
