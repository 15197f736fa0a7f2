package sigillo.certificates;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Who gives certificates. Blocks; throws {@link InterruptedException} when it is told to stop, after which all can go on. */
interface Authority {
    /**
     * {@code names}: all that are wanted, lower case; {@code worth}: whether a certificate of those that could be proven is
     * wanted; {@code replaced}: what it is to follow (RFC 9773); {@code ways}: how each name was proven last.
     */
    record Wish(List<String> names, KeyPair key, Optional<X509Certificate> replaced, Map<String, ProofKind> ways, Predicate<Set<String>> worth) {}

    sealed interface Ordered {
        /** {@code faults}: of names that it is not for. {@code ways}: how the others were proven now. */
        record Issued(List<X509Certificate> chain, Map<String, String> faults, Map<String, ProofKind> ways) implements Ordered {}

        /** {@code notBefore}: when the authority may be asked again, if it said so. {@code why}: a sentence. */
        record Failed(String why, Map<String, String> faults, Optional<Instant> notBefore) implements Ordered {}
    }

    Ordered order(Wish wish) throws InterruptedException;

    /** {@code window}: empty where the authority advises nothing. {@code until}: no need to ask before. */
    record Advice(Optional<Timing.Window> window, Instant until) {}

    Advice advice(X509Certificate leaf) throws InterruptedException;
}
