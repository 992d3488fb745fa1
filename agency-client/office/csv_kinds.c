/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/csv_kinds.h"

#define DOCUMENT "xmlns=\"urn:referral-exchange:document:1\" "

#define NEEDED(column, where)                                                          \
    {                                                                                  \
        .name = (column), .path = (where), .is_required = true                         \
    }
#define MAY_BE(column, where)                                                          \
    {                                                                                  \
        .name = (column), .path = (where)                                              \
    }
#define ELSE(column, where, otherwise)                                                 \
    {                                                                                  \
        .name = (column), .path = (where), .fallback = (otherwise)                     \
    }
#define ELSE_WITH(column, where, otherwise, other)                                     \
    {                                                                                  \
        .name = (column), .path = (where), .fallback = (otherwise), .with = (other)    \
    }
#define ALWAYS(where, what)                                                            \
    {                                                                                  \
        .path = (where), .fallback = (what)                                            \
    }
#define LIST(column, where, attributes, needed)                                        \
    {                                                                                  \
        .name = (column), .path = (where), .items = (attributes),                      \
        .is_required = (needed)                                                        \
    }

/* In the order of the schemas, as every table here. */
static const struct csv_column services[] = {
    ELSE("role", "from/@role", "manager"),
    MAY_BE("actor", "from/@actor"),
    NEEDED("service", "s:service/@service"),
    ELSE("status", "s:service/@status", "active"),
    NEEDED("type", "s:service/@type"),
    NEEDED("name", "s:service/@name"),
    ELSE("route", "s:service/@route", "agency"),
    MAY_BE("confidential", "s:service/@confidential"),
    MAY_BE("nationwide", "s:service/@nationwide"),
    MAY_BE("home-visits", "s:service/@homeVisits"),
    MAY_BE("interpreters", "s:service/@interpreters"),
    MAY_BE("url", "s:service/@url"),
    MAY_BE("email", "s:service/@email"),
    MAY_BE("telephone", "s:service/@telephone"),
    NEEDED("description", "s:service/s:description"),
    MAY_BE("organisation", "s:service/s:organisation"),
    MAY_BE("how-to-refer", "s:service/s:howToRefer"),
    MAY_BE("fees", "s:service/s:fees"),
    MAY_BE("location-kind", "s:service/s:location/@kind"),
    MAY_BE("location-name", "s:service/s:location/@name"),
    MAY_BE("address", "s:service/s:location/@address"),
    MAY_BE("town", "s:service/s:location/@town"),
    MAY_BE("postcode", "s:service/s:location/@postcode"),
    MAY_BE("location-area", "s:service/s:location/@area"),
    MAY_BE("location-region", "s:service/s:location/@region"),
    MAY_BE("step-free", "s:service/s:location/@stepFree"),
    MAY_BE("wheelchair", "s:service/s:location/@wheelchair"),
    LIST("areas", "s:service/s:served", "area", false),
    LIST("languages", "s:service/s:language", "code", false),
    LIST("made-for", "s:service/s:madeFor", "group provision", false),
    LIST("needs", "s:service/s:need", "code upTo", true),
    LIST("contacts", "s:service/s:contact", "role telephone", false),
    MAY_BE("out-of-hours", "s:service/s:outOfHours/@telephone"),
};

static const struct csv_column staff[] = {
    ELSE("written-by-role", "from/@role", "manager"),
    MAY_BE("written-by", "from/@actor"),
    ALWAYS("to/@agency", "referral-exchange"),
    NEEDED("staff", "i:induction-starter/@starter"),
    NEEDED("role", "i:induction-starter/@role"),
    ELSE("programme", "i:induction-starter/@programme", "circuit"),
    NEEDED("started-on", "i:induction-starter/@startedOn"),
    MAY_BE("due-days", "i:induction-starter/@dueDays"),
    MAY_BE("ended-on", "i:induction-starter/@endedOn"),
    LIST("hosts", "i:induction-starter/i:host", "agency", false),
};

/* What an older system knows of an open case: with consent or without, with children,
 * with risks or none known, to one agency or several. */
