package sigillo.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain wants done with mail that fails, from the mildest on. RFC 9989 section 4.7. */
public enum DmarcPolicy {
    NONE, QUARANTINE, REJECT;

    public String text() { return name().toLowerCase(Locale.ROOT); }

    static Optional<DmarcPolicy> parse(String text) {
        for (var one : values()) if (one.text().equalsIgnoreCase(text)) return Optional.of(one);
        return Optional.empty();
    }

    /** One level below: what t=y asks for. */
    DmarcPolicy lower() { return this == REJECT ? QUARANTINE : NONE; }
}
