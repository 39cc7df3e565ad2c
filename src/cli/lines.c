/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What wedge and serial scanners type.  They end a scan with CR, LF, Tab or any two of them, as they were set. */
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "verify.h"

/* A scan that is too long is cut, and one with a NUL marked: neither can be a code of ours any more. */
static bool line_read(char line[LINE_MOST])
{
    size_t length = 0;
    int c;
    while ((c = getc(stdin)) != EOF && !strchr("\r\n\t", c ? c : '?')) {
        if (length + 1 < LINE_MOST) line[length++] = c ? (char)c : '?';
    }
    line[length] = '\0';
    return length > 0 || c != EOF;
}

bool line_next(char line[LINE_MOST])
{
    while (line_read(line)) {
        if (line[strspn(line, " ")]) return true;
    }
    return false;
}

void lines_by_tab(bool on)
{
    struct termios terminal;
    if (tcgetattr(STDIN_FILENO, &terminal)) return;   /* no terminal: nothing holds lines back */
    terminal.c_cc[VEOL] = on ? '\t' : _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
}
