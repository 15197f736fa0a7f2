package sigillo.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import sigillo.base.Sha256;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A key of certificates, or of an account of an authority. {@code shownSince}: since when DNS shows its TLSA record without
 * a break; {@code place}: the account's own, once there is one.
 */
record KeptKey(KeyPair keys, Instant made, Optional<Instant> shownSince, String place) {
    private static final int VERSION = 1;
    private static final int RSA_BITS = 3_072;

    static KeptKey make(AcmeSettings.KeyKind kind, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance(kind.name());
            switch (kind) {
                case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case RSA -> generator.initialize(RSA_BITS);
            }
            return new KeptKey(generator.generateKeyPair(), now, Optional.empty(), "");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK makes keys of " + kind, impossible);
        }
    }

    KeptKey shown(Optional<Instant> since) { return new KeptKey(keys, made, since, place); }

    KeptKey at(String newPlace) { return new KeptKey(keys, made, shownSince, newPlace); }

    /** The record that tells of it: DANE-EE, SPKI, SHA-256. RFC 7671 section 5.1. */
    String tlsa() { return "3 1 1 " + HexFormat.of().formatHex(Sha256.of(keys.getPublic().getEncoded())); }

    byte[] encode() {
        var secret = keys.getPrivate().getEncoded();
        var row = new RowOut(VERSION).text(keys.getPrivate().getAlgorithm()).sized(secret).sized(keys.getPublic().getEncoded()).time(made)
            .flag(shownSince.isPresent()).time(shownSince.orElse(Instant.EPOCH)).text(place).done();
        Arrays.fill(secret, (byte) 0);
        return row;
    }

    static KeptKey decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        try {
            var factory = KeyFactory.getInstance(in.text());
            var secret = factory.generatePrivate(new PKCS8EncodedKeySpec(in.sized()));
            var keys = new KeyPair(factory.generatePublic(new X509EncodedKeySpec(in.sized())), secret);
            var made = in.time();
            boolean isShown = in.flag();
            var since = in.time();
            return new KeptKey(keys, made, isShown ? Optional.of(since) : Optional.empty(), in.text());
        } catch (GeneralSecurityException unreadable) {
            throw RowIn.broken("a key: " + unreadable.getMessage());
        }
    }
}
