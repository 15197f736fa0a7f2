package sigillo.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * Signs messages: RFC 6376 section 5. All fields that a reader sees are signed, and once more than they stand there, so
 * that one which is added breaks the signature (RFC 6376 section 8.15). Never with l=. Any thread.
 */
public final class DkimSigner {
    /** Signed once more than they are there. */
    private static final List<String> GUARDED = List.of("From", "To", "Cc", "Subject", "Date", "Reply-To", "Message-ID",
        "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding");
    /** Signed as often as they are there: lists set their own. RFC 6376 section 5.4.1. */
    private static final List<String> SIGNED = List.of("Sender", "Content-ID", "Content-Description", "Resent-Date",
        "Resent-From", "Resent-To", "Resent-Cc", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post");
    private static final int LINE_OCTETS = 72;

    /** {@code domain} and {@code selector} as A-labels. */
    public record SigningKey(Algorithm algorithm, PrivateKey key, String domain, String selector) {}

    private final Canonicalization header;
    private final Canonicalization body;

    public DkimSigner(Canonicalization header, Canonicalization body) {
        this.header = header;
        this.body = body;
    }

    /**
     * The signature fields, one of each key, with their CRLFs: they belong in front of {@code message}. Throws {@link
     * IOException} when the message cannot be read, {@link IllegalArgumentException} when it has no From or a header
     * longer than is read, {@link GeneralSecurityException} for a key that cannot sign.
     */
    public byte[] sign(Octets message, List<SigningKey> keys, Instant at) throws IOException, GeneralSecurityException {
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var fields = new SignedHeader(section.header());
        if (section.header().isCut() || fields.count("From") == 0) {
            throw new IllegalArgumentException("a message without From or with a header too long cannot be signed");
        }
        var wanted = new BodyHashes.Wanted(body, OptionalLong.empty());
        var hashes = BodyHashes.of(message.slice(section.bodyStart(), message.length()), List.of(wanted));
        var names = names(fields);
        var all = new StringBuilder();
        for (var key : keys) {
            all.append(field("DKIM-Signature: v=1;", text(header) + "/" + text(body), header, key, names, hashes.digest(wanted), at, fields));
        }
        return all.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 8617 section 4.1.2: a signature under another name, with the instance of its hop; relaxed. With its CRLF. */
    public static String arcMessageSignature(SigningKey key, int instance, SignedHeader fields, byte[] bodyHash, Instant at)
            throws GeneralSecurityException {
        var names = new ArrayList<>(names(fields));
        for (int i = 0; i < fields.count("DKIM-Signature"); i++) names.add("DKIM-Signature");
        return field("ARC-Message-Signature: i=" + instance + ";", "relaxed/relaxed", Canonicalization.RELAXED, key, names, bodyHash, at, fields);
    }

    private static List<String> names(SignedHeader fields) {
        var names = new ArrayList<String>();
        for (var name : GUARDED) for (int i = 0; i <= fields.count(name); i++) names.add(name);
        for (var name : SIGNED) for (int i = 0; i < fields.count(name); i++) names.add(name);
        if (names.size() <= DkimLimits.NAMES_MAX) return names;
        return List.copyOf(new TreeSet<>(names)); // somebody repeats a field a thousand times
    }

    private static String field(String begin, String kinds, Canonicalization header, SigningKey key, List<String> names,
                                byte[] bodyHash, Instant at, SignedHeader fields) throws GeneralSecurityException {
        var unsigned = begin + " a=" + key.algorithm().text() + "; c=" + kinds + ";\r\n\td=" + key.domain() + "; s=" + key.selector() + ";\r\n\tt=" + at.getEpochSecond() + "; h="
            + folded(String.join(":", names), ":")
            + ";\r\n\tbh=" + Base64.getEncoder().encodeToString(bodyHash) + ";\r\n\tb=";
        var digest = Sha256.begin();
        fields.feed(names, header, (unsigned + "\r\n").getBytes(StandardCharsets.US_ASCII), digest::update);
        var signature = Base64.getEncoder().encodeToString(signature(key, digest.digest()));
        return unsigned + folded(signature, "") + "\r\n";
    }

    /** Of what was hashed with SHA-256. */
    public static byte[] signature(SigningKey key, byte[] digest) throws GeneralSecurityException {
        return switch (key.algorithm()) {
            case RSA_SHA256 -> {
                var signature = Signature.getInstance("NONEwithRSA");
                signature.initSign(key.key());
                signature.update(SignatureCheck.digestInfo(digest));
                yield signature.sign();
            }
            case ED25519_SHA256 -> ed25519(key.key(), digest);
        };
    }

    /** By Bouncy Castle, since the JDK's takes ten times as long (docs/measurements.md). RFC 8032 section 5.1.6: the same octets. */
    private static byte[] ed25519(PrivateKey key, byte[] signed) throws GeneralSecurityException {
        var secret = key instanceof EdECPrivateKey edwards ? edwards.getBytes().orElse(new byte[0]) : new byte[0];
        if (secret.length != Ed25519PrivateKeyParameters.KEY_SIZE) throw new InvalidKeyException("not a key of Ed25519");
        try {
            var signer = new Ed25519Signer();
            signer.init(true, new Ed25519PrivateKeyParameters(secret, 0));
            signer.update(signed, 0, signed.length);
            return signer.generateSignature();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static String text(Canonicalization kind) { return kind == Canonicalization.SIMPLE ? "simple" : "relaxed"; }

    /** RFC 6376 section 3.2: a fold may stand at any place of a base64 value, and behind a colon of h=. */
    public static String folded(String value, String behind) {
        var folded = new StringBuilder();
        int column = LINE_OCTETS / 4;
        for (int at = 0; at < value.length(); ) {
            int end = Math.min(value.length(), at + LINE_OCTETS - column);
            if (!behind.isEmpty() && end < value.length()) {
                int cut = value.lastIndexOf(behind, end - 1) + 1;
                end = cut > at ? cut : value.indexOf(behind, at) + 1;
                if (end <= at) end = value.length();
            }
            folded.append(value, at, end);
            if (end < value.length()) folded.append("\r\n\t");
            column = 0;
            at = end;
        }
        return folded.toString();
    }
}
