/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run keeps of a prescription once its papers are proved: what its lots and the pages about them need, and no
 * more.  It travels from worker to parent as lines of text, and stands in the folder's `made` file. */
#ifndef MICROTAPER_RUN_MEMBER_H
#define MICROTAPER_RUN_MEMBER_H

#include "microtaper/run.h"

#define LOT_NONE UINT32_MAX

typedef struct {
    uint16_t formula, size;         /* places in house->formulas and shop->bottles */
    uint8_t i, n;
    char letter[4];
    char number[9];                 /* of its lot, as its label says; a stand-in while it is not known */
    Strength strength;
    Volume contents;
    const char *course;             /* its doses, days' supply and tablets, as text: see course_read */
    uint32_t lot;                   /* place in the run's lots */
} MemberBottle;

typedef struct {
    int64_t index;                  /* of the prescription in the input */
    const char *number, *patient;
    const char *rationale;          /* "" when none is given */
    const char *diazepam;           /* what the fill's days come to in diazepam (member_in_diazepam); "" when of that alone */
    Step *modelled; size_t modelled_count;   /* steps by a model of occupancy: K and its source */
    int32_t revision, fill;
    Date made_on;
    bool sample;                    /* an approval in force is a demonstration */
    MemberBottle *bottles; size_t bottle_count;
    Accept *accepts; size_t accept_count;   /* of findings that a batch makes */
    bool refused;                   /* a lot of its bottles cannot be made */
    bool settled;                   /* its papers were released before: the bottles' numbers are those of then */
    bool elsewhere;                 /* settled, and in other lots than those of this run */
    bool made;                      /* its papers stand */
} Member;

/* As lines of text.  Without `job` lots the bottles carry the stand-in. */
const char *member_text(const House *house, const PaperJob *job, Arena *arena);
/* Back again; false when the text is not of that form.  Everything is copied into the arena. */
bool member_read(const char *text, Member *out, Arena *arena);
/* What a bottle's course says: the drug's place in the plan, what the fill gives of it, and the bottle's runs of doses. */
bool course_read(const char *text, size_t *drug, Supply *supply, Bottle *out, Arena *arena);
/* What the fill's days come to in diazepam. */
DiazepamRuns member_in_diazepam(const Member *member, const Tables *tables, Arena *arena);

#endif
