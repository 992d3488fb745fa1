/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the table of kinds is made of: for each kind how its body is read, judged and
 * written.  For the files of this folder alone.
 */
#ifndef DOCUMENTS_BODIES_H
#define DOCUMENTS_BODIES_H

#include "common/documents/document.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

/*
 * Judges the document as if it had no sealed part, by the rules that a schema cannot
 * say.
 */
void document_check_bare(struct reader *reader, const struct document *document);

void referral_read(struct reader *reader, struct document *document);
void referral_check(struct reader *reader, const struct document *document);
void referral_check_details(struct reader *reader, const struct document *document);
void referral_write(GString *xml, const struct document *document);

/* The needs of a body, and the children of its household; an enquiry has them too. */
struct referral_need *referral_read_needs(struct reader *reader, size_t *count);
struct referral_children *referral_read_children(struct reader *reader, size_t *count);

void delivery_read(struct reader *reader, struct document *document);
void delivery_check(struct reader *reader, const struct document *document);
void delivery_write(GString *xml, const struct document *document);

void response_read(struct reader *reader, struct document *document);
void response_check(struct reader *reader, const struct document *document);
void response_check_details(struct reader *reader, const struct document *document);
void response_write(GString *xml, const struct document *document);

void status_update_read(struct reader *reader, struct document *document);
void status_update_check(struct reader *reader, const struct document *document);
void status_update_write(GString *xml, const struct document *document);

void outcome_read(struct reader *reader, struct document *document);
void outcome_check(struct reader *reader, const struct document *document);
void outcome_check_details(struct reader *reader, const struct document *document);
void outcome_write(GString *xml, const struct document *document);

void withdrawal_read(struct reader *reader, struct document *document);
void withdrawal_check(struct reader *reader, const struct document *document);
void withdrawal_write(GString *xml, const struct document *document);

void information_request_read(struct reader *reader, struct document *document);
void information_request_check(struct reader *reader, const struct document *document);
void information_request_check_details(struct reader *reader,
                                       const struct document *document);
void information_request_write(GString *xml, const struct document *document);

void information_disclosure_read(struct reader *reader, struct document *document);
void information_disclosure_check(struct reader *reader,
                                  const struct document *document);
void information_disclosure_check_details(struct reader *reader,
                                          const struct document *document);
void information_disclosure_write(GString *xml, const struct document *document);

void disclosure_read(struct reader *reader, struct document *document);
void disclosure_check_details(struct reader *reader, const struct document *document);
void disclosure_write(GString *xml, const struct document *document);

void rejection_read(struct reader *reader, struct document *document);
void rejection_check(struct reader *reader, const struct document *document);
void rejection_write(GString *xml, const struct document *document);

void induction_session_read(struct reader *reader, struct document *document);
void induction_session_check(struct reader *reader, const struct document *document);
void induction_session_write(GString *xml, const struct document *document);

void induction_starter_read(struct reader *reader, struct document *document);
void induction_starter_check(struct reader *reader, const struct document *document);
void induction_starter_write(GString *xml, const struct document *document);

extern const struct matter_form induction_booking_form;
void induction_booking_read(struct reader *reader, struct document *document);
void induction_booking_check(struct reader *reader, const struct document *document);
void induction_booking_check_details(struct reader *reader,
                                     const struct document *document);

extern const struct matter_form induction_cancellation_form;
void induction_cancellation_read(struct reader *reader, struct document *document);
void induction_cancellation_check(struct reader *reader,
                                  const struct document *document);

extern const struct matter_form induction_attendance_form;
void induction_attendance_read(struct reader *reader, struct document *document);
void induction_attendance_check(struct reader *reader, const struct document *document);

extern const struct matter_form induction_feedback_form;
void induction_feedback_read(struct reader *reader, struct document *document);
void induction_feedback_check(struct reader *reader, const struct document *document);

void registration_read(struct reader *reader, struct document *document);
void registration_check(struct reader *reader, const struct document *document);
void registration_write(GString *xml, const struct document *document);
void registration_clear(struct document *document);

