package sigillo.webauthn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * Both ceremonies of Web Authentication as a server verifies them: a key is made (section 7.1), a key is shown (section 7.2). The
 * person must have been verified by the authenticator (a finger, a PIN). No attestation is asked for, so none is believed: which
 * make it is of does not matter. That the challenge is one that was given, and was not used, is the caller's to see.
 */
public final class Ceremony {
    /** Of what a browser sends, in octets: attestations that nobody asked for may have some certificates. */
    public static final int ATTESTATION_OCTETS_MAX = 16 << 10;
    /** Of an assertion. */
    public static final int DATA_OCTETS_MAX = 4 << 10;
    public static final int SIGNATURE_OCTETS_MAX = 1 << 10;
    private static final String MAKES = "webauthn.create";
    private static final String SHOWS = "webauthn.get";

    private Ceremony() {}

    /** As browsers are told them. */
    public static List<Integer> algorithms() { return CoseKey.ALGORITHMS; }

    /** What the browser says, as JSON that the authenticator signs: section 5.8.1. {@code text}: all of it. */
    public record Client(String type, String origin, boolean isCrossOrigin, byte[] text) {}

    /** {@code origin}: of the page; {@code party}: the name for which keys are. */
    public record Here(String origin, String party) {}

    /** {@code key} as the authenticator wrote it. */
    public record Made(Bytes credential, Bytes key, long counter) {}

    /** Empty for what is none, or of elsewhere. */
    public static Optional<Made> made(Client client, byte[] attestation, Here here) {
        if (attestation.length > ATTESTATION_OCTETS_MAX || !isOf(client, MAKES, here)) return Optional.empty();
        var in = ByteBuffer.wrap(attestation);
        return Cbor.read(in).filter(_ -> !in.hasRemaining())
            .flatMap(item -> item instanceof Cbor.Item.Pairs pairs ? pairs.octets("authData") : Optional.empty())
            .flatMap(AuthenticatorData::parse).filter(data -> isFor(data, here)).flatMap(data -> made(data));
    }

    private static Optional<Made> made(AuthenticatorData data) {
        return data.made().filter(one -> CoseKey.parse(one.key()).isPresent())
            .map(one -> new Made(Bytes.wrap(one.credential()), Bytes.wrap(one.key()), data.counter()));
    }

    /** What the authenticator's counter says, where {@code key} has signed this. */
    public static Optional<Long> shown(Client client, byte[] data, byte[] signature, Bytes key, Here here) {
        boolean isTooLong = data.length > DATA_OCTETS_MAX || signature.length > SIGNATURE_OCTETS_MAX;
        if (isTooLong || !isOf(client, SHOWS, here)) return Optional.empty();
        var signed = ByteBuffer.allocate(data.length + 32).put(data).put(Sha256.of(client.text())).array();
        return AuthenticatorData.parse(data).filter(one -> isFor(one, here))
            .filter(_ -> CoseKey.parse(key.toArray()).filter(one -> one.hasSigned(signed, signature)).isPresent()).map(AuthenticatorData::counter);
    }

    private static boolean isOf(Client client, String type, Here here) {
        return client.type().equals(type) && client.origin().equals(here.origin()) && !client.isCrossOrigin();
    }

    private static boolean isFor(AuthenticatorData data, Here here) {
        boolean isParty = MessageDigest.isEqual(data.relyingParty(), Sha256.of(here.party().getBytes(StandardCharsets.UTF_8)));
        return isParty && data.has(AuthenticatorData.PRESENT) && data.has(AuthenticatorData.VERIFIED);
    }
}
