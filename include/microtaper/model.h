/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written: prescriptions, shop, formulas, tables, as plain structs.  Above here no text means a number.
 *
 * Everything lives in the arena it was read into.  Optional fields carry a `has_` flag or are NULL/0 as said; nothing
 * has a silent default.  Each struct keeps the Place (file, line, path) it came from, for findings. */
#ifndef MICROTAPER_MODEL_H
#define MICROTAPER_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "microtaper/date.h"
#include "microtaper/digest.h"
#include "microtaper/finding.h"
#include "microtaper/quantity.h"
#include "microtaper/xml.h"

/* ---------------------------------------------------------------- tables (templates/tables) ---- */
typedef struct {
    const char *name;          /* "clonazepam" */
    const char *tall_man;      /* "clonazePAM" (ISMP) */
    uint8_t code;              /* of the published table; goes into the record; 1 .. 255 */
    int64_t molar_mass_e2;     /* g/mol x 100 */
    bool schedule_iv;
    Mass plausible_daily;      /* largest daily total believed without a warning; 0: none stated */
    const char *plausible_source;
    Strength weakest, strongest;   /* liquids believed without an error, both included; mass 0: none stated */
    const char *strength_source;
    Strength *commercial; size_t commercial_count;   /* oral liquids of commerce */
    int32_t half_life_hours;   /* longest published of drug or active metabolite; 0: none stated */
    Mass stop_dose;            /* largest usual last daily dose, 0: none stated */
    const char *stop_source;
} Drug;

typedef struct {
    const char *name;          /* "Ashton 2002" */
    const char *source;
    struct { const Drug *drug; Mass low, high; } *rows;   /* to diazepam 10 mg; low <= high */
    size_t count;
} Equivalence;

typedef struct { const char *name; int32_t days; const char *storage, *citation; } BudClass;
typedef struct {
    const char *name, *citation;     /* "US-795-2023" */
    BudClass *classes;
    size_t count;
    int32_t longest;                 /* cap in days: 180 */
} BudProfile;

/* Thresholds: data with a source (templates/tables/limits.xml). */
typedef struct {
    Share fall_usual, fall_most;     /* of 14 days: note above the usual (10 %), warning above the most (25 %) */
    Share lag;                       /* of one rate period's cut */
    Share reliable_bound;            /* 10 % */
    struct { Volume below; Share base, slope; } syringe[4];   /* tolerance by capacity, ascending; below 0: any */
    size_t syringe_count;
    Share factor_low, factor_high;   /* weighing factor: 80 % .. 150 % */
    Share weigh_tolerance, yield_low, yield_high;
    const char *fall_source, *lag_source, *syringe_source, *weigh_source;
} Limits;

typedef struct {
    Drug *drugs; size_t drug_count;
    Equivalence *equivalences; size_t equivalence_count;
    BudProfile *profiles; size_t profile_count;
    Limits limits;
} Tables;

/* Reads DIR/tables/{drugs,equivalences,bud,limits}.xml.  NULL with findings when any is unusable. */
Tables *tables_load(const char *templates, Arena *arena, Findings *findings);
const Drug *drug_find(const Tables *tables, const char *name);
const Equivalence *equivalence_find(const Tables *tables, const char *name);
/* The class of a profile by name, or NULL: a formula of a class that the shop's profile lacks has no date there. */
const BudClass *bud_class_find(const BudProfile *profile, const char *name);

/* -------------------------------------------------------------------------------- shop.xml ---- */
#define TIMES_MAX 8
typedef struct { const char *name; int32_t weight; } DayTime;   /* "morning" */
typedef struct { Volume capacity, graduation; bool has_reliable; Volume reliable_from; Place place; } Syringe;
typedef struct { Volume capacity; const char *name; Length diameter; } BottleSize;   /* diameter 0: not stated */
typedef enum { COUNT_DAY_ONE, COUNT_DAYS_AFTER } BudCounting;

