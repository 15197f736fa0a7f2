package sigillo.resolver;

/** Who checks the signatures of DNS. */
public enum Dnssec {
    /** Nobody: no answer is secure. */
    OFF,
    /**
     * This server, once the servers that it asks have shown that they pass signatures on; until then nobody, since behind a
     * router that strips them every answer would look forged.
     */
    AUTO,
    /** This server, whatever comes of it. */
    REQUIRED,
    /** The servers that are asked: their word (the AD bit) is believed, so nobody may sit between. RFC 6840 section 5.7. */
    TRUSTED
}
