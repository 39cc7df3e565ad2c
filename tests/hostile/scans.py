# SPDX-License-Identifier: GPL-3.0-or-later


def check(count, folder, word):
    pass
