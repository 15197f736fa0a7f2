package sigillo.dmarc;

import java.util.Locale;

/** RFC 9989 section 5.3, as the registry of RFC 8601 section 2.7 names them. */
public enum DmarcResult {
    NONE, PASS, FAIL, TEMPERROR, PERMERROR;

    public String text() { return name().toLowerCase(Locale.ROOT); }
}
