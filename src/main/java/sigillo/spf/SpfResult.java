package sigillo.spf;

import java.util.Locale;

/** RFC 7208 section 2.6. */
public enum SpfResult {
    NONE, NEUTRAL, PASS, FAIL, SOFTFAIL, TEMPERROR, PERMERROR;

    /** As Authentication-Results has it: RFC 8601 section 2.7.2. */
    public String text() { return name().toLowerCase(Locale.ROOT); }
}
