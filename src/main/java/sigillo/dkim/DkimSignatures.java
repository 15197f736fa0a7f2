package sigillo.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.dns.Lookup;
import sigillo.message.Header;

/**
 * The signatures of a message, each to be verified by itself: RFC 6376 section 6.1. Immutable; any thread, so several
 * may wait for DNS at once.
 */
public final class DkimSignatures {
    private static final int SIGNATURE_BEGIN_CHARACTERS = 8;

    private final SignedHeader header;
    private final boolean isCut;
    private final List<SignatureParser.Outcome> found;
    private final int more;

    private DkimSignatures(SignedHeader header, boolean isCut, List<SignatureParser.Outcome> found, int more) {
        this.header = header;
        this.isCut = isCut;
        this.found = List.copyOf(found);
        this.more = more;
    }

    public static DkimSignatures of(Header header, SignedHeader index) {
        var found = new ArrayList<SignatureParser.Outcome>();
        var fields = header.all("DKIM-Signature");
        for (var field : fields.subList(0, Math.min(fields.size(), DkimLimits.SIGNATURES_MAX))) {
            found.add(SignatureParser.parse(field, SignatureParser.Kind.DKIM));
        }
        return new DkimSignatures(index, header.isCut(), found, fields.size() - found.size());
    }

    public int size() { return found.size(); }

    /** Signatures that are not looked at, since there are too many. */
    public int more() { return more; }

    /** Which hashes of the body it takes to verify them. */
    public Set<BodyHashes.Wanted> wanted() {
        return found.stream().flatMap(one -> signature(one).stream()).map(DkimSignature::body)
            .collect(Collectors.toSet());
    }

    private static Optional<DkimSignature> signature(SignatureParser.Outcome outcome) {
        return outcome instanceof SignatureParser.Outcome.Ok(var signature) ? Optional.of(signature) : Optional.empty();
    }

    /** Verifies the signature at {@code index}; blocks as {@code dns} does. */
    public DkimOutcome verify(int index, BodyHashes body, Lookup dns, Instant at) {
        return switch (found.get(index)) {
            case SignatureParser.Outcome.Bad(var why, var tags) -> unreadable(why, tags);
            case SignatureParser.Outcome.Ok(var signature) -> verify(signature, body, dns, at);
        };
    }

    /** Of the signature at {@code index}, for which DNS has no answer in time. */
    public DkimOutcome late(int index, String why) {
        return switch (found.get(index)) {
            case SignatureParser.Outcome.Bad(var bad, var tags) -> unreadable(bad, tags);
            case SignatureParser.Outcome.Ok(var signature) -> told(signature, DkimResult.TEMPERROR, why);
        };
    }

    private static DkimOutcome unreadable(String why, Optional<TagList> tags) {
        return new DkimOutcome(DkimResult.PERMERROR, tag(tags, "d"), tag(tags, "s"), tag(tags, "i"), tag(tags, "a"),
            begin(tag(tags, "b")), Optional.empty(), false, why);
    }

    private static String tag(Optional<TagList> tags, String name) {
        return tags.flatMap(t -> t.dense(name)).orElse("");
    }

    private DkimOutcome verify(DkimSignature signature, BodyHashes body, Lookup dns, Instant at) {
        if (isCut) return told(signature, DkimResult.POLICY, "the header is longer than is read here");
        if (signature.expires().filter(end -> !at.isBefore(end)).isPresent()) {
            return told(signature, DkimResult.PERMERROR, "the signature expired at " + signature.expires().get());
        }
        return switch (KeyLookup.of(signature.keyName(), signature.algorithm(), dns)) {
            case KeyLookup.Unknown(var why) -> told(signature, DkimResult.TEMPERROR, why);
            case KeyLookup.Unusable(var why) -> told(signature, DkimResult.PERMERROR, why);
            case KeyLookup.Keys(var keys) -> verify(signature, body, keys);
        };
    }

    private DkimOutcome verify(DkimSignature signature, BodyHashes body, List<DkimKey> keys) {
        // RFC 6376 section 3.6.1: with t=s the identity is of the domain itself
        boolean isOwn = signature.identityDomain().equals(signature.domain());
        var usable = keys.stream().filter(key -> isOwn || !key.isStrict()).toList();
        if (usable.isEmpty()) return told(signature, DkimResult.PERMERROR, "its key is not for domains below");
        var wanted = signature.body();
        boolean isBody = !body.isShorter(wanted) && MessageDigest.isEqual(body.digest(wanted), signature.bodyHash());
        if (!isBody) return told(signature, usable.getFirst(), DkimResult.FAIL, "the body was changed");
        int right = SignatureCheck.rightKey(signature, usable, header);
        if (right < 0) return told(signature, usable.getFirst(), DkimResult.FAIL, "the header was changed");
        // RFC 6376 section 8.2: what stands behind l= is not what was signed, and could be all that is shown
        long unsigned = body.unsigned(wanted);
        if (unsigned > 0) {
            return told(signature, usable.get(right), DkimResult.POLICY,
                "only a part of the body is signed: " + unsigned + " octets follow it");
        }
        var added = header.added(signature.names());
        if (added.isPresent()) {
            return told(signature, usable.get(right), DkimResult.POLICY, "another " + added.get() + " field was added to it");
        }
        return told(signature, usable.get(right), DkimResult.PASS, "signed by " + signature.domain());
    }

    private static DkimOutcome told(DkimSignature signature, DkimResult result, String why) {
        return told(signature, Optional.empty(), false, result, why);
    }

    private static DkimOutcome told(DkimSignature signature, DkimKey key, DkimResult result, String why) {
        return told(signature, Optional.of(key.size()), key.isTesting(), result, why);
    }

    private static DkimOutcome told(DkimSignature signature, Optional<String> keySize, boolean isTesting,
                                    DkimResult result, String why) {
        var written = java.util.Base64.getEncoder().encodeToString(signature.signature());
        return new DkimOutcome(result, signature.domain(), signature.selector(), signature.identity(),
            signature.algorithm().text(), begin(written), keySize, isTesting, why);
    }

    /** RFC 6008 section 3. */
    private static String begin(String signature) {
        return signature.substring(0, Math.min(signature.length(), SIGNATURE_BEGIN_CHARACTERS));
    }
}
