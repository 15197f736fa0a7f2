package sigillo.dmarc;

import java.util.Locale;

/** RFC 9989 section 4.9 and the registry of RFC 8601 section 2.7. */
public enum DmarcResult {
    NONE, PASS, FAIL, TEMPERROR, PERMERROR;

    public String text() { return name().toLowerCase(Locale.ROOT); }
}
