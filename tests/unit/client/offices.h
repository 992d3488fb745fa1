/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A partnership of agencies' clients without an exchange: an authority made at test
 * time, real homes in a temporary directory, and a directory and revocation list put
 * where `sync` would have put them.  What the exchange would do between two clients
 * (hand over bytes, sign receipts) the tests do themselves.
 */
#ifndef TESTS_UNIT_CLIENT_OFFICES_H
#define TESTS_UNIT_CLIENT_OFFICES_H

#include "agency-client/office/compose.h"
#include "agency-client/office/office.h"
#include "tests/unit/trust/partnership.h"

#define COUNCIL "eastborough-social-services"
#define HOUSING "northgate-homes"
#define CHARITY "harbour-womens-aid"

/* The moment of every test: the examples' dates are around it. */
#define TODAY (NOW + DAY)

enum member { MEMBER_COUNCIL, MEMBER_HOUSING, MEMBER_CHARITY, MEMBERS };

struct offices {
    char *directory;
    struct maker *maker;
    struct pair evidence;
    struct pair identity[MEMBERS];
    struct pair sealing[MEMBERS];
    GBytes *crl;
    struct office *office[MEMBERS];
};

struct offices *offices_new(void);

/* Removes the temporary directory too. */
void offices_free(struct offices *offices);
DEFINE_AUTOPTR(offices, offices_free)

extern const char *const member_ids[MEMBERS];

/*
 * A directory of all members with these sealing certificates (NULL: their own), some
 * of them suspended (a bit a member).
 */
GBytes *offices_directory(const struct offices *offices,
                          const struct pair sealing[MEMBERS], unsigned suspended);

/* Puts a directory where `sync` would have, after no check at all. */
void offices_plant(struct offices *offices, enum member member, GBytes *directory);

/* Closes and opens a member's office again, as the next command would. */
struct office *offices_reopen(struct offices *offices, enum member member);

/* The bytes of one of schemas/examples. */
GBytes *example(const char *name);

/* Whether any file of a member's home holds these characters as they are. */
bool offices_home_holds(const struct offices *offices, enum member member,
                        const char *canary);

/* A receipt for these bytes, signed by signer with its certificate inside. */
GBytes *make_receipt(const struct pair *signer, const char *document,
                     const char *sender, GBytes *bytes);

#endif
