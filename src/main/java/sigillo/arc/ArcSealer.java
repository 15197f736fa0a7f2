package sigillo.arc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.dkim.BodyHashes;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.dkim.SignedHeader;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Adds the set of one hop to a chain: RFC 8617 section 5.1. Any thread. */
public final class ArcSealer {
    private static final Canonicalization RELAXED = Canonicalization.RELAXED;

    /** What our own verification said of the chain that came: RFC 8617 section 4.4. */
    public enum Validation { NONE, PASS, FAIL }

    private ArcSealer() {}

    /**
     * The three fields, with their CRLFs: they belong in front of {@code message}. {@code results}: what stands in our
     * Authentication-Results, folded or not. Empty where the chain can have no further hop: it is full, or was found to
     * be broken by another already. Throws {@link IOException} when the message cannot be read, {@link
     * IllegalArgumentException} for one that cannot be signed, {@link GeneralSecurityException} for a key that cannot.
     */
    public static Optional<byte[]> seal(Octets message, Validation validation, String results, DkimSigner.SigningKey key, Instant at)
            throws IOException, GeneralSecurityException {
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var header = section.header();
        int instance = highest(header) + 1;
        if (header.isCut() || instance > ArcFields.INSTANCES_MAX || isGivenUp(header, instance - 1)) return Optional.empty();
        var own = "ARC-Authentication-Results: i=" + instance + "; " + results.strip() + "\r\n";
        var wanted = new BodyHashes.Wanted(RELAXED, OptionalLong.empty());
        var hashes = BodyHashes.of(message.slice(section.bodyStart(), message.length()), List.of(wanted));
        var fields = new SignedHeader(header);
        var signed = DkimSigner.arcMessageSignature(key, instance, fields, hashes.digest(wanted), at);
        var seal = "ARC-Seal: i=" + instance + "; a=" + key.algorithm().text() + "; cv=" + text(validation) + ";\r\n\td="
            + key.domain() + "; s=" + key.selector() + ";\r\n\tt=" + at.getEpochSecond() + ";\r\n\tb=";
        var digest = Sha256.begin();
        // RFC 8617 section 5.1.2: of a broken chain the seal covers its own set alone
        if (validation != Validation.FAIL) earlier(header, instance, digest::update);
        digest.update(RELAXED.field(utf8(own)));
        digest.update(RELAXED.field(utf8(signed)));
        fields.feed(List.of(), RELAXED, utf8(seal + "\r\n"), digest::update);
        var signature = Base64.getEncoder().encodeToString(DkimSigner.signature(key, digest.digest()));
        return Optional.of(utf8(seal + DkimSigner.folded(signature, "") + "\r\n" + signed + own));
    }

    private static String text(Validation validation) {
        return switch (validation) {
            case NONE -> "none";
            case PASS -> "pass";
            case FAIL -> "fail";
        };
    }

    private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    private static int highest(Header header) {
        return header.all("ARC-Seal").stream().mapToInt(ArcFields::instanceOf).max().orElse(0);
    }

    /** RFC 8617 section 5.1.2: behind cv=fail there is nothing to be shown any more. */
    private static boolean isGivenUp(Header header, int highest) {
        return seal(header, highest).flatMap(ArcSeal::parse).filter(seal -> seal.validation().equals("fail")).isPresent();
    }

    private static Optional<HeaderField> seal(Header header, int instance) {
        return header.all("ARC-Seal").stream().filter(field -> ArcFields.instanceOf(field) == instance).findFirst();
    }

    /** The fields of all hops before, in their order: RFC 8617 section 5.1.1. */
    private static void earlier(Header header, int instance, Consumer<byte[]> to) {
        for (int i = 1; i < instance; i++) {
            int hop = i;
            for (var field : header.all("ARC-Authentication-Results")) {
                if (ArcFields.instanceOfResults(field) == hop) to.accept(RELAXED.field(field.octets()));
            }
            for (var name : List.of("ARC-Message-Signature", "ARC-Seal")) {
                for (var field : header.all(name)) if (ArcFields.instanceOf(field) == hop) to.accept(RELAXED.field(field.octets()));
            }
        }
    }
}
