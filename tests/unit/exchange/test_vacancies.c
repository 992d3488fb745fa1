/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/services.h"
#include "tests/unit/exchange/history.h"

/* Who gets a vacancy, in the order of the log, and what a hold is worth. */

enum { VACANCY = 500, OTHER_VACANCY = 501, FIRST = 1, SECOND = 2 };

static struct document
a_service(unsigned int id, bool is_confidential, enum service_status status)
{
    return (struct document){
        .id = id_of(id),
        .case_id = id_of(id),
        .kind = KIND_SERVICE,
        .from_agency = "a-sender",
        .service = {.slug = "refuge",
                    .status = status,
                    .type = "domestic-abuse",
                    .name = "Refuge",
                    .description = "d",
                    .is_confidential = is_confidential,
                    .suits = suits_none()},
    };
}

/* Of the service `refuge`, with vacancies by number. */
static struct document
a_notice_of(unsigned int id, struct vacancy *vacancies, size_t count)
{
    return (struct document){
        .id = id_of(id),
        .case_id = id_of(id),
        .kind = KIND_CAPACITY,
        .from_agency = "a-sender",
        .capacity = {.service = "refuge",
                     .unit = "home",
                     .available = 100,
                     .vacancies = vacancies,
                     .vacancy_count = count},
    };
}

static struct vacancy
a_vacancy(unsigned int id)
{
    return (struct vacancy){
        .id = id_of(id), .available_from = DATE_NONE, .suits = suits_none()};
}

/* The recipient's refuge with two vacancies. */
static void
begin(struct history *history)
{
    struct vacancy vacancies[] = {a_vacancy(VACANCY), a_vacancy(OTHER_VACANCY)};
    struct document service = a_service(100, true, SERVICE_ACTIVE);
    struct document notice = a_notice_of(101, vacancies, 2);

    history_begin(history);
    history_take(history, &service, RECIPIENT, LOG_PUBLISHED);
    g_assert_cmpint(history_judge(history, &notice, RECIPIENT, LOG_PUBLISHED), ==, -1);
    history_take(history, &notice, RECIPIENT, LOG_PUBLISHED);
}

static const struct vacancy_record *
vacancy_now(const struct history *history, unsigned int number)
{
    struct uuid id = id_of(number);

    return ledger_find(history->ledger, SHELF_VACANCIES, &id);
}

/* A referral of its own that asks for a vacancy. */
static struct document
asks_for(const struct history *history, unsigned int id, unsigned int vacancy)
{
    struct document referral = a_referral(history, id, MODE_SINGLE);

    referral.referral.referral = id_of(2000 + id);
    referral.referral.has_vacancy = true;
    referral.referral.vacancy = id_of(vacancy);
    return referral;
}

static struct document
accepts(const struct history *history, unsigned int id, unsigned int leg,
        int64_t hold_until_us)
{
    struct document response = a_response(history, id, leg, DECISION_ACCEPT);

    response.response.has_hold = hold_until_us != 0;
    response.response.hold_until_us = hold_until_us;
    return response;
}

/* Two agencies ask for the same vacancy before anybody is accepted. */
static void
begin_with_two(struct history *history)
{
    struct document first, second;

    begin(history);
    first = asks_for(history, FIRST, VACANCY);
    second = asks_for(history, SECOND, VACANCY);
    g_assert_cmpint(history_judge(history, &first, REFERRER, RECIPIENT), ==, -1);
    history_take(history, &first, REFERRER, RECIPIENT);
    g_assert_cmpint(history_judge(history, &second, RIVAL, RECIPIENT), ==, -1);
    history_take(history, &second, RIVAL, RECIPIENT);
}

static void
take(struct history *history, struct document document)
{
    g_assert_cmpint(history_judge(history, &document, RECIPIENT, REFERRER), ==, -1);
    history_take(history, &document, RECIPIENT, REFERRER);
}

