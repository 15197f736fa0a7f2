package sigillo.main.config;

import java.util.Optional;

/** Amounts as the configuration has them, for commands. */
public final class Amounts {
    private Amounts() {}

    /** "50 MiB" or "100 MB"; empty for what is none. */
    public static Optional<Long> octets(String text) { return Values.octets(text); }
}
