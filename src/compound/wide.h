/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 128-bit integers, for products that are compared or divided once. */
#ifndef COMPOUND_WIDE_H
#define COMPOUND_WIDE_H

__extension__ typedef __int128 Wide;

#endif