typedef struct {
    const char *name, *address, *phone, *licence, *dea;   /* dea may be NULL */
    const char *language;            /* of the pharmacist's papers: "en" */
    const char *paper;               /* "letter" or "a4": stock of chart and worksheet */
    const char *label_stock;         /* "label-4x2" */
    const char *label_stock_large;   /* for patients who asked for large print; NULL: none */
    bool second_language;            /* a patient's label and chart say the most important in the pharmacist's language too */
    int32_t printer_dpi;             /* of the label printer */
    const BudProfile *profile; BudCounting counting;
    DayTime times[TIMES_MAX]; size_t time_count;          /* in order of the day */
    Syringe *syringes; size_t syringe_count;              /* by capacity, then graduation */
    BottleSize *bottles; size_t bottle_count;             /* by capacity */
    Mass balance_sensitivity; const char *balance_class;
    Share overage; Volume loss_per_draw;
    Volume pool;                     /* prescriptions of a run share a lot up to this much in bottles; 0: none do */
    int32_t supply_days, ahead_days, reserve_days;        /* days a fill, made ahead of its first day, kept in reserve */
    bool closed_weekday[7];          /* 0 Monday */
    Date *closed; size_t closed_count;
    struct Approval *approvals; size_t approval_count;    /* approvals.xml beside the shop file */
    bool has_inventory;              /* inventory.xml stands beside the shop file */
    struct StockLot *lots; size_t lot_count;
    Digest digest;                   /* of the file, and of the inventory beside it */
    Place place;
} Shop;

/* What is in stock of one component (inventory.xml beside the shop file), with its certificate. */
typedef enum { STOCK_COUNT, STOCK_MASS, STOCK_VOLUME } StockUnit;
typedef struct StockLot {
    const char *component;           /* as formulas name the ingredient */
    const char *maker, *number;      /* lot number as the maker prints it */
    const char *ndc;                 /* may be NULL */
    Date expires;                    /* last day of use */
    StockUnit unit; int64_t on_hand; /* tablets, ng or nL */
    bool has_assay; Share assay;     /* certificate of a powder */
    bool dried; Share drying_loss;   /* the assay is of the dried powder, which loses this much on drying */
    Place place;
} StockLot;

/* A named person's approval of a formula, words or page, by the digest of its bytes. */
typedef struct Approval {
    const char *what;     /* "formula clonazepam-0.1", "words en" */
    const char *digest;   /* 16 letters of digest_letters */
    const char *by; Date on;
    bool demo;            /* a marked demonstration: papers carry "SAMPLE - NOT FOR PATIENT USE" */
} Approval;

Shop *shop_load(const char *file, const Tables *tables, Arena *arena, Findings *findings);
/* The approval in force of `what` at this digest, or NULL. */
const Approval *approval_find(const Shop *shop, const char *what, const Digest *digest);
/* Index of a time of day, or -1. */
int time_find(const Shop *shop, const char *name);
bool shop_closed(const Shop *shop, Date date);
/* Appends an approval to the file (made when new), whole or not at all; errno or 0. */
int approval_append(const char *file, const Approval *approval);

/* ---------------------------------------------------------------- templates/formulas ---- */
typedef enum { SOURCE_TABLETS, SOURCE_POWDER, SOURCE_LIQUID } ActiveSource;
typedef enum { PART_ACTIVE, PART_SHARE, PART_FIXED, PART_QS } PartKind;
typedef struct {
    const char *name;                /* "Ora-Plus" */
    PartKind kind;
    ActiveSource source;             /* PART_ACTIVE */
    Mass each;                       /* tablets: drug in one */
    Strength liquid;                 /* commercial liquid */
    const char *as_weighed;          /* powder: "clonazepam" or a salt; NULL: as ordered */
    int64_t molar_mass_e2;           /* of what is weighed, g/mol x 100; 0: as ordered */
    Share share;                     /* PART_SHARE: of the final volume */
    Share tolerance;                 /* weigh line; 0: the limits' */
    const char *diluent;             /* powder: what a triturate of it is made with; may be NULL */
    const char *solvent; Volume aliquot;   /* powder: dissolved instead, and so much of the solution taken; may be NULL */
    bool fraction;                   /* tablets: of all the crushed powder the part that is needed is taken */
    const char *contains;            /* excipients, as words: "methylparaben; sorbitol"; may be NULL */
    Place place;
} Ingredient;

