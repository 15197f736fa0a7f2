package sigillo.sieved;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sigillo.base.Address;
import sigillo.managesieve.SieveWriter;
import sigillo.sasl.Mechanism;
import sigillo.sieve.Sieve;
import sigillo.sieve.SieveLimits;

/**
 * What we announce: RFC 5804 section 1.7. Whoever adds a line here has the whole of its standard in the grammar, the session
 * and the transcripts.
 */
final class Capabilities {
    /** For people alone: no version of ours. */
    private static final String IMPLEMENTATION = "Sigillo";
    /** Of this standard. */
    private static final String VERSION = "1.0";
    /** RFC 5646: that of our texts. */
    private static final String LANGUAGE = "en";
    private static final String EXTENSIONS = String.join(" ", new TreeSet<>(Sieve.extensions()));
    /** RFC 5435 section 8: the schemes that notify can have. */
    private static final String NOTIFY = "mailto";

    private Capabilities() {}

    /** {@code mechanisms}: none where nobody may sign in yet, and to who has. {@code owner}: of the scripts, who has signed in. */
    static void write(SieveWriter out, boolean canStartTls, List<Mechanism> mechanisms, Optional<Address> owner) throws IOException {
        out.capability("IMPLEMENTATION", IMPLEMENTATION);
        out.capability("SASL", mechanisms.stream().map(Mechanism::text).collect(Collectors.joining(" ")));
        out.capability("SIEVE", EXTENSIONS);
        out.capability("NOTIFY", NOTIFY);
        out.capability("MAXREDIRECTS", "" + SieveLimits.REDIRECTS_MAX);
        if (canStartTls) out.capability("STARTTLS");
        out.capability("LANGUAGE", LANGUAGE);
        if (owner.isPresent()) out.capability("OWNER", owner.get().toString());
        out.capability("UNAUTHENTICATE");
        out.capability("VERSION", VERSION);
    }
}
