package sigillo.arc;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import sigillo.base.Sha256;
import sigillo.dkim.BodyHashes;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.SignatureCheck;
import sigillo.dkim.SignatureParser;
import sigillo.dkim.SignedHeader;
import sigillo.dns.Lookup;
import sigillo.message.Header;
import sigillo.message.HeaderField;

/**
 * The chain of a message: its structure is read at once, its signatures are verified when asked for. Immutable; any
 * thread. RFC 8617 section 5.2.
 */
public final class ArcChain {
    private final SignedHeader header;
    private final List<ArcSet> sets;
    /** What is wrong with the structure; empty for nothing. */
    private final String broken;

    private ArcChain(SignedHeader header, List<ArcSet> sets, String broken) {
        this.header = header;
        this.sets = List.copyOf(sets);
        this.broken = broken;
    }

    public static ArcChain of(Header header, SignedHeader index) {
        if (header.isCut()) return new ArcChain(index, List.of(), "");
        var results = byInstance(header.all("ARC-Authentication-Results"), ArcFields::instanceOfResults);
        var messages = byInstance(header.all("ARC-Message-Signature"), ArcFields::instanceOf);
        var seals = byInstance(header.all("ARC-Seal"), ArcFields::instanceOf);
        if (results.isEmpty() || messages.isEmpty() || seals.isEmpty()) {
            return new ArcChain(index, List.of(), "an ARC field has no instance, or one that was used before");
        }
        int hops = seals.get().size();
        if (hops == 0 && results.get().isEmpty() && messages.get().isEmpty()) return new ArcChain(index, List.of(), "");
        var sets = new ArrayList<ArcSet>();
        if (hops != results.get().size() || hops != messages.get().size()) {
            return new ArcChain(index, sets, "the chain has a hop without all of its fields");
        }
        for (int i = 1; i <= hops; i++) {
            var set = set(i, results.get().get(i), messages.get().get(i), seals.get().get(i));
            if (set.isEmpty()) return new ArcChain(index, sets, "hop " + i + " of the chain is missing or broken");
            sets.add(set.get());
        }
        return new ArcChain(index, sets, "");
    }

    /** Empty where an instance stands twice, or is none. */
    private static Optional<Map<Integer, HeaderField>> byInstance(List<HeaderField> fields,
                                                                  ToIntFunction<HeaderField> instance) {
        Map<Integer, HeaderField> all = new HashMap<>();
        if (fields.size() > ArcFields.INSTANCES_MAX) return Optional.empty();
        for (var field : fields) {
            int i = instance.applyAsInt(field);
            if (i == 0 || all.put(i, field) != null) return Optional.empty();
        }
        return Optional.of(all);
    }

    /** RFC 8617 section 5.2 (3): cv= is none at the first hop and pass at all others. */
    private static Optional<ArcSet> set(int instance, HeaderField results, HeaderField message, HeaderField seal) {
        if (results == null || message == null || seal == null) return Optional.empty();
        var read = ArcSeal.parse(seal).filter(s -> s.validation().equals(instance == 1 ? "none" : "pass"));
        var signature = SignatureParser.parse(message, SignatureParser.Kind.ARC_MESSAGE);
        return read.isPresent() && signature instanceof SignatureParser.Outcome.Ok(var ok)
            ? Optional.of(new ArcSet(results, message, ok, seal, read.get())) : Optional.empty();
    }

    /** The hash of the body that it takes to verify the chain. */
    public List<BodyHashes.Wanted> wanted() {
        return broken.isEmpty() && !sets.isEmpty() ? List.of(sets.getLast().message().body()) : List.of();
    }

    /** Who says that he sealed it last, whether he did or not. */
    public Optional<String> newestSealer() {
        return broken.isEmpty() && !sets.isEmpty() ? Optional.of(sets.getLast().seal().domain()) : Optional.empty();
    }

    /** Verifies the newest message signature and all seals, one key after the other; blocks as {@code dns} does. */
    public ArcOutcome verify(BodyHashes body, Lookup dns) {
        var decided = withoutKeys(body);
        if (decided.isPresent()) return decided.get();
        var verification = verification();
        for (var key : verification.keys()) if (!verification.isBroken()) verification.look(key, dns);
        return verification.outcome("");
    }

    /** What is known without any key; else {@link #verification} tells the rest. */
    public Optional<ArcOutcome> withoutKeys(BodyHashes body) {
        if (!broken.isEmpty()) return Optional.of(ArcOutcome.fail(broken));
        if (sets.isEmpty()) return Optional.of(new ArcOutcome(ArcOutcome.Status.NONE, List.of(), "nobody sealed it"));
        var message = sets.getLast().message();
        if (body.isShorter(message.body()) || !MessageDigest.isEqual(body.digest(message.body()), message.bodyHash())) {
            return Optional.of(ArcOutcome.fail("the body was changed after the last hop"));
        }
        if (body.unsigned(message.body()) > 0) {
            return Optional.of(ArcOutcome.fail("the last hop sealed only a part of the body"));
        }
        // as for DKIM: it is what most programs show. A second MIME-Version shows nothing, and sealers that add one are believed.
        var names = message.names().stream().filter(name -> !name.equalsIgnoreCase("mime-version")).toList();
        return header.added(names)
            .map(added -> ArcOutcome.fail("another " + added + " field was added behind the last hop"));
    }

    /** The newest message signature and all seals, to be verified; of a chain that is broken already there is nothing to verify. */
    public ArcVerification verification() {
        var signed = new ArrayList<ArcVerification.Signed>();
        if (!broken.isEmpty() || sets.isEmpty()) return new ArcVerification(List.of(), signed);
        var message = sets.getLast().message();
        var own = SignedHeader.withoutSignature(message.field());
        signed.add(new ArcVerification.Signed(new ArcVerification.Key(message.keyName(), message.algorithm()),
            "the message signature of the last hop is wrong: ", message.signature(),
            SignatureCheck.digest(to -> header.feed(message.names(), message.header(), own, to))));
        var digests = sealed();
        for (int hop = sets.size(); hop > 0; hop--) {
            var seal = sets.get(hop - 1).seal();
            signed.add(new ArcVerification.Signed(new ArcVerification.Key(seal.keyName(), seal.algorithm()),
                "the seal of " + seal.domain() + " is wrong: ", seal.signature(), digests.get(hop - 1)));
        }
        return new ArcVerification(sets.stream()
            .map(set -> new ArcOutcome.Link(set.seal().domain(), ArcFields.results(set.results()))).toList(), signed);
    }

    /**
     * What each seal covers, as its hash. RFC 8617 section 5.1.1: the fields of all hops so far, always relaxed, the
     * seal itself last and without b=. Each field is hashed once: what a seal covers begins with what the one before
     * does.
     */
    private List<byte[]> sealed() {
        var kind = Canonicalization.RELAXED;
        var soFar = Sha256.begin();
        var all = new ArrayList<byte[]>();
        for (var set : sets) {
            soFar.update(kind.field(set.results().octets()));
            soFar.update(kind.field(set.messageField().octets()));
            var withSeal = Sha256.copy(soFar);
            var field = set.sealField().octets();
            header.feed(List.of(), kind, SignedHeader.withoutSignature(field), withSeal::update);
            all.add(withSeal.digest());
            soFar.update(kind.field(field));
        }
        return all;
    }
}
