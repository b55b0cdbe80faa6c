/// The part of libical that Domovoy uses, in terms that Swift can call.
///
/// Every function says why it exists. Times cross this border as "nominal seconds": the civil date and time counted
/// in seconds from 1970-01-01T00:00:00 as if it were UTC, whatever zone it belongs to.
///
/// Everything here may be called from any thread: the state that libical shares between threads (its table of time
/// zones) is touched under one lock. One iterator or zone must not be used by two threads at a time.
#ifndef CICAL_H
#define CICAL_H

#include <stdbool.h>
#include <stdint.h>

/// A DATE or DATE-TIME of RFC 5545, section 3.3.4 and 3.3.5.
typedef struct {
    int64_t seconds;  ///< nominal seconds
    bool is_date;     ///< a DATE; `seconds` is its midnight
    bool is_utc;      ///< written with the suffix `Z`
} cical_stamp;

/// Why: `struct icaltimetype` takes dates that do not exist; here 31 February is an error.
///
/// @returns false if `text` is neither form, or not a date of the years 1 to 9999.
bool cical_stamp_read(const char *text, cical_stamp *out);

/// Why: libical hands out memory of a ring buffer; here the caller's 17 bytes are filled.
///
/// @returns false if `stamp` lies outside the years 1 to 9999.
bool cical_stamp_write(cical_stamp stamp, char out[17]);

/// Why: of a duration the days are nominal and the rest exact, so both parts are needed (RFC 5545, 3.3.6).
///
/// @returns false if `text` is no duration.
bool cical_duration_read(const char *text, int64_t *days, int64_t *seconds);

/// What a recurrence rule says, as far as limits depend on it.
typedef struct {
    int frequency;     ///< 0 secondly, 1 minutely, 2 hourly, 3 daily, 4 weekly, 5 monthly, 6 yearly
    int interval;      ///< 1 or more
    int count;         ///< 0 if there is none
    int per_step;      ///< how many times one step of the frequency yields through BYHOUR, BYMINUTE and BYSECOND
    bool has_until;    ///< whether `until` is set
    cical_stamp until; ///< the last permitted start
} cical_rule_facts;

/// Why: `struct icalrecurrencetype` holds 2.5 KB of C arrays, which Swift would see as tuples.
///
/// @returns false if `text` is no recurrence rule that libical understands.
bool cical_rule_read(const char *text, cical_rule_facts *out);

/// The starts that one rule yields.
typedef struct cical_iterator cical_iterator;

/// Why: the rule goes by value through libical's iterator (see above), and skipping ahead needs care that depends
/// on its frequency.
///
/// @param rule the text of the RRULE.
/// @param start DTSTART, in nominal seconds of its own zone.
/// @param from starts before this may be left out, where the rule allows it (no COUNT).
/// @param until no start after this is yielded, whatever the rule says.
/// @returns NULL if the rule cannot be run; freed by `cical_iterator_free`.
cical_iterator *cical_iterator_new(
    const char *rule, cical_stamp start, int64_t from, int64_t until);

/// Why: libical marks the end with a null time; here it is the result.
///
/// @returns false at the end.
bool cical_iterator_next(cical_iterator *iterator, int64_t *seconds);

/// Releases the iterator; NULL is permitted.
void cical_iterator_free(cical_iterator *iterator);

/// A time zone.
typedef struct cical_zone cical_zone;

/// Why: libical looks names up without a lock, and opens any path it is given below the zone directory.
///
/// @param name an IANA name; anything but letters, digits and `_ + - /` is unknown.
/// @returns NULL if the system has no such zone.
cical_zone *cical_zone_named(const char *name);

/// Why: parser, component and zone have to be taken apart in the right order.
///
/// @param vtimezone the text of one VTIMEZONE component. The caller has bounded its size and its rules.
/// @returns NULL if it cannot be read.
cical_zone *cical_zone_parsed(const char *vtimezone);

/// Why: libical expands a zone up to the year that is asked for, at every call for years past 2582.
///
/// Asked for times before 1900 or after 2099 it answers as for those.
/// @param utc seconds since 1970-01-01T00:00:00Z.
/// @returns seconds east of UTC.
int32_t cical_zone_offset(cical_zone *zone, int64_t utc);

/// Releases the zone; NULL is permitted.
void cical_zone_free(cical_zone *zone);

#endif
