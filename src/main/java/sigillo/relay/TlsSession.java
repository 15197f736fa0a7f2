package sigillo.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dane.TlsaRecord;
import sigillo.mtasts.StsPolicy;
import sigillo.smtp.Envelope;

/**
 * What TLS came to at one host of a domain, as RFC 8460 section 4 tells it. {@code failure} is empty where what the
 * policy asks for was had.
 */
public record TlsSession(Domain domain, Policy policy, String host, InetAddress address, Optional<Failure> failure) {

    /** RFC 8460 section 4.4: {@code type} is sts, tlsa or no-policy-found; {@code text}: its lines; {@code mx}: the hosts of an sts policy. */
    public record Policy(String type, List<String> text, List<String> mx) {
        static final Policy NONE = new Policy("no-policy-found", List.of(), List.of());

        static Policy of(StsPolicy policy) { return new Policy("sts", policy.encode().lines().toList(), policy.mx()); }

        /** All digits of each, since a report is for programs. */
        static Policy of(List<TlsaRecord> records) {
            return new Policy("tlsa", records.stream().map(r -> r.usage() + " " + r.selector() + " " + r.matching() + " " + r.data()).toList(), List.of());
        }
    }

    /** {@code why} is for people. */
    public record Failure(Type type, String why) {
        /** Out of what the handshake ended with. */
        static Failure of(Throwable failed) {
            for (var cause = failed; cause != null; cause = cause.getCause()) {
                var type = type(cause);
                if (type != Type.VALIDATION_FAILURE) return new Failure(type, failed.getMessage());
            }
            return new Failure(Type.VALIDATION_FAILURE, failed.getMessage() == null ? "" : failed.getMessage());
        }

        private static Type type(Throwable cause) {
            boolean isName = cause instanceof CertificateException named && named.getMessage() != null && named.getMessage().contains("alternative");
            if (cause instanceof CertificateExpiredException) return Type.CERTIFICATE_EXPIRED;
            if (cause instanceof CertPathValidatorException path && path.getReason() == BasicReason.EXPIRED) return Type.CERTIFICATE_EXPIRED;
            if (isName || cause instanceof javax.net.ssl.SSLPeerUnverifiedException) return Type.CERTIFICATE_HOST_MISMATCH;
            boolean isPath = cause instanceof CertPathValidatorException || cause instanceof java.security.cert.CertPathBuilderException;
            return isPath ? Type.CERTIFICATE_NOT_TRUSTED : Type.VALIDATION_FAILURE;
        }
    }

    /** RFC 8460 section 4.3. */
    public enum Type {
        STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
        CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
        CERTIFICATE_EXPIRED("certificate-expired"),
        CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
        VALIDATION_FAILURE("validation-failure"),
        DNSSEC_INVALID("dnssec-invalid"),
        STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
        STS_POLICY_INVALID("sts-policy-invalid"),
        STS_WEBPKI_INVALID("sts-webpki-invalid");

        private final String word;

        Type(String word) { this.word = word; }

        public String word() { return word; }
    }

    /** Who is told of each. Must be quick. Any thread. */
    public interface Watch {
        void saw(TlsSession session);

        /** Whether what TLS comes to for this mail is told. Throws {@link IOException} when {@code message} cannot be read. */
        default boolean isOf(Envelope envelope, Octets message) throws IOException { return true; }

        Watch NONE = _ -> { };
    }
}
