/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of reading a prescription that live in files of their own. */
#ifndef MODEL_PRESCRIBE_H
#define MODEL_PRESCRIBE_H

#include "reading.h"

/* <dose at="...">...</dose> children of a node, by time of day; a time that stands twice is a finding. */
TimedDose *read_doses(Reading *reading, const XmlNode *node, size_t *count);
/* The times of day an attribute names, as indices into the shop's; a time that stands twice is a finding unless it may. */
int *read_times(Reading *reading, const XmlNode *node, const char *attribute, Words words, bool repeats, size_t *count);
/* <reduce> into a step. */
void read_reduce(Reading *reading, const XmlNode *node, Step *step);
/* <taper> into starts, led_by and steps. */
void read_taper(Reading *reading, const XmlNode *node, Prescription *rx);
/* <event> elements. */
void read_events(Reading *reading, const XmlNode *record, Prescription *rx);
/* <replaced> elements. */
void read_replaced(Reading *reading, const XmlNode *record, Prescription *rx);
/* <accept> elements. */
Accept *read_accepts(Reading *reading, const XmlNode *record, size_t *count);
/* What no field can be judged by alone: dates, orders, drugs of steps, times of an order. */
void judge_consistency(Reading *reading, const XmlNode *record, const Prescription *rx);
/* The digest of a record without its accepts: the order of attributes and white space around texts do not count. */
Digest content_digest(const XmlNode *record, Arena *arena);

/* Adds one; false when it was there already. */
bool rx_numbers_add(RxNumbers *numbers, const char *number);

#endif
