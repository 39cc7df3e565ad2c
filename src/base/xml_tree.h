/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the building of the tree and the naming of places share. */
#ifndef MICROTAPER_XML_TREE_H
#define MICROTAPER_XML_TREE_H

#include "microtaper/xml.h"

/* Whether elements of this name may be given more than once: their paths carry [k] from the first on. */
bool xml_may_repeat(const char *name);

#endif