static const struct csv_column cases[] = {
    ELSE("retention", "@retention", "enquiry"),
    NEEDED("worker-role", "from/@role"),
    MAY_BE("actor", "from/@actor"),
    LIST("to", "to", "agency needs", true),
    ELSE("mode", "r:referral/@mode", "single"),
    ELSE("urgency", "r:referral/@urgency", "routine"),
    NEEDED("type", "r:referral/@type"),
    NEEDED("received-via", "r:referral/@receivedVia"),
    LIST("needs", "r:referral/r:need", "code level", true),
    NEEDED("sex", "r:referral/r:client/@sex"),
    NEEDED("age-band", "r:referral/r:client/@ageBand"),
    ELSE("adults", "r:referral/r:household/@adults", "1"),
    MAY_BE("unborn", "r:referral/r:household/@unborn"),
    MAY_BE("pets", "r:referral/r:household/@pets"),
    ELSE("bedrooms", "r:referral/r:household/@bedrooms", "1"),
    LIST("children", "r:referral/r:household/r:children", "ageBand count", false),
    NEEDED("area", "r:referral/r:area/@origin"),
    ELSE("risk-level", "r:referral/r:risk/@level", "none-known"),
    LIST("risk-directions", "r:referral/r:risk/r:direction", "code", false),
    NEEDED("homelessness", "r:referral/r:housing/@homelessness"),
    NEEDED("accommodation", "r:referral/r:housing/@accommodation"),
    ELSE("lawful", "r:referral/r:basis/@lawful", "a"),
    MAY_BE("consent-on", "r:referral/r:basis/r:consent/@on"),
    MAY_BE("override-ground", "r:referral/r:basis/r:override/@ground"),
    MAY_BE("override-on", "r:referral/r:basis/r:override/@on"),
    NEEDED("reference", "d:details/d:referral/@reference"),
    NEEDED("client-reference", "d:details/d:referral/@clientReference"),
    NEEDED("worker", "d:details/d:referral/d:referrer/d:worker/@name"),
    NEEDED("worker-telephone", "d:details/d:referral/d:referrer/d:worker/@telephone"),
    NEEDED("date-of-birth", "d:details/d:referral/d:client/@dateOfBirth"),
    NEEDED("ethnic-group", "d:details/d:referral/d:client/@ethnicGroup"),
    NEEDED("public-funds", "d:details/d:referral/d:client/@publicFunds"),
    NEEDED("given", "d:details/d:referral/d:client/d:name/@given"),
    NEEDED("family", "d:details/d:referral/d:client/d:name/@family"),
    ALWAYS("d:details/d:referral/d:contact/@addressConfidential", "false"),
    ELSE("contact-by", "d:details/d:referral/d:contact/d:method/@by", "mobile"),
    NEEDED("contact", "d:details/d:referral/d:contact/d:method/@value"),
    NEEDED("contact-safe", "d:details/d:referral/d:contact/d:method/@safe"),
    MAY_BE("town", "d:details/d:referral/d:contact/d:address/@town"),
    MAY_BE("postcode", "d:details/d:referral/d:contact/d:address/@postcode"),
    NEEDED("address", "d:details/d:referral/d:contact/d:address/d:line"),
    LIST("members", "d:details/d:referral/d:household/d:member",
         "d:name/@given d:name/@family relationship sex dateOfBirth residence=resident"
         " movingWithClient=true",
         false),
    MAY_BE("risk-asked-on", "d:details/d:referral/d:risks/d:noKnownRisk/@askedOn"),
    LIST("risks", "d:details/d:referral/d:risks/d:risk",
         "kind direction level recency d:history d:mitigation", false),
    ELSE("privacy-notice", "d:details/d:referral/d:basis/@privacyNotice", "true"),
    MAY_BE("consent-by", "d:details/d:referral/d:basis/d:consent/@by"),
    MAY_BE("consent-form", "d:details/d:referral/d:basis/d:consent/@form"),
    MAY_BE("consent-on", "d:details/d:referral/d:basis/d:consent/@on"),
    ELSE_WITH("capacity", "d:details/d:referral/d:basis/d:consent/@capacity",
              "has-capacity", "consent-by"),
    LIST("consent-scope", "d:details/d:referral/d:basis/d:consent/d:scope", "code",
         false),
    MAY_BE("authorised-by",
           "d:details/d:referral/d:basis/d:withoutConsent/@authorisedBy"),
    MAY_BE("override-on", "d:details/d:referral/d:basis/d:withoutConsent/@on"),
    MAY_BE("client-told", "d:details/d:referral/d:basis/d:withoutConsent/@clientTold"),
    MAY_BE("rationale", "d:details/d:referral/d:basis/d:withoutConsent/d:rationale"),
    NEEDED("summary", "d:details/d:referral/d:background/d:summary"),
    NEEDED("client-wants", "d:details/d:referral/d:background/d:whatClientWants"),
};

static const struct csv_kind csv_kinds[] = {
    {MANIFEST_SERVICES, "services",
     DOCUMENT "xmlns:s=\"urn:referral-exchange:service:1\"", services,
     G_N_ELEMENTS(services), NULL},
    {MANIFEST_STAFF, "staff",
     DOCUMENT "xmlns:i=\"urn:referral-exchange:induction-starter:1\"", staff,
     G_N_ELEMENTS(staff), "new"},
    {MANIFEST_CASES, "cases",
     DOCUMENT "xmlns:r=\"urn:referral-exchange:referral:1\""
              " xmlns:d=\"urn:referral-exchange:details:1\"",
     cases, G_N_ELEMENTS(cases), NULL},
};

const struct csv_kind *
csv_kind_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(csv_kinds); i++)
        if (g_str_equal(csv_kinds[i].name, name))
            return &csv_kinds[i];
    return NULL;
}
