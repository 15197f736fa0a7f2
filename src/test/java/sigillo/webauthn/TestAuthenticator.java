package sigillo.webauthn;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Random;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/** An authenticator and its browser, written apart from the server's: makes a key, signs with it, and lies where it is told to. */
public final class TestAuthenticator {
    public enum Kind { ES256, EDDSA, RS256 }

    private final Kind kind;
    private final KeyPair key;
    private final byte[] credential = new byte[32];
    public String origin = "https://mail.home.example";
    public String party = "mail.home.example";
    public int flags = 0x05;
    public long counter;
    public boolean isCrossOrigin;

    public TestAuthenticator(Kind kind) {
        this.kind = kind;
        this.key = key(kind);
        new Random(key.getPublic().hashCode()).nextBytes(credential);
    }

    private static KeyPair key(Kind kind) {
        try {
            var generator = KeyPairGenerator.getInstance(switch (kind) {
                case ES256 -> "EC";
                case EDDSA -> "Ed25519";
                case RS256 -> "RSA";
            });
            if (kind == Kind.ES256) generator.initialize(new ECGenParameterSpec("secp256r1"));
            if (kind == Kind.RS256) generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Bytes credential() { return Bytes.of(credential); }

    // ---- the browser ----

    public byte[] client(String type, byte[] challenge) {
        var said = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + said + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":" + isCrossOrigin + "}").getBytes(StandardCharsets.UTF_8);
    }

    public Ceremony.Client said(String type, byte[] challenge) { return new Ceremony.Client(type, origin, isCrossOrigin, client(type, challenge)); }

    // ---- the authenticator ----

    public byte[] attestation() {
        var out = new ByteArrayOutputStream();
        out.write(0xA3);
        text(out, "fmt");
        text(out, "none");
        text(out, "attStmt");
        out.write(0xA0);
        text(out, "authData");
        octets(out, made());
        return out.toByteArray();
    }

    private byte[] made() {
        var cose = cose();
        return ByteBuffer.allocate(37 + 16 + 2 + credential.length + cose.length).put(data(flags | 0x40)).put(new byte[16]).putShort((short) credential.length)
            .put(credential).put(cose).array();
    }

    public byte[] data() { return data(flags); }

    private byte[] data(int said) {
        return ByteBuffer.allocate(37).put(Sha256.of(party.getBytes(StandardCharsets.UTF_8))).put((byte) said).putInt((int) counter).array();
    }

    public byte[] sign(byte[] data, byte[] client) {
        try {
            var signature = Signature.getInstance(switch (kind) {
                case ES256 -> "SHA256withECDSA";
                case EDDSA -> "Ed25519";
                case RS256 -> "SHA256withRSA";
            });
            signature.initSign(key.getPrivate());
            signature.update(data);
            signature.update(Sha256.of(client));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] cose() {
        var out = new ByteArrayOutputStream();
        switch (key.getPublic()) {
            case ECPublicKey ec -> {
                out.writeBytes(new byte[] {(byte) 0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21});
                octets(out, fixed(ec.getW().getAffineX()));
                out.write(0x22);
                octets(out, fixed(ec.getW().getAffineY()));
            }
            case EdECPublicKey ed -> {
                var y = fixed(ed.getPoint().getY());
                var turned = new byte[32];
                for (int i = 0; i < 32; i++) turned[i] = y[31 - i];
                if (ed.getPoint().isXOdd()) turned[31] |= (byte) 0x80;
                out.writeBytes(new byte[] {(byte) 0xA4, 1, 1, 3, 0x27, 0x20, 6, 0x21});
                octets(out, turned);
            }
            case RSAPublicKey rsa -> {
                out.writeBytes(new byte[] {(byte) 0xA4, 1, 3, 3, 0x39, 1, 0, 0x20});
                octets(out, unsigned(rsa.getModulus()));
                out.write(0x21);
                octets(out, unsigned(rsa.getPublicExponent()));
            }
            default -> throw new AssertionError();
        }
        return out.toByteArray();
    }

    private static byte[] unsigned(BigInteger number) {
        var octets = number.toByteArray();
        return octets[0] == 0 ? java.util.Arrays.copyOfRange(octets, 1, octets.length) : octets;
    }

    private static byte[] fixed(BigInteger number) {
        var octets = unsigned(number);
        return ByteBuffer.allocate(32).position(32 - octets.length).put(octets).array();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void octets(ByteArrayOutputStream out, byte[] octets) {
        if (octets.length < 24) out.write(0x40 + octets.length);
        else if (octets.length < 256) out.writeBytes(new byte[] {0x58, (byte) octets.length});
        else out.writeBytes(new byte[] {0x59, (byte) (octets.length >> 8), (byte) octets.length});
        out.writeBytes(octets);
    }
}