void notice_read(struct reader *reader, struct document *document);
void notice_check(struct reader *reader, const struct document *document);
void notice_write(GString *xml, const struct document *document);

/* Kinds of matters: a form, and the rules that XSD cannot say. */

extern const struct matter_form commitment_form;
void commitment_check(struct reader *reader, const struct document *document);
extern const struct matter_form commitment_step_form;
void commitment_step_check(struct reader *reader, const struct document *document);

/* What all kinds of matters share: reading by their form, writing as it was read. */
void matter_read(struct reader *reader, struct document *document);
void matter_write(GString *xml, const struct document *document);

void service_read(struct reader *reader, struct document *document);
void service_check(struct reader *reader, const struct document *document);
void service_write(GString *xml, const struct document *document);

void capacity_read(struct reader *reader, struct document *document);
void capacity_check(struct reader *reader, const struct document *document);
void capacity_write(GString *xml, const struct document *document);

void availability_enquiry_check(struct reader *reader, const struct document *document);
void availability_answer_check(struct reader *reader, const struct document *document);
extern const struct matter_form support_plan_form;
void support_plan_check(struct reader *reader, const struct document *document);
void support_plan_check_details(struct reader *reader, const struct document *document);

extern const struct matter_form plan_step_form;
void plan_step_check(struct reader *reader, const struct document *document);
void plan_step_check_details(struct reader *reader, const struct document *document);

extern const struct matter_form report_form;
void report_check(struct reader *reader, const struct document *document);

extern const struct matter_form report_step_form;
void report_step_check(struct reader *reader, const struct document *document);
void report_step_check_details(struct reader *reader, const struct document *document);

extern const struct matter_form change_of_address_form;

extern const struct matter_form housing_report_form;
void housing_report_check(struct reader *reader, const struct document *document);

extern const struct matter_form housing_reply_form;
void housing_reply_check(struct reader *reader, const struct document *document);
void housing_reply_check_details(struct reader *reader,
                                 const struct document *document);

extern const struct matter_form hours_order_form;
void hours_order_check(struct reader *reader, const struct document *document);

extern const struct matter_form hours_statement_form;
void hours_statement_check(struct reader *reader, const struct document *document);
void hours_statement_check_details(struct reader *reader,
                                   const struct document *document);

extern const struct matter_form hours_decision_form;
void hours_decision_check(struct reader *reader, const struct document *document);
void hours_decision_check_details(struct reader *reader,
                                  const struct document *document);

extern const struct matter_form hours_payment_form;
void hours_payment_check(struct reader *reader, const struct document *document);

extern const struct matter_form meeting_form;
extern const struct matter_form meeting_reply_form;
extern const struct matter_form meeting_record_form;
extern const struct matter_form meeting_progress_form;
void meeting_check(struct reader *reader, const struct document *document);
void meeting_check_details(struct reader *reader, const struct document *document);
void meeting_reply_check(struct reader *reader, const struct document *document);
void meeting_reply_check_details(struct reader *reader,
                                 const struct document *document);
void meeting_record_check(struct reader *reader, const struct document *document);
void meeting_record_check_details(struct reader *reader,
                                  const struct document *document);
void meeting_progress_check(struct reader *reader, const struct document *document);

extern const struct matter_form joint_visit_form;
extern const struct matter_form visit_update_form;
void joint_visit_check(struct reader *reader, const struct document *document);
void joint_visit_check_details(struct reader *reader, const struct document *document);
void visit_update_check(struct reader *reader, const struct document *document);
void visit_update_check_details(struct reader *reader, const struct document *document);

extern const struct matter_form lead_worker_request_form;
extern const struct matter_form lead_worker_answer_form;
void lead_worker_request_check(struct reader *reader, const struct document *document);
void lead_worker_answer_check(struct reader *reader, const struct document *document);

extern const struct matter_form call_back_form;
extern const struct matter_form call_back_result_form;
void call_back_check(struct reader *reader, const struct document *document);

extern const struct matter_form enquiry_form;
extern const struct matter_form enquiry_reply_form;
void enquiry_check(struct reader *reader, const struct document *document);
void enquiry_check_details(struct reader *reader, const struct document *document);
void enquiry_reply_check(struct reader *reader, const struct document *document);
void enquiry_reply_check_details(struct reader *reader,
                                 const struct document *document);

