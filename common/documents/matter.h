/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matters: whatever agencies deal with besides the legs of referrals.  One document
 * opens a matter, and its id is the matter's; those that name it are its steps.  The
 * life of each kind of matter is a table in that kind's rule file, which server and
 * client read through this engine.  Pure functions; safe to call from any thread.
 */
#ifndef DOCUMENTS_MATTER_H
#define DOCUMENTS_MATTER_H

#include "common/documents/document.h"

/*
 * Sets of parties.  The other is the agency that the opener wrote to; a matter that was
 * published has none, and each member that is not the opener is a MATTER_MEMBER.
 */
#define MATTER_OPENER   (1u << 0)
#define MATTER_OTHER    (1u << 1)
#define MATTER_MEMBER   (1u << 2)
#define MATTER_EXCHANGE (1u << 3)
#define MATTER_EITHER   (MATTER_OPENER | MATTER_OTHER)

/*
 * States count from 1 in their table, and 1 is where every matter begins.  As where a
 * step leads, MATTER_STAYS leaves the state as it is.
 */
enum { MATTER_NONE = 0, MATTER_BEGIN = 1, MATTER_STATES_MAX = 30 };
#define MATTER_STAYS MATTER_NONE
/* The opener's document could not be read where it went: of every kind, and final. */
#define MATTER_ERROR 31

/* Sets of states: MATTER_IN(OPEN) | MATTER_IN(LATE). */
#define MATTER_IN(state) (1u << (state))

struct matter_state {
    const char *name; /* "open": an adjective, or what comes after "this enquiry is" */
    unsigned int waits_on; /* the parties whose turn it is; 0: nobody's */
    const char *waits_for; /* "answer": what they are to do; NULL with 0 */
    bool after_points;     /* not before every point is done */
    bool is_final;         /* no step leads out of it */
    unsigned int frees;    /* the parties that need not keep its dates any more */
};

struct matter_step {
    enum kind kind;     /* of the document that takes it */
    const char *word;   /* the value of the attribute that its form names; NULL: any */
    unsigned int by;    /* who may */
    unsigned int from;  /* states */
    int to;             /* a state, or MATTER_STAYS */
    const char *cannot; /* "released": "this commitment is kept: it cannot be ..." */
    bool needs_points_done; /* only once no point is open */
    bool does_points;       /* it may itself say that the last ones are done */
    bool is_of_owners; /* whoever says that a point is done owns it, if anyone does */
    bool is_within;    /* its day is no later than the matter's until then */
    int when_done;     /* a state once no point is open any more; 0: none */
};

/* A row of a life: further members by name, `.needs_points_done = true`. */
#define MATTER_STEP(of_kind, of_word, taken_by, taken_from, leads_to, refusal, ...)    \
    {                                                                                  \
        .kind = of_kind, .word = of_word, .by = taken_by, .from = taken_from,          \
        .to = leads_to, .cannot = refusal, __VA_ARGS__                                 \
    }

struct matter_life {
    const char *noun;                  /* "commitment" */
    const struct matter_state *states; /* from MATTER_BEGIN on */
    size_t state_count;                /* with the unused one before it */
    const struct matter_step *steps;   /* the first that fits counts */
    size_t step_count;
};

/* A matter as far as its life is concerned. */
struct matter {
    const struct matter_life *life;
    int state;
    int32_t due_on; /* as said last; DATE_NONE */
    GArray *points; /* struct matter_point, in order of number; NULL: none yet */
};

/* What somebody does in a matter. */
struct matter_move {
    enum kind kind;
    const char *word;               /* NULL when absent */
    unsigned int by;                /* one party */
    const char *agency;             /* that party's id */
    const struct matter_body *body; /* NULL: of the exchange */
};

/* The life that this kind opens; NULL when it opens none. */
const struct matter_life *matter_life_of(enum kind opener);

/* Whether a kind is a matter's: opens one, or is a step of one. */
bool matter_has_kind(enum kind kind);

/* Opens a matter as its document says; there is no rule to break. */
void matter_open(struct matter *matter, const struct document *opener);
void matter_clear(struct matter *matter);

/*
 * Judges a step and changes nothing.  REFUSAL_LIFECYCLE with the rule and the steps
 * that are open to that party; REFUSAL_RULE for points that are not there, or there
 * already.
 */
G_GNUC_WARN_UNUSED_RESULT
bool matter_check(const struct matter *matter, const struct matter_move *move,
                  GError **error);

/*
 * Takes a step that was judged when it was accepted, whatever the table says today: for
 * a fold over the log, which may neither judge again nor fail.
 */
void matter_take(struct matter *matter, const struct matter_move *move);

/* The document that opened it could not be read by whom it was for. */
void matter_fail(struct matter *matter);

/* The state in words; MATTER_ERROR is "error". */
const char *matter_state_name(const struct matter_life *life, int state);

/* The state of that name; MATTER_NONE when there is none. */
int matter_state_find(const struct matter_life *life, const char *name);

bool matter_is_final(const struct matter *matter);

/* Lists the steps that a party may take now, in the table's order, each name once. */
GPtrArray *matter_list_open(const struct matter *matter, unsigned int by);

/* "commitment-step.kept", or the kind alone. */
char *matter_step_name(enum kind kind, const char *word);

/*
 * What the matter waits for from this party, the state's or an open point of that
 * agency's; NULL when it is not that party's turn.
 *
 * agency  its id, for points that it owns
 * due_on  filled in with the day, or DATE_NONE; may be NULL
 */
const char *matter_waits_for(const struct matter *matter, unsigned int by,
                             const char *agency, int32_t *due_on);

/* Whether the matter has a point of that number that is not done. */
bool matter_has_open_point(const struct matter *matter, int number);

/* Whether this party may put the matter's dates out of its calendar. */
bool matter_frees(const struct matter *matter, unsigned int by);

/* How many points are open. */
unsigned int matter_open_points(const struct matter *matter);

/* The party that an agency is; 0 when it is none.  other NULL: published. */
unsigned int matter_party_of(const char *agency, const char *opener, const char *other);

#endif
