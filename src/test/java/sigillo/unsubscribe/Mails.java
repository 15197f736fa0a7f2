package sigillo.unsubscribe;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.dkim.SignatureParser;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** Mail of a list, signed by it, with what this server writes when it has looked at the signature. */
public final class Mails {
    static final String LIST = "List-Unsubscribe: <mailto:leave@news.example>,\r\n <https://news.example/leave?who=12&x=y>\r\n";
    static final String POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    static final String FROM = "From: News <news@news.example>\r\nSubject: Offer\r\n";
    private static final KeyPair KEY = key();

    private Mails() {}

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Header header(String text) throws Exception {
        return HeaderSection.read(Octets.of((text + "\r\nBuy.\r\n").getBytes(StandardCharsets.UTF_8)), MessageLimits.DEFAULT).header();
    }

    static String signature(String fields) throws Exception {
        var key = new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, KEY.getPrivate(), "news.example", "s");
        var message = Octets.of((fields + "\r\nBuy.\r\n").getBytes(StandardCharsets.UTF_8));
        return new String(new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(message, List.of(key), Instant.parse("2026-11-30T11:00:00Z")), StandardCharsets.US_ASCII);
    }

    /** As {@code authentication.ResultsWriter} writes it of this signature. */
    static String results(String server, String result, String signature) throws Exception {
        var parsed = (SignatureParser.Outcome.Ok) SignatureParser.parse(header(signature).first("DKIM-Signature").orElseThrow(), SignatureParser.Kind.DKIM);
        var begin = Base64.getEncoder().encodeToString(parsed.signature().signature()).substring(0, 8);
        return "Authentication-Results: " + server + ";\r\n\tspf=none smtp.mailfrom=a@b.example;\r\n\tdkim=" + result
            + " header.d=news.example header.s=s\r\n\theader.a=ed25519-sha256 header.b=\"" + begin + "\"\r\n";
    }

    static String mail(String fields) throws Exception { return results("mx.home.example", "pass", signature(fields)) + signature(fields) + fields; }

    /** One whose list is left by one click: its header. */
    public static String signed() throws Exception { return mail(FROM + LIST + POST); }

    /** That knows these. */
    public static Resolver dns(Map<String, String> addresses) {
        return new Resolver() {
            @Override public Answer<Resolver.MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) {
                return addresses.containsKey(host) ? new Answer.Found<>(List.of(InetAddress.ofLiteral(addresses.get(host))), false) : new Answer.NoSuchDomain<>();
            }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
    }
}
