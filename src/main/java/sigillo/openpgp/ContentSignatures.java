package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPOnePassSignature;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Signatures that go round a literal: one-pass packets before it and signatures after it, the last of the first with
 * the first of the last; or signatures before it, as in old times (RFC 9580 section 10.3). Either, not both.
 */
final class ContentSignatures {
    private final SignatureCheck check;
    private final List<OnePass> open = new ArrayList<>();
    private final List<Prefixed> prefixed = new ArrayList<>();
    private final List<Signed> done = new ArrayList<>();

    /** Of one one-pass packet; null: it cannot be read. One for each key that it may be of. */
    private record OnePass(PGPOnePassSignature packet, List<Running<PGPOnePassSignature>> running) {}

    /** A signature that came first. */
    private record Prefixed(PGPSignature signature, List<Running<PGPSignature>> running) {}

    /** Reads the content with a key. */
    private record Running<S>(S signature, SignatureCheck.Candidate by) {}

    ContentSignatures(SignatureCheck check) { this.check = check; }

    boolean isEmpty() { return open.isEmpty() && prefixed.isEmpty() && done.isEmpty(); }

    void onePass(byte[] body) throws OpenPgpBroken {
        requireRoom();
        if (!prefixed.isEmpty()) throw new OpenPgpBroken(Refusal.SIGNATURES_NOT_PAIRED);
        var packet = onePassOf(body);
        var running = new ArrayList<Running<PGPOnePassSignature>>();
        if (packet != null && isOfContent(packet.getSignatureType())) {
            for (var candidate : check.candidates(packet.getKeyID())) start(body, candidate, running);
        }
        open.add(new OnePass(packet, running));
    }

    private static void start(byte[] body, SignatureCheck.Candidate by, List<Running<PGPOnePassSignature>> running) {
        try {
            var own = onePassOf(body);
            own.init(CertificateReader.VERIFIERS, by.key());
            running.add(new Running<>(own, by));
        } catch (PGPException | RuntimeException _) {
            // a digest or an algorithm that the key does not have: the signature will be of an unknown kind
        }
    }

    void prefixed(byte[] body) throws OpenPgpBroken {
        requireRoom();
        if (!open.isEmpty()) throw new OpenPgpBroken(Refusal.SIGNATURES_NOT_PAIRED);
        var signature = CertificateReader.parsedSignature(body);
        var running = new ArrayList<Running<PGPSignature>>();
        if (signature != null && isOfContent(signature.getSignatureType())) {
            for (var candidate : check.candidates(signature.getKeyID())) startPrefixed(body, candidate, running);
        }
        prefixed.add(new Prefixed(signature, running));
    }

    private static void startPrefixed(byte[] body, SignatureCheck.Candidate by, List<Running<PGPSignature>> running) {
        try {
            var own = CertificateReader.parsedSignature(body);
            own.init(CertificateReader.VERIFIERS, by.key());
            running.add(new Running<>(own, by));
        } catch (PGPException | RuntimeException _) {
            // as above
        }
    }

    /** RFC 9580 section 5.2.1: of a document; all others are of keys. */
    static boolean isOfContent(int type) {
        return type == PGPSignature.BINARY_DOCUMENT || type == PGPSignature.CANONICAL_TEXT_DOCUMENT;
    }

    private void requireRoom() throws OpenPgpBroken {
        if (open.size() + prefixed.size() >= Limits.MESSAGE_SIGNATURES_MAX) {
            throw new OpenPgpBroken(Refusal.TOO_MANY_SIGNATURES);
        }
    }

    void update(byte[] from, int offset, int count) {
        for (var one : open) one.running.forEach(running -> running.signature.update(from, offset, count));
        for (var one : prefixed) one.running.forEach(running -> running.signature.update(from, offset, count));
    }

    /** After the literal: of the one-pass packet that was last and has none yet. */
    void signature(byte[] body) throws OpenPgpBroken {
        if (open.isEmpty()) throw new OpenPgpBroken(Refusal.SIGNATURES_NOT_PAIRED);
        var onePass = open.removeLast();
        var signature = CertificateReader.parsedSignature(body);
        if (signature == null || onePass.packet == null) {
            done.add(Signed.of(Signed.State.UNKNOWN_KIND, onePass.packet == null ? 0 : onePass.packet.getKeyID()));
            return;
        }
        if (!isPair(onePass.packet, signature)) throw new OpenPgpBroken(Refusal.SIGNATURES_NOT_PAIRED);
        done.add(judged(onePass, signature));
    }

    private static boolean isPair(PGPOnePassSignature onePass, PGPSignature signature) {
        return onePass.getSignatureType() == signature.getSignatureType() && onePass.getKeyID() == signature.getKeyID()
            && onePass.getHashAlgorithm() == signature.getHashAlgorithm()
            && onePass.getKeyAlgorithm() == signature.getKeyAlgorithm();
    }

    private Signed judged(OnePass onePass, PGPSignature signature) {
        var verdicts = onePass.running.stream()
            .map(one -> check.of(signature, one.by, () -> one.signature.verify(signature))).toList();
        return best(verdicts, signature.getSignatureType(), signature.getKeyID());
    }

    /** The best of those whose key ID is the same; there is one, but for those who try something. */
    private Signed best(List<Signed> verdicts, int type, long keyId) {
        if (!isOfContent(type)) return Signed.of(Signed.State.UNKNOWN_KIND, keyId);
        return verdicts.stream().filter(Signed::isGood).findFirst().or(() -> verdicts.stream().findFirst())
            .orElseGet(() -> Signed.of(check.candidates(keyId).isEmpty() ? Signed.State.UNKNOWN_KEY
                : Signed.State.UNKNOWN_KIND, keyId));
    }

    /** At the end of the message: all have their pair. */
    List<Signed> finish() throws OpenPgpBroken {
        if (!open.isEmpty()) throw new OpenPgpBroken(Refusal.SIGNATURES_NOT_PAIRED);
        for (var one : prefixed) done.add(ofPrefixed(one));
        return done;
    }

    private Signed ofPrefixed(Prefixed one) {
        if (one.signature == null) return Signed.of(Signed.State.UNKNOWN_KIND, 0);
        var verdicts = one.running.stream()
            .map(running -> check.of(one.signature, running.by, running.signature::verify)).toList();
        return best(verdicts, one.signature.getSignatureType(), one.signature.getKeyID());
    }

    /** Null when BouncyCastle cannot read it. */
    private static PGPOnePassSignature onePassOf(byte[] body) {
        try {
            var octets = new Packet(Packet.ONE_PASS, body).encoded();
            return new PGPOnePassSignature(new BCPGInputStream(new ByteArrayInputStream(octets)));
        } catch (IOException | PGPException | RuntimeException _) {
            return null;
        }
    }
}