extern const struct matter_form consultation_form;
extern const struct matter_form consultation_comment_form;
extern const struct matter_form consultation_answer_form;
extern const struct matter_form consultation_final_form;
extern const struct matter_form consultation_adoption_form;
void consultation_check(struct reader *reader, const struct document *document);
void consultation_comment_check(struct reader *reader, const struct document *document);
void consultation_comment_check_details(struct reader *reader,
                                        const struct document *document);
void consultation_final_check(struct reader *reader, const struct document *document);
void consultation_adoption_check(struct reader *reader,
                                 const struct document *document);

extern const struct matter_form feedback_form;
extern const struct matter_form feedback_reply_form;
void feedback_check(struct reader *reader, const struct document *document);
void feedback_check_details(struct reader *reader, const struct document *document);
void feedback_reply_check(struct reader *reader, const struct document *document);

extern const struct matter_form practice_audit_form;
extern const struct matter_form audit_access_form;
extern const struct matter_form audit_findings_form;
extern const struct matter_form audit_progress_form;
void practice_audit_check(struct reader *reader, const struct document *document);
void practice_audit_check_details(struct reader *reader,
                                  const struct document *document);
void audit_access_check(struct reader *reader, const struct document *document);
void audit_access_check_details(struct reader *reader, const struct document *document);
void audit_findings_check(struct reader *reader, const struct document *document);
void audit_findings_check_details(struct reader *reader,
                                  const struct document *document);
void audit_progress_check(struct reader *reader, const struct document *document);

/* Rules that several kinds share. */

/* A date that lies ahead when the document is written; a day of grace for time zones.
 */
void check_not_past(struct reader *reader, const struct document *document,
                    const xmlNode *node, const char *attribute, int32_t on);

/* A date on which something happened: not after the day of writing, with the same
 * grace.
 */
void check_not_ahead(struct reader *reader, const struct document *document,
                     const xmlNode *node, const char *attribute, int32_t on);

/* Two dates in order, when both are there. */
void check_order(struct reader *reader, const xmlNode *node, const char *attribute,
                 int32_t earlier, int32_t later);

/* No two children of a name have the same value of an attribute. */
void check_once(struct reader *reader, const xmlNode *parent, const char *child,
                const char *attribute, const char *rule);

/* A code that needs words needs a sealed part to hold them. */
void check_words_are_sealed(struct reader *reader, const struct document *document,
                            const xmlNode *node, const char *list, const char *code);

/* In the details: a code that needs words has them, in the child of that name. */
void check_code_is_worded(struct reader *reader, const char *child, const char *list,
                          const char *code);

/* Whether a child of that name, with that value of an attribute, is there. */
const xmlNode *find_child(struct reader *reader, const xmlNode *parent,
                          const char *name, const char *attribute, const char *value);

/* Whether a child of that name is there and says something. */
bool has_words(const xmlNode *parent, const char *name);

/* A time or a day of the body: 0 and DATE_NONE when absent. */
int64_t body_time(struct reader *reader, const char *attribute);
int32_t body_date(struct reader *reader, const char *attribute);

/* A time that lies ahead when the document is written. */
void check_time_not_past(struct reader *reader, const struct document *document,
                         const char *attribute);

/* From startsAt to endsAt: ahead, and in order. */
void check_appointment(struct reader *reader, const struct document *document);

/* The same for a step that says when something now takes place, if it is moved. */
void check_new_time(struct reader *reader, const struct document *document,
                    bool is_moved);

/* Details whose <worker> is to be rung give a number. */
void check_can_be_rung(struct reader *reader, const struct document *document);

/* Opens a body's element: <name xmlns="..." and its attributes, without the end. */
void write_body(GString *xml, enum kind kind, const struct field *fields,
                size_t field_count, const void *from);

/* Appends an element for each value, with one attribute. */
void write_children(GString *xml, const char *element, const char *attribute,
                    const char *const *values, size_t count);

#endif