typedef struct {
    const char *id;                  /* "clonazepam-0.1" */
    char code;                       /* one base-32 character, unique among a shop's formulas; goes into the lot */
    int32_t version;
    const char *title;               /* "Clonazepam 0.1 mg per mL oral suspension" */
    const Drug *drug;
    Strength *strengths; size_t strength_count;   /* at least one; all made by the same method */
    Ingredient *ingredients; size_t ingredient_count;
    const char *bud_class, *bud_basis, *bud_citation;   /* "preserved-aqueous", "default table" */
    int32_t bud_days;                /* own days of a monograph or study; 0: the profile's class */
    const char *storage, *container; /* words for label: "Keep at room temperature or in a refrigerator" keys */
    bool shake;                      /* a suspension: "Shake well" */
    const char **equipment; size_t equipment_count;
    const char **method; size_t method_count;
    struct { const char *check, *expected; } *checks; size_t check_count;
    const char *reference;
    Digest digest;                   /* of the file's bytes */
    bool commercial_copy;            /* a commercial product like it exists: a rationale is needed, whatever the strength */
    Place place;
} Formula;

typedef struct { Formula *items; size_t count; } Formulas;
/* All *.xml of DIR/formulas, in order of name. */
Formulas *formulas_load(const char *templates, const Tables *tables, Arena *arena, Findings *findings);

/* ---------------------------------------------------------------- prescription ---- */
typedef struct { const char *name; Date born; const char *address, *language, *print; const char *rows; const char *allergies, *needs; Place place; } Patient;   /* rows of the chart: "day", "period"; NULL: day.  needs: "alcohol-free; sugar-free" */
typedef struct { const char *name, *address, *phone, *dea; Place place; } Prescriber;   /* dea may be NULL */
/* One legal line; a renewal is a further line of the same drug, written later. */
typedef struct {
    const Drug *drug; Volume quantity; int32_t refills; Date written;
    bool partial;                    /* may be given in parts: what counts is the volume, not the number of fills */
    bool has_strength; Strength strength, strength_to;   /* what may be dispensed, both included; else not stated */
    Place place;
} Order;
typedef struct { int time; Mass mass; Volume volume; } TimedDose;   /* time: index into shop times; volume 0: not stated */
/* Doses by time of day; and where stated the tablets at home, counted before the first dose of the day `counted`. */
typedef struct {
    const Drug *drug; TimedDose *doses; size_t count; Place place;
    bool has_tablets; Mass tablet; int64_t on_hand; Date counted;
} Taking;
/* A strength and syringe fixed by the prescription, from a date on (or the start). */
typedef struct {
    const Drug *drug; Strength strength; Volume syringe, graduation;
    const char *formula;             /* id, or NULL: the one formula that makes it */
    bool has_from; Date from; Place place;
} Liquid;

typedef enum { STEP_HOLD, STEP_REDUCE, STEP_LIST, STEP_CROSS, STEP_STOP, STEP_MAINTAIN, STEP_DIVIDE } StepKind;
typedef enum { BY_AMOUNT, BY_SHARE_OF_CURRENT, BY_SHARE_OF_ORIGINAL, BY_SHARE_OF_CYCLE, BY_BANDS, BY_OCCUPANCY } ReduceBy;
/* How a fall is shared among the times of day. */
typedef enum { FALL_TOGETHER, FALL_IN_TURN, FALL_IN_ROTATION } Falls;
/* The cut where the current daily total is above a mass (and in no higher band). */
typedef struct { Mass above; bool by_share; Mass amount; Share share; int32_t every; Place place; } Band;   /* every 0: the step's */
typedef enum { INSIDE_STRAIGHT, INSIDE_EXPONENTIAL } Inside;
/* others: doses of the other drug, in a list of two; total is of the first. */
typedef struct {
    int32_t days; bool by_time; Mass total; TimedDose *doses; size_t count; Place place; TimedDose *others; size_t other_count;
} ListRow;

typedef struct {
    StepKind kind;
    const Drug *drug;                /* the drug it works on; NULL: the only one there is */
    Place place;
    int32_t days;                    /* HOLD: days; MAINTAIN, DIVIDE: days, 0: not stated */
    /* REDUCE */
    ReduceBy by; Mass amount; Share share; Inside inside;
    int32_t per, every;              /* days; both set by the reader (one may have been given for both) */
    bool has_until; Mass until;
    int32_t cuts;                    /* 0: not given */
    int *order; size_t order_count;  /* times of day, first to fall first; count 0: order of the day */
    Falls falls;
    int32_t hold_after, hold_days;   /* a hold of so many days after every so many cuts; 0: none */
    Band *bands; size_t band_count;  /* BY_BANDS */
    Mass k; const char *k_source;    /* BY_OCCUPANCY: the daily dose of half occupancy; share: points of occupancy a cut, or 0: equal cuts to `until` */
    /* LIST */
    ListRow *rows; size_t row_count;
    /* CROSS, and LIST of two drugs: to, ratio, table */
    const Drug *to; Exchange ratio; const char *table; int32_t portions, cross_every;
    Share moves;                     /* part of each time's dose that is exchanged; 0: all of it */
    Share gives;                     /* part of what is exchanged that comes in the other drug; 0: all of it */
    /* STOP */
    bool has_from; Mass from;        /* the last daily total the prescriber expects */
    /* DIVIDE: the times in `order`; their weights, or NULL: the shop's */
    int32_t *weights;
} Step;

