/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service: what an agency offers, published to every member.  Agency and slug name
 * it; a later document about it replaces the earlier whole.  Strings belong to what was
 * read; words are of the published types and never about a person.
 */
#ifndef DOCUMENTS_SERVICE_H
#define DOCUMENTS_SERVICE_H

#include "common/documents/referral.h"
#include "common/documents/suits.h"

#define SLUG_MAX 63

enum service_status { SERVICE_ACTIVE, SERVICE_PAUSED, SERVICE_CLOSED };
extern const char *const service_status_names[];

enum referral_route { ROUTE_SELF, ROUTE_AGENCY, ROUTE_COUNCIL };
extern const char *const referral_route_names[];

enum provision { PROVISION_BY_AND_FOR, PROVISION_SPECIALIST };
extern const char *const provision_names[];

/* Every string may be NULL. */
struct service_location {
    const char *kind; /* "physical" or "virtual" */
    const char *name;
    const char *address; /* with town and postcode, or none of them */
    const char *town;
    const char *postcode;
    const char *area;   /* local-authority code */
    const char *region; /* where no more may be known */
    enum maybe step_free;
    enum maybe wheelchair;
};

/* One of the two. */
struct service_served {
    const char *area;
    const char *region;
};

struct service_made_for {
    const char *group;
    enum provision provision;
};

struct service_need {
    const char *code;
    enum need_level up_to;
};

struct service_opening {
    const char *day;
    const char *from;
    const char *to;
};

struct service_contact {
    const char *role;
    const char *patch;
    const char *telephone; /* NULL: the service's own */
};

struct service {
    const char *slug;
    enum service_status status;
    const char *type;
    const char *name;
    enum referral_route route;
    bool is_confidential; /* nobody may learn where it is */
    bool is_nationwide;
    bool has_home_visits;
    bool has_interpreters;
    const char *url; /* NULL when absent, as are those below */
    const char *email;
    const char *telephone;
    const char *description;  /* never NULL */
    const char *organisation; /* about it; NULL when absent */
    const char *how_to_refer;
    const char *fees;
    struct service_location *locations;
    size_t location_count;
    struct service_served *served;
    size_t served_count;
    const char **languages; /* ISO 639 */
    size_t language_count;
    struct service_made_for *made_for;
    size_t made_for_count;
    struct service_need *needs;
    size_t need_count;
    struct suits suits;
    struct service_opening *openings;
    size_t opening_count;
    struct service_contact *contacts;
    size_t contact_count;
    const char *out_of_hours_telephone; /* NULL when absent */
    const char *out_of_hours_note;
};

#endif
