package sigillo.relay;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.base.Domain;
import sigillo.dane.TlsaRecord;
import sigillo.mtasts.StsPolicy;

/** What the connection to one host must have, and by whose word. Equal ones may use one connection. */
sealed interface Security {
    /** Nothing is required: TLS is used when it can be had. RFC 7435 section 3. {@code why}: no stronger one. {@code policy}: what was wrong with one of MTA-STS. */
    record Unasked(String why, Optional<TlsSession.Failure> policy) implements Security {
        Unasked(String why) { this(why, Optional.empty()); }
    }

    /** TLS, whoever answers: RFC 7672 section 2.2, where no TLSA record can be used. {@code told}: by whose word, for people. */
    record Encrypted(String base, String told) implements Security {
        static Encrypted byTlsa(String base) {
            return new Encrypted(base, "TLS is required by the TLSA records of " + base + ", none of which says whose certificate");
        }

        /** RFC 8689 section 5: of a notification. */
        static Encrypted bySender(String host) { return new Encrypted(host, "TLS is required by the sender (REQUIRETLS)"); }
    }

    /** TLS with a certificate that TLSA records name. {@code base}: whose records they are; {@code names}: see {@link sigillo.dane.Dane}. */
    record Dane(List<TlsaRecord> records, String base, List<String> names) implements Security {
        public Dane {
            // DNS turns them round from answer to answer
            records = records.stream().sorted(Comparator.comparing(TlsaRecord::toString).thenComparing(TlsaRecord::data)).toList();
            names = List.copyOf(names);
        }
    }

    /** TLS with a certificate that is valid for the host: RFC 8461 section 4. */
    record Sts(Domain domain, StsPolicy policy) implements Security {}

    /** The same is tried, and does without: RFC 8461 section 5. {@code meant}: the policy names the host. */
    record StsTesting(Domain domain, boolean meant, StsPolicy policy) implements Security {}

    /**
     * TLS with a certificate that is valid for the host, since the sender requires it: RFC 8689 section 4.2.1. {@code why}
     * the host is known to be the right one.
     */
    record Verified(String why) implements Security {}

    /** No connection to the host could be as the sender requires: {@code why}. */
    record Unfit(String why) implements Security {}

    /** The host is not called, now: {@code why}. {@code policy}: whose, and what is wrong with it, for reports. */
    record Refused(String why, TlsSession.Type type, TlsSession.Policy policy) implements Security {}

    Security NONE = new Unasked("");

    /** True when nothing goes there in clear. */
    default boolean isTlsRequired() {
        return switch (this) {
            case Unasked _, StsTesting _ -> false;
            case Encrypted _, Dane _, Sts _, Verified _, Unfit _, Refused _ -> true;
        };
    }

    /** By whose word, for people. */
    default String told() {
        return switch (this) {
            case Unasked(var why, _) -> "nothing requires TLS" + (why.isEmpty() ? "" : " (" + why + ")");
            case Encrypted(_, var told) -> told;
            case Dane(var records, var base, _) -> "TLS is required by DANE (" + base + ": "
                + records.stream().limit(4).map(TlsaRecord::toString).collect(Collectors.joining(", ")) + ")";
            case Sts(var domain, _) -> "TLS is required by the MTA-STS policy of " + domain;
            case StsTesting(var domain, var meant, _) -> "the MTA-STS policy of " + domain + " is a test"
                + (meant ? "" : ", and does not name this host");
            case Verified(var why) -> "TLS with a valid certificate is required by the sender (REQUIRETLS), and " + why;
            case Unfit(var why) -> why;
            case Refused(var why, _, _) -> why;
        };
    }
}
