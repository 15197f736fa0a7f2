package sigillo.dkim;

import java.util.Locale;

/** RFC 8601 section 2.7.1. That there is no signature at all is none of these. */
public enum DkimResult {
    PASS, FAIL, POLICY, NEUTRAL, TEMPERROR, PERMERROR;

    public String text() { return name().toLowerCase(Locale.ROOT); }
}