/* What happened on the way.  The days before `on` stay as they were; what follows is planned anew (ARITHMETIC.md 1.11). */
typedef enum {
    EVENT_HELD, EVENT_SLOWED, EVENT_REVERSED, EVENT_RESUMED, EVENT_MISSED, EVENT_STOPPED, EVENT_MAINTAINED, EVENT_SOURCE_CHANGED
} EventKind;
typedef struct {
    EventKind kind;
    Date on; const char *by, *role;
    int32_t days;                    /* HELD, REVERSED, MISSED, MAINTAINED: how many; 0: not stated */
    Share pace;                      /* SLOWED: of the plan's own */
    const Drug *drug; Mass to;       /* REVERSED: a daily total of an earlier day, of the drug (NULL: the only one) */
    const char *note;                /* in the prescriber's words; may be NULL */
    Place place;
} Event;

/* A bottle that was lost or spoilt, and from which day on another one takes its place (ARITHMETIC.md 4.9). */
typedef enum { REPLACED_SPILLED, REPLACED_BROKEN, REPLACED_SPOILED, REPLACED_LOST, REPLACED_STOLEN } ReplaceReason;
typedef struct {
    const Drug *drug; const char *bottle;      /* its letter, in the fill of the day `from` */
    Date from;                       /* the first day of the bottle that takes its place */
    ReplaceReason reason;
    Date on; const char *by, *role;  /* the day it was reported, by whom */
    bool has_left; Volume left;      /* what was in it when it was lost, where that is known */
    bool has_order; Date order;      /* the order of that day, which is for replacements alone */
    const char *note;                /* may be NULL */
    Place place;
} Replaced;

typedef struct { const char *code, *place, *check, *by, *reason; Date on; Place at; bool used; } Accept;

typedef enum { LED_BY_CALENDAR, LED_BY_SYMPTOMS } LedBy;
typedef struct {
    const char *number; int32_t revision;     /* number: 1 .. 64 characters; revision 1 .. 65,535 */
    Patient patient; Prescriber prescriber;
    Order *orders; size_t order_count;
    const char *purpose, *rationale;          /* may be NULL */
    Taking *takings; size_t taking_count;     /* at least one */
    Liquid *liquids; size_t liquid_count;
    Date starts; LedBy led_by;
    /* Led by symptoms: steps have dates up to the next review only. */
    Date review;                              /* the day of the next review */
    const char *steady;                       /* what counts as steady, in the prescriber's words */
    int32_t longest;                          /* a dose is kept at most so many days: what supply must reach for */
    bool back;                                /* the prescriber allows one step back */
    Step *steps; size_t step_count;
    Event *events; size_t event_count;        /* by date */
    Replaced *replaced; size_t replaced_count;   /* as written */
    Accept *accepts; size_t accept_count;
    Digest content;                           /* of the element without its accepts, canonical */
    Place place;
} Prescription;

/* Given each prescription with its findings so far (an unusable one comes as NULL, its findings say why; `number` is
 * then what could be read of it, or "").  Everything is gone when it returns.  False stops the reading. */
typedef bool (*PrescriptionSink)(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena);
/* Streams one file ("-": standard input).  False when the file could not be read to its end. */
bool prescriptions_read(const char *file, const Tables *tables, const Shop *shop, PrescriptionSink sink, void *context,
                        Findings *findings);
/* Which prescription numbers were given so far: eight bytes of digest each, so that memory stays small however many.  Two of
 * a million numbers would be mistaken for one with a chance of one in 36 million.  {0} is empty. */
