package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.jmap.JsonText;
import sigillo.message.MessageMeta;
import sigillo.smime.SmimeFault;
import sigillo.smime.SmimeKind;
import sigillo.smime.SmimeVerifier;
import sigillo.smime.Verification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What S/MIME shows of an Email: RFC 9219 section 4.1. It is judged as of the moment when the Email came, so it is the
 * same at each look, and a certificate that ends later takes nothing away. Any thread.
 */
final class SmimeProperties {
    static final Set<String> NAMES = Set.of("smimeStatus", "smimeStatusAtDelivery", "smimeErrors", "smimeVerifiedAt");

    private final SmimeVerifier verifier;
    private final InstantSource clock;

    SmimeProperties(SmimeVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    static boolean isSigned(MessageMeta meta) { return SmimeKind.of(meta.root()).isSigned(); }

    /** Signed or encrypted: RFC 9219 section 4.2. */
    static boolean isAny(MessageMeta meta) {
        return switch (SmimeKind.of(meta.root())) {
            case DETACHED, ENCLOSED, ENCRYPTED -> true;
            case NONE, OTHER -> false;
        };
    }


    /** Into what is answered; the message is read where it is signed, and only there. */
    void write(MessageMeta meta, Octets content, Instant receivedAt, Set<String> wanted, ObjectNode into)
            throws IOException {
        var kind = SmimeKind.of(meta.root());
        if (!kind.isSigned()) {
            unsigned(kind, wanted, into);
            return;
        }
        var shown = verify(meta, content, receivedAt);
        var status = shown.isGood() ? "signed/verified" : "signed/failed";
        if (wanted.contains("smimeStatus")) into.put("smimeStatus", status);
        if (wanted.contains("smimeStatusAtDelivery")) into.put("smimeStatusAtDelivery", status);
        if (wanted.contains("smimeErrors")) into.set("smimeErrors", errors(shown));
        if (wanted.contains("smimeVerifiedAt")) into.put("smimeVerifiedAt", EmailObject.utcDate(clock.instant()));
    }

    boolean isVerified(MessageMeta meta, Octets content, Instant receivedAt) throws IOException {
        return SmimeKind.of(meta.root()).isSigned() && verify(meta, content, receivedAt).isGood();
    }

    private Verification verify(MessageMeta meta, Octets content, Instant receivedAt) throws IOException {
        return verifier.verify(content, meta.root(), meta.envelope().rawFrom().orElse(""), receivedAt);
    }

    private static void unsigned(SmimeKind kind, Set<String> wanted, ObjectNode into) {
        for (var name : NAMES) if (wanted.contains(name)) into.putNull(name);
        // RFC 9219 section 4.1: of a protocol that is not known, or encrypted without keys here
        if (kind == SmimeKind.NONE) return;
        for (var name : Set.of("smimeStatus", "smimeStatusAtDelivery")) if (wanted.contains(name)) into.put(name, "unknown");
    }

    private static JsonNode errors(Verification shown) {
        if (shown.isGood()) return JsonText.nothing();
        return JsonText.array().add(sentence(shown.fault().orElseThrow()));
    }

    private static String sentence(SmimeFault fault) {
        return switch (fault) {
            case UNREADABLE -> "The signature cannot be read.";
            case CHANGED -> "The message is not what was signed.";
            case NOT_ONE_SIGNER -> "There is not exactly one signer.";
            case NO_CERTIFICATE -> "The signer's certificate did not come with the message.";
            case WEAK -> "The signature is of a kind that is too weak.";
            case UNTRUSTED -> "No authority that is trusted here has certified the signer.";
            case OUT_OF_TIME -> "The certificate was not valid when the message came.";
            case NOT_FOR_MAIL -> "The certificate is not for signing mail.";
            case ANOTHER_AUTHOR -> "The signer is not the author in From.";
        };
    }
}
