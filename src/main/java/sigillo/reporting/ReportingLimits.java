package sigillo.reporting;

import java.time.Duration;

/** Bounds of what is counted of strangers, with the reasons. */
final class ReportingLimits {
    private ReportingLimits() {}

    /** Lines that wait in memory for the next minute, over all domains: some hundred octets each. What comes beyond is counted as left out. */
    static final int WAITING_MAX = 4_000;
    /** Lines of one domain's day: a report is for programs, but a spammer has many addresses. */
    static final int LINES_MAX = 500;
    /** Domains of a day and kind of which there is a report: strangers write under names as they like. */
    static final int DOMAINS_MAX = 1_000;
    /** Characters of a field that a stranger has written. */
    static final int FIELD_MAX = 500;
    /** What could not be sent is given up after so many days. */
    static final int DAYS_MAX = 3;
    /** RFC 8460 section 4.1: a random time of up to four hours after the day, so that not all send at once. */
    static final Duration SPREAD = Duration.ofHours(4);
    /** For telling one report over HTTPS. */
    static final Duration POST = Duration.ofSeconds(30);
    /** Other names below one that have a DMARC record of their own, in one report's day. */
    static final int NAMES_MAX = 20;
    /** Sentences on reports of others that are kept. */
    static final int SENTENCES_MAX = 100;
    /** Octets of a mail with a report of others that is looked at, of what it unpacks to, and of JSON: it is read beside serving, in a small heap. */
    static final int RECEIVED_MAX = 1 << 20;
    static final int UNPACKED_MAX = 1 << 20; // an XML parser keeps each name: 150,000 of these are 16 MB
    static final int JSON_MAX = 256 << 10;
    static final int RECORDS_MAX = 5_000;
    /** Octets of a mail from nobody that are read to see whether it is a report of our own: these have a short header. */
    static final int OWN_HEADER_MAX = 16 << 10;
    /** Reports of others wait so long for each other; one is read at a time. */
    static final Duration READING_WAITS = Duration.ofSeconds(5);
}
