/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inventory.xml beside the shop file: lots in stock, with expiry and certificate. */
#ifndef MODEL_INVENTORY_H
#define MODEL_INVENTORY_H

#include "reading.h"

/* "400 tablets" */
bool tablets_parse(const char *text, Arena *arena, int64_t *count);
/* Reads the file into shop->lots; nothing when there is none. */
void read_inventory(Reading *reading, const char *file, Shop *shop);

/* "104 tablets", "52.5 mg", "470 mL" into an Amount. */
bool read_amount(const char *text, void *field, Place place, Arena *arena, Findings *findings);

#endif
