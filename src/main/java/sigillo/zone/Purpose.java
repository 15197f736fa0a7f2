package sigillo.zone;

/** What a record is for, in the order in which a domain is set up. */
public enum Purpose {
    /** Where this host is. */
    HOST(true),
    /** Where mail for the domain goes. RFC 5321 section 5.1. */
    MX(true),
    /** Which hosts send its mail. RFC 7208. */
    SPF(true),
    /** The keys that its mail is signed with. RFC 6376. */
    DKIM(true),
    /** What becomes of mail that is not shown to be its own. RFC 9989. */
    DMARC(true),
    /** That mail to it goes by TLS, to these hosts. RFC 8461. */
    MTA_STS(false),
    /** Where others tell of TLS that failed. RFC 8460. */
    TLS_REPORTS(false),
    /** The key of this host, where DNS is signed. RFC 7672. */
    DANE(false),
    /** Where mail programs go, and where they find the keys of people (WKD). RFC 6186, RFC 8314. */
    PROGRAMS(false),
    /** Who may make certificates for it. RFC 8659. */
    AUTHORITY(false);

    private final boolean isNeeded;

    Purpose(boolean isNeeded) { this.isNeeded = isNeeded; }

    /** Without it mail does not come, or is not taken by many; the others are advised. */
    public boolean isNeeded() { return isNeeded; }
}
