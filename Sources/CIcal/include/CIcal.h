/// The part of libical that Domovoy uses, in terms that Swift can call.
///
/// Every function says why it exists. Times cross this border as "nominal seconds": the civil date and time counted
/// in seconds from 1970-01-01T00:00:00 as if it were UTC, whatever zone it belongs to.
///
/// Everything here may be called from any thread: the state that libical shares between threads (its table of time
/// zones) is touched under one lock. One zone must not be used by two threads at a time.
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
