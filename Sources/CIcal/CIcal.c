#include "CIcal.h"

#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// The first and last second that libical and iCalendar's four-digit years can both express.
static const int64_t first_second = -62135596800;  // 0001-01-01T00:00:00
static const int64_t last_second = 253402300799;   // 9999-12-31T23:59:59

/// Guards libical's table of built-in zones and the expansion of every zone.
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;

static pthread_once_t set_up_once = PTHREAD_ONCE_INIT;

/// By default libical aborts the process on malformed data.
static void set_up(void)
{
    icalerror_set_errors_are_fatal(0);
}

static struct icaltimetype time_of(cical_stamp stamp)
{
    struct icaltimetype time =
        icaltime_from_timet_with_zone((time_t)stamp.seconds, 0, icaltimezone_get_utc_timezone());
    time.is_date = stamp.is_date;
    if (stamp.is_date) {
        time.hour = time.minute = time.second = 0;
    }
    time.zone = stamp.is_utc && !stamp.is_date ? icaltimezone_get_utc_timezone() : NULL;
    return time;
}

/// `icaltime_as_timet` knows no years before 1902, where the zones of Outlook and Exchange begin (1601).
static int64_t seconds_of(struct icaltimetype time)
{
    struct tm civil = {
        .tm_year = time.year - 1900,
        .tm_mon = time.month - 1,
        .tm_mday = time.day,
        .tm_hour = time.is_date ? 0 : time.hour,
        .tm_min = time.is_date ? 0 : time.minute,
        .tm_sec = time.is_date ? 0 : time.second,
    };
    return (int64_t)timegm(&civil);
}

static bool in_range(int64_t seconds)
{
    return first_second <= seconds && seconds <= last_second;
}

// MARK: - Dates, times, durations

bool cical_stamp_read(const char *text, cical_stamp *out)
{
    pthread_once(&set_up_once, set_up);
    size_t length = strlen(text);
    if (length != 8 && length != 15 && length != 16) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool is_mark = (i == 8 && text[i] == 'T') || (i == 15 && text[i] == 'Z');
        bool is_digit = '0' <= text[i] && text[i] <= '9' && i != 8 && i != 15;
        if (!is_mark && !is_digit) {
            return false;
        }
    }
    struct icaltimetype time = icaltime_from_string(text);
    if (time.second == 60) {
        time.second = 59;  // a leap second; POSIX time has none
    }
    struct icaltimetype normal = icaltime_normalize(time);
    if (icaltime_is_null_time(time) || time.year < 1 || time.month != normal.month ||
        time.day != normal.day || time.hour != normal.hour || time.minute != normal.minute ||
        time.second != normal.second) {
        return false;
    }
    out->seconds = seconds_of(time);
    out->is_date = length == 8;
    out->is_utc = length == 16;
    return in_range(out->seconds);
}

bool cical_stamp_write(cical_stamp stamp, char out[17])
{
    if (!in_range(stamp.seconds)) {
        return false;
    }
    char *text = icaltime_as_ical_string_r(time_of(stamp));
    if (text == NULL) {
        return false;
    }
    bool fits = strlen(text) < 17;
    if (fits) {
        strcpy(out, text);
    }
    icalmemory_free_buffer(text);
    return fits;
}

bool cical_duration_read(const char *text, int64_t *days, int64_t *seconds)
{
    pthread_once(&set_up_once, set_up);
    struct icaldurationtype duration = icaldurationtype_from_string(text);
    if (icaldurationtype_is_bad_duration(duration)) {
        return false;
    }
    int64_t sign = duration.is_neg ? -1 : 1;
    *days = sign * ((int64_t)duration.weeks * 7 + duration.days);
    *seconds = sign * ((int64_t)duration.hours * 3600 + (int64_t)duration.minutes * 60 +
                       (int64_t)duration.seconds);
    return true;
}

// MARK: - Time zones

struct cical_zone {
    icaltimezone *zone;
    bool is_owned;  // else it belongs to libical's table and lives as long as the process
};

static cical_zone *wrap(icaltimezone *zone, bool is_owned)
{
    cical_zone *wrapped = zone == NULL ? NULL : malloc(sizeof *wrapped);
    if (wrapped != NULL) {
        wrapped->zone = zone;
        wrapped->is_owned = is_owned;
    }
    return wrapped;
}

static bool is_plain_name(const char *name)
{
    static const char permitted[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t length = strlen(name);
    return length > 0 && length <= 64 && name[0] != '/' && name[length - 1] != '/' &&
           strspn(name, permitted) == length && strstr(name, "//") == NULL;
}

cical_zone *cical_zone_named(const char *name)
{
    pthread_once(&set_up_once, set_up);
    if (!is_plain_name(name)) {
        return NULL;
    }
    pthread_mutex_lock(&zones_lock);
    icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
    if (zone != NULL && icaltimezone_get_component(zone) == NULL &&
        zone != icaltimezone_get_utc_timezone()) {
        zone = NULL;  // named in the table, but its file cannot be read
    }
    cical_zone *wrapped = wrap(zone, false);
    pthread_mutex_unlock(&zones_lock);
    return wrapped;
}

static cical_zone *parse_zone(const char *vtimezone)
{
    icalcomponent *component = icalparser_parse_string(vtimezone);
    if (component == NULL) {
        return NULL;
    }
    icaltimezone *zone = icaltimezone_new();
    if (icalcomponent_isa(component) != ICAL_VTIMEZONE_COMPONENT || zone == NULL ||
        !icaltimezone_set_component(zone, component)) {
        icalcomponent_free(component);
        if (zone != NULL) {
            icaltimezone_free(zone, 1);
        }
        return NULL;
    }
    cical_zone *wrapped = wrap(zone, true);
    if (wrapped == NULL) {
        icaltimezone_free(zone, 1);
    }
    return wrapped;
}

cical_zone *cical_zone_parsed(const char *vtimezone)
{
    pthread_once(&set_up_once, set_up);
    pthread_mutex_lock(&zones_lock);
    cical_zone *wrapped = parse_zone(vtimezone);
    pthread_mutex_unlock(&zones_lock);
    return wrapped;
}

int32_t cical_zone_offset(cical_zone *zone, int64_t utc)
{
    static const int64_t year_1900 = -2208988800;
    static const int64_t year_2100 = 4102444800;
    cical_stamp stamp = {
        .seconds = utc < year_1900 ? year_1900 : utc >= year_2100 ? year_2100 - 1 : utc,
        .is_utc = true,
    };
    struct icaltimetype time = time_of(stamp);
    pthread_mutex_lock(&zones_lock);
    int offset = icaltimezone_get_utc_offset_of_utc_time(zone->zone, &time, NULL);
    pthread_mutex_unlock(&zones_lock);
    return offset;
}

void cical_zone_free(cical_zone *zone)
{
    if (zone == NULL) {
        return;
    }
    if (zone->is_owned) {
        pthread_mutex_lock(&zones_lock);
        icaltimezone_free(zone->zone, 1);
        pthread_mutex_unlock(&zones_lock);
    }
    free(zone);
}
