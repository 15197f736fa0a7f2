package sigillo.dkim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Signature fields as others make them: over just the names that they are given. */
public final class DkimFields {
    private DkimFields() {}

    /** By a key of RSA or Ed25519, with its CRLF. */
    public static String signed(String message, List<String> names, String domain, String selector, PrivateKey key) throws Exception {
        boolean isRsa = key.getAlgorithm().equals("RSA");
        var octets = Octets.of(message.getBytes(StandardCharsets.UTF_8));
        var section = HeaderSection.read(octets, MessageLimits.DEFAULT);
        var wanted = new BodyHashes.Wanted(Canonicalization.RELAXED, OptionalLong.empty());
        var body = BodyHashes.of(octets.slice(section.bodyStart(), octets.length()), List.of(wanted)).digest(wanted);
        var unsigned = "DKIM-Signature: v=1; a=" + (isRsa ? "rsa" : "ed25519") + "-sha256; c=relaxed/relaxed; d=" + domain + "; s=" + selector + "; h="
            + String.join(":", names) + "; bh=" + Base64.getEncoder().encodeToString(body) + "; b=";
        var digest = MessageDigest.getInstance("SHA-256");
        new SignedHeader(section.header()).feed(names, Canonicalization.RELAXED, (unsigned + "\r\n").getBytes(StandardCharsets.US_ASCII), digest::update);
        var signature = Signature.getInstance(isRsa ? "NONEwithRSA" : "Ed25519");
        signature.initSign(key);
        signature.update(isRsa ? SignatureCheck.digestInfo(digest.digest()) : digest.digest());
        return unsigned + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n";
    }
}
