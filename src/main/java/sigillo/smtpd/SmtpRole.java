package sigillo.smtpd;

/** Who is served at a door. */
public enum SmtpRole {
    /** Anyone, for recipients who live here. Nobody signs in. */
    MX,
    /** Our users, for recipients anywhere, after they signed in. RFC 6409. */
    SUBMISSION,
    /** Other programs of this house, for recipients who live here; one reply for each recipient. RFC 2033. */
    LMTP
}
