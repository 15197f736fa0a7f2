package sigillo.base;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4: over method, path, query, the headers that are named, and the hash of the content. All in the
 * request but the secret key, which stays here. {@code service}: as AWS calls it, such as {@code s3}.
 */
public record AwsSignature(String accessKey, String secretKey, String region, String service) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
        .withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /**
     * The headers to be sent besides {@code Host}. {@code query}: not encoded yet. {@code more}: further headers, in
     * small letters.
     */
    public Map<String, String> headers(String method, URI place, Map<String, String> query, Map<String, String> more,
        byte[] content, Instant at) {
        var time = TIME.format(at);
        var hash = hex(Sha256.of(content));
        var signed = new TreeMap<>(more);
        signed.put("host", place.getRawAuthority());
        signed.put("x-amz-content-sha256", hash);
        signed.put("x-amz-date", time);
        var names = String.join(";", signed.keySet());
        var request = String.join("\n", method, place.getRawPath(), query(query),
            signed.entrySet().stream().map(one -> one.getKey() + ":" + one.getValue().strip() + "\n")
                .collect(Collectors.joining()), names, hash);
        var scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        var text = String.join("\n", ALGORITHM, time, scope, hex(Sha256.of(request.getBytes(StandardCharsets.UTF_8))));
        var headers = new TreeMap<>(signed);
        headers.remove("host"); // the client's to send
        headers.put("authorization", ALGORITHM + " Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + names
            + ", Signature=" + hex(mac(key(time.substring(0, 8)), text)));
        return headers;
    }

    /** As it is signed and sent: in the order of names. */
    public static String query(Map<String, String> query) {
        return new TreeMap<>(query).entrySet().stream()
            .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    }

    /** RFC 3986 section 2.3: everything but what is unreserved. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
            .replace("%7E", "~");
    }

    private byte[] key(String day) {
        var key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (var part : new String[] {day, region, service, "aws4_request"}) key = mac(key, part);
        return key;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has HmacSHA256", impossible);
        }
    }

    private static String hex(byte[] octets) { return HexFormat.of().formatHex(octets); }

    @Override public String toString() { return "access key " + accessKey; }
}