static void
who_comes_second_is_told(void)
{
    struct history history;
    struct document second, third, elsewhere;
    struct uuid first = id_of(FIRST);

    begin_with_two(&history);
    take(&history, accepts(&history, 10, FIRST, 0));
    second = accepts(&history, 11, SECOND, 0);
    g_assert_cmpint(history_judge(&history, &second, RECIPIENT, RIVAL), ==,
                    REFUSAL_VACANCY_TAKEN);
    third = asks_for(&history, 3, VACANCY);
    g_assert_cmpint(history_judge(&history, &third, STRANGER, RECIPIENT), ==,
                    REFUSAL_VACANCY_TAKEN);
    /* With another vacancy the second can be accepted all the same. */
    elsewhere = accepts(&history, 12, SECOND, 0);
    elsewhere.response.has_vacancy = true;
    elsewhere.response.vacancy = id_of(OTHER_VACANCY);
    g_assert_cmpint(history_judge(&history, &elsewhere, RECIPIENT, RIVAL), ==, -1);
    history_take(&history, &elsewhere, RECIPIENT, RIVAL);
    g_assert_true(uuid_is_equal(&vacancy_now(&history, VACANCY)->leg, &first));
    g_assert_true(vacancy_now(&history, OTHER_VACANCY)->has_leg);
    history_end(&history);
}

static void
a_hold_lapses(void)
{
    struct history history;
    struct document second, late;

    begin_with_two(&history);
    /* Until the entry after the next. */
    take(&history,
         accepts(&history, 10, FIRST, history_next(&history) + 2 * SECOND_US));
    second = accepts(&history, 11, SECOND, 0);
    g_assert_cmpint(history_judge(&history, &second, RECIPIENT, RIVAL), ==,
                    REFUSAL_VACANCY_TAKEN);
    take(&history, a_status(&history, 12, FIRST, STATUS_NO_CHANGE));
    g_assert_cmpint(history_judge(&history, &second, RECIPIENT, RIVAL), ==, -1);
    history_take(&history, &second, RECIPIENT, RIVAL);
    /* The first leg lives on, but its place is gone. */
    late = a_status(&history, 13, FIRST, STATUS_STARTED);
    g_assert_cmpint(history_judge(&history, &late, RECIPIENT, REFERRER), ==,
                    REFUSAL_VACANCY_TAKEN);
    history_end(&history);
}

static void
who_has_moved_in_holds_for_good(void)
{
    struct history history;
    struct document second;

    begin_with_two(&history);
    take(&history,
         accepts(&history, 10, FIRST, history_next(&history) + 2 * SECOND_US));
    take(&history, a_status(&history, 11, FIRST, STATUS_STARTED));
    take(&history, a_status(&history, 12, FIRST, STATUS_PROGRESS));
    take(&history, a_status(&history, 13, FIRST, STATUS_PROGRESS));
    second = accepts(&history, 14, SECOND, 0);
    g_assert_cmpint(history_judge(&history, &second, RECIPIENT, RIVAL), ==,
                    REFUSAL_VACANCY_TAKEN);
    history_end(&history);
}

static void
what_ends_gives_the_vacancy_back(void)
{
    struct history history;
    struct document withdrawal, second;

    begin_with_two(&history);
    take(&history, accepts(&history, 10, FIRST, 0));
    withdrawal = a_withdrawal(&history, 11, FIRST);
    g_assert_cmpint(history_judge(&history, &withdrawal, REFERRER, RECIPIENT), ==, -1);
    history_take(&history, &withdrawal, REFERRER, RECIPIENT);
    g_assert_false(vacancy_now(&history, VACANCY)->has_leg);
    second = accepts(&history, 12, SECOND, 0);
    g_assert_cmpint(history_judge(&history, &second, RECIPIENT, RIVAL), ==, -1);
    history_end(&history);
}

static void
only_what_is_offered_can_be_asked_for(void)
{
    struct vacancy other[] = {a_vacancy(OTHER_VACANCY)};
    struct document notice = a_notice_of(102, other, 1);
    struct history history;
    struct document unknown, anothers, withdrawn, test;

    begin(&history);
    unknown = asks_for(&history, FIRST, 999);
    g_assert_cmpint(history_judge(&history, &unknown, REFERRER, RECIPIENT), ==,
                    REFUSAL_RULE);
    anothers = asks_for(&history, FIRST, VACANCY);
    g_assert_cmpint(history_judge(&history, &anothers, REFERRER, RIVAL), ==,
                    REFUSAL_RULE);
    test = asks_for(&history, FIRST, VACANCY);
    test.is_test = true;
    g_assert_cmpint(history_judge(&history, &test, REFERRER, RECIPIENT), ==,
                    REFUSAL_RULE);
    history_take(&history, &notice, RECIPIENT, LOG_PUBLISHED);
    withdrawn = asks_for(&history, FIRST, VACANCY);
    g_assert_cmpint(history_judge(&history, &withdrawn, REFERRER, RECIPIENT), ==,
                    REFUSAL_RULE);
    history_end(&history);
}

