/* SPDX-License-Identifier: GPL-3.0-or-later */
/* approvals.xml, which lies beside the shop file: who has approved which formula and words, by digest. */
#ifndef MODEL_APPROVALS_H
#define MODEL_APPROVALS_H

#include "reading.h"

/* A file of that name in the folder of the shop file. */
const char *file_beside(const char *shop_file, const char *name, Arena *arena);
/* The approvals file that goes with a shop file. */
const char *approvals_beside(const char *shop_file, Arena *arena);
/* Reads it into the shop; a shop without one has approved nothing. */
void read_approvals(Reading *reading, const char *file, Shop *shop);

#endif
