/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version that papers, manifest and --version state. */
#ifndef MICROTAPER_VERSION_H
#define MICROTAPER_VERSION_H

#define MICROTAPER_VERSION "0.1.0"

#endif