static void
a_hold_needs_a_vacancy(void)
{
    struct history history;
    struct document referral, held;

    begin(&history);
    referral = a_referral(&history, FIRST, MODE_SINGLE);
    history_take(&history, &referral, REFERRER, RECIPIENT);
    held = accepts(&history, 10, FIRST, history_next(&history) + SECOND_US);
    g_assert_cmpint(history_judge(&history, &held, RECIPIENT, REFERRER), ==,
                    REFUSAL_RULE);
    history_end(&history);
}

static void
a_notice_is_of_ones_own_open_service(void)
{
    struct vacancy taken[] = {a_vacancy(VACANCY)};
    struct vacancy told[] = {a_vacancy(502)};
    struct document notice = a_notice_of(102, NULL, 0);
    struct document thief = a_notice_of(103, taken, 1);
    struct document telling = a_notice_of(104, told, 1);
    struct document closed = a_service(105, true, SERVICE_CLOSED);
    struct history history;

    begin(&history);
    /* Another agency's notice is about another service, which is not there. */
    notice.from_agency = "another";
    g_assert_cmpint(history_judge(&history, &notice, RIVAL, LOG_PUBLISHED), ==,
                    REFUSAL_RULE);
    thief.capacity.service = "hostel";
    {
        struct document hostel = a_service(106, false, SERVICE_ACTIVE);

        hostel.service.slug = "hostel";
        history_take(&history, &hostel, RECIPIENT, LOG_PUBLISHED);
    }
    g_assert_cmpint(history_judge(&history, &thief, RECIPIENT, LOG_PUBLISHED), ==,
                    REFUSAL_RULE);
    told[0].area = "E08000003";
    g_assert_cmpint(history_judge(&history, &telling, RECIPIENT, LOG_PUBLISHED), ==,
                    REFUSAL_RULE);
    history_take(&history, &closed, RECIPIENT, LOG_PUBLISHED);
    notice.from_agency = "a-sender";
    g_assert_cmpint(history_judge(&history, &notice, RECIPIENT, LOG_PUBLISHED), ==,
                    REFUSAL_RULE);
    g_assert_false(vacancy_now(&history, VACANCY)->is_listed);
    history_end(&history);
}

static void
what_becomes_confidential_takes_its_notice_back(void)
{
    struct document open = a_service(100, false, SERVICE_ACTIVE);
    struct document secret = a_service(102, true, SERVICE_ACTIVE);
    struct vacancy told[] = {a_vacancy(VACANCY)};
    struct document notice = a_notice_of(101, told, 1);
    struct history history;
    const struct service_record *record;
    struct uuid id;

    history_begin(&history);
    told[0].area = "E08000003";
    history_take(&history, &open, RECIPIENT, LOG_PUBLISHED);
    history_take(&history, &notice, RECIPIENT, LOG_PUBLISHED);
    listing_id("a-sender", "refuge", &id);
    record = ledger_find(history.ledger, SHELF_SERVICES, &id);
    g_assert_nonnull(strstr(record->capacity, "E08000003"));
    history_take(&history, &secret, RECIPIENT, LOG_PUBLISHED);
    g_assert_null(record->capacity);
    g_assert_false(vacancy_now(&history, VACANCY)->is_listed);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vacancies/who-comes-second-is-told", who_comes_second_is_told);
    g_test_add_func("/vacancies/a-hold-lapses", a_hold_lapses);
    g_test_add_func("/vacancies/who-has-moved-in-holds-for-good",
                    who_has_moved_in_holds_for_good);
    g_test_add_func("/vacancies/what-ends-gives-the-vacancy-back",
                    what_ends_gives_the_vacancy_back);
    g_test_add_func("/vacancies/only-what-is-offered-can-be-asked-for",
                    only_what_is_offered_can_be_asked_for);
    g_test_add_func("/vacancies/a-hold-needs-a-vacancy", a_hold_needs_a_vacancy);
    g_test_add_func("/vacancies/a-notice-is-of-ones-own-open-service",
                    a_notice_is_of_ones_own_open_service);
    g_test_add_func("/vacancies/what-becomes-confidential-takes-its-notice-back",
                    what_becomes_confidential_takes_its_notice_back);
    return g_test_run();
}