typedef struct { uint64_t *slots; size_t count, capacity; } RxNumbers;
/* One file of several: a number stands once in all of them (MT231), or papers of one would replace those of another. */
bool prescriptions_read_one(const char *file, const Tables *tables, const Shop *shop, RxNumbers *numbers, PrescriptionSink sink,
                            void *context, Findings *findings);
void rx_numbers_free(RxNumbers *numbers);
/* Streams what lies in memory. */
bool prescriptions_read_memory(const char *name, const char *bytes, size_t size, const Tables *tables, const Shop *shop,
                               PrescriptionSink sink, void *context, Findings *findings);
/* Matches accepts with warnings, once all stages have spoken: marks accepted ones, adds MT2xx for each accept that
 * matches nothing. */
void accepts_apply(Prescription *rx, Findings *findings);
void accepts_match(Accept *accepts, size_t count, Findings *findings);   /* the same for any list of them */

/* ---------------------------------------------------------------- record: what was really done for a lot ---- */
/* An amount of a component as the bench counts, weighs or measures it: tablets, ng or nL. */
typedef struct { StockUnit unit; int64_t size; } Amount;
bool amount_parse(const char *text, Arena *arena, Amount *out);   /* "104 tablets", "52.5 mg", "470 mL" */
const char *amount_text(Arena *arena, Amount amount);             /* in a form that amount_parse reads */

/* One component of one maker's lot; a line of the worksheet may be made up of several. */
typedef struct {
    const char *of;
    int32_t line;                    /* which of the worksheet's lines of this name; 0: there is one */
    bool has_amount; Amount amount;  /* may be left out of what is filled up to the volume */
    const char *maker, *lot, *ndc;   /* may be NULL */
    bool has_expires; Date expires;
    const char *by, *checked_by;     /* checked_by may be NULL */
    Place place;
} BenchUse;
typedef struct { Amount amount; const char *witness, *reason; Place place; } BenchWaste;
typedef struct { const char *word, *reason; Place place; } BenchReturn;   /* a bottle, by the check word of its label */
typedef struct { const char *of, *text, *by; } BenchRemark;               /* a quality check; of NULL: a deviation */
typedef struct {
    const char *lot; Date on; const char *by, *checked_by;
    const char *correction;          /* why it takes the place of an earlier record; NULL: it is the first */
    BenchUse *uses; size_t use_count;
    bool has_yield; Volume yield; Place yield_place;
    BenchRemark *remarks; size_t remark_count;
    BenchWaste *wastes; size_t waste_count;
    BenchReturn *returns; size_t return_count;
    bool released;                   /* else the lot is void */
    const char *settled_by, *why;    /* why: of a void one, else NULL */
    Accept *accepts; size_t accept_count;
    Digest digest;                   /* of the element without its accepts */
    Place place;
} BenchRecord;
/* Given each record with its findings; NULL when it is not usable.  Everything is gone when it returns. */
typedef bool (*BenchSink)(void *context, BenchRecord *record, Findings *findings, Arena *arena);
/* Reads a file ("-": standard input) of records as XML, or as CSV: a header that names attributes, the first column
 * `element`, and a row an element; `record` begins the next lot.  False when it could not be read to its end. */
bool records_read(const char *file, BenchSink sink, void *context, Findings *findings);

/* ---------------------------------------------------------------- receipt: what came into stock ---- */
typedef struct {
    const char *of;                  /* the component, as a formula names it */
    Amount amount;
    const char *maker, *lot, *ndc;   /* ndc may be NULL */
    Date expires;
    const Drug *drug; Mass mass;     /* of the drug in it; drug NULL: none */
    Place place;
} ReceivedItem;
typedef struct {
    const char *from, *invoice;      /* of whom, under which paper: the two together name a receipt */
    const char *supplier_dea;        /* may be NULL */
    Date on; const char *by;
    const char *correction;          /* why it takes the place of an earlier one; NULL: it is the first */
    ReceivedItem *items; size_t item_count;
    Accept *accepts; size_t accept_count;
    Place place;
} Receipt;
/* Given each receipt with its findings; NULL when it is not usable.  Everything is gone when it returns. */
typedef bool (*ReceiptSink)(void *context, Receipt *receipt, Findings *findings, Arena *arena);
/* Reads a file ("-": standard input) of receipts; components are those of the formulas.  False when it could not be read to
 * its end. */
bool receipts_read(const char *file, const Formulas *formulas, ReceiptSink sink, void *context, Findings *findings);

#endif
