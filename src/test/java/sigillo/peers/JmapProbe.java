package sigillo.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of JMAP that asks over HTTPS, a connection for each request. */
public final class JmapProbe {
    private static final JsonMapper READER = new JsonMapper();
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String USING = "\"urn:ietf:params:jmap:core\", \"urn:ietf:params:jmap:mail\", "
        + "\"urn:ietf:params:jmap:submission\", \"urn:sigillo:jmap:later\", \"urn:sigillo:jmap:labels\", \"urn:sigillo:jmap:exchange\"";

    private final int port;
    private final String credentials;
    private final String account;

    private JmapProbe(int port, String credentials, String account) {
        this.port = port;
        this.credentials = credentials;
        this.account = account;
    }

    public static JmapProbe of(SigilloPeer sigillo, String local) throws IOException {
        var secret = sigillo.address(local) + ":" + sigillo.password(local);
        var basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        int port = sigillo.port("https");
        var session = READER.readTree(new JmapProbe(port, basic, "").exchange("GET /.well-known/jmap", ""));
        return new JmapProbe(port, basic, session.get("primaryAccounts").get("urn:ietf:params:jmap:mail").asString());
    }

    /** The arguments of the answer to one call; {@code arguments} without the account. Throws when the server is gone. */
    public JsonNode call(String name, String arguments) throws IOException {
        var separator = arguments.isEmpty() ? "" : ", ";
        var body = "{\"using\": [" + USING + "], \"methodCalls\": [[\"" + name + "\", {\"accountId\": \"" + account + "\"" + separator
            + arguments + "}, \"c\"]]}";
        return READER.readTree(exchange("POST /jmap/api", body)).get("methodResponses").get(0).get(1);
    }

    private byte[] exchange(String what, String body) throws IOException {
        try (var socket = (SSLSocket) TrustAll.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var octets = body.getBytes(StandardCharsets.UTF_8);
            var head = what + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Basic " + credentials
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + octets.length + "\r\n\r\n";
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(octets);
            out.flush();
            return bodyOf(socket.getInputStream().readAllBytes());
        }
    }

    private static byte[] bodyOf(byte[] reply) throws IOException {
        var text = new String(reply, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) throw new IOException("no answer: " + text);
        var head = text.substring(0, end);
        if (!head.startsWith("HTTP/1.1 200")) throw new IOException(text);
        var rest = text.substring(end + 4);
        return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked") ? unchunked(rest)
            : rest.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] unchunked(String text) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; ; ) {
            int line = text.indexOf("\r\n", at);
            int length = Integer.parseInt(text.substring(at, line), 16);
            if (length == 0) return out.toByteArray();
            out.writeBytes(text.substring(line + 2, line + 2 + length).getBytes(StandardCharsets.ISO_8859_1));
            at = line + 2 + length + 2;
        }
    }

    /** What was created as x. */
    public static String created(JsonNode answer) throws IOException {
        var created = answer.path("created").path("x").path("id");
        if (created.isMissingNode()) throw new IOException("not created: " + answer);
        return created.asString();
    }

    /** A mail in Drafts, from and to these; its id. */
    public String draft(String from, String to, String subject, Map<String, String> mailboxes) throws IOException {
        return created(call("Email/set", "\"create\": {\"x\": {\"mailboxIds\": {\"" + mailboxes.get("drafts") + "\": true}, \"keywords\": {\"$draft\": true}, "
            + "\"from\": [{\"email\": \"" + from + "\"}], \"to\": [{\"email\": \"" + to + "\"}], \"subject\": \"" + subject + "\", "
            + "\"textBody\": [{\"partId\": \"1\"}], \"bodyValues\": {\"1\": {\"value\": \"Hello.\"}}}}"));
    }

    /** By role. */
    public Map<String, String> mailboxes() throws IOException {
        var all = new java.util.TreeMap<String, String>();
        for (var one : call("Mailbox/get", "").get("list")) {
            if (!one.get("role").isNull()) all.put(one.get("role").asString(), one.get("id").asString());
        }
        return all;
    }
}
