package sigillo.providers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider on loopback, as its documentation has it: with one zone, {@link #ZONE}, whose records it keeps as a zone file would
 * have them. It refuses what the documentation refuses, and may be asked too often once.
 */
abstract class FakeProvider implements AutoCloseable {
    static final String ZONE = "home.test";
    static final String TOKEN = "tok-3nQ8vRkz";

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits for the acknowledgement of its head
    }

    record Row(long id, String name, String type, int ttl, String value) {}

    record Request(String method, String path, Map<String, String> query, HttpExchange exchange, String body) {
        String field(String name) { return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse(""); }

        JsonNode json() throws Refused {
            if (!field("Content-Type").equals("application/json")) throw new Refused(415, "{\"message\":\"no JSON\"}");
            return JsonMapper.shared().readTree(body);
        }
    }

    record Said(int status, String body, Map<String, String> fields) {
        static Said of(int status, String body) { return new Said(status, body, Map.of()); }
    }

    static final class Refused extends Exception {
        final Said said;

        Refused(int status, String body) { this.said = Said.of(status, body); }
    }

    final List<Row> rows = new ArrayList<>();
    /** Requests that change something. */
    int writes;
    /** So many requests are answered that there are too many. */
    int tooMany;
    /** Of the next refusals, in place of what it would say. */
    Optional<String> says = Optional.empty();
    private final TlsServer tls;
    private long lastId = 100;

    FakeProvider(Path folder, String host) throws Exception {
        tls = TlsServer.of(folder, host, _ -> 500);
        tls.server().removeContext("/");
        tls.server().createContext("/", this::answer);
    }

    HttpsClient client() {
        Resolver dns = new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        return new HttpsClient(new HttpsSettings(tls.port(), true), dns, tls.trust());
    }

    abstract Said tooOften();

    abstract Said reply(Request request) throws Refused;

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var query = new HashMap<String, String>();
        if (uri.getQuery() != null) for (var part : uri.getQuery().split("&")) query.put(part.replaceAll("=.*", ""), part.replaceFirst("[^=]*=?", ""));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request = new Request(exchange.getRequestMethod(), uri.getPath(), query, exchange, body);
        Said said;
        try {
            boolean isTooMany = tooMany > 0 && tooMany-- > 0;
            said = isTooMany ? tooOften() : reply(request);
            if (!request.method.equals("GET") && !isTooMany) writes++;
        } catch (Refused no) {
            said = says.map(words -> Said.of(no.said.status, no.said.body.replaceAll("(?s)\"message\":\"[^\"]*\"", "\"message\":\"" + words + "\""))).orElse(no.said);
        } catch (RuntimeException fault) {
            said = Said.of(500, "{\"message\":\"the fake broke: " + fault + "\"}");
        }
        said.fields.forEach(exchange.getResponseHeaders()::set);
        var octets = said.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status, said.status == 204 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    /** As DNS would show them: {@code name TYPE value}, with texts put together. */
    Set<String> shown() {
        return rows.stream().map(row -> row.name + " " + row.type + " " + (row.type.equals("TXT") ? joined(row.value) : row.value))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    Row put(String name, String type, int ttl, String value) {
        var row = new Row(++lastId, name, type, ttl, canonical(name, type, value));
        rows.add(row);
        return row;
    }

    List<Row> rows(String name, String type) { return rows.stream().filter(row -> row.name.equals(name) && row.type.equals(type)).toList(); }

    Row row(long id) throws Refused { return rows.stream().filter(row -> row.id == id).findFirst().orElseThrow(() -> new Refused(404, "{\"message\":\"no such record\"}")); }

    /** As a name server has it; throws where it could not have it. */
    static String canonical(String name, String type, String value) {
        try {
            return org.xbill.DNS.Record.fromString(Name.fromString(name + "."), org.xbill.DNS.Type.value(type), DClass.IN, 60, value, Name.fromString(ZONE + ".")).rdataToString();
        } catch (IOException wrong) {
            throw new IllegalArgumentException(type + " " + value + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Where it is no value of the type as a zone file has it: hosts without a dot, texts without quotes. */
    static boolean isZoneFile(String name, String type, String value) {
        boolean isQuoted = !type.equals("TXT") || value.matches("\"(?:[^\"\\\\]|\\\\.)*\"(?: \"(?:[^\"\\\\]|\\\\.)*\")*");
        boolean isAbsolute = !List.of("CNAME", "MX", "NS", "SRV").contains(type) || value.endsWith(".");
        try {
            canonical(name, type, value);
            return isQuoted && isAbsolute;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    static String joined(String value) {
        try {
            var record = (TXTRecord) org.xbill.DNS.Record.fromString(Name.root, org.xbill.DNS.Type.TXT, DClass.IN, 60, value, Name.root);
            return record.getStringsAsByteArrays().stream().map(piece -> new String(piece, StandardCharsets.ISO_8859_1)).collect(Collectors.joining());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String quoted(String text) {
        var all = new StringBuilder();
        for (int at = 0; at < text.length() || at == 0; at += 255) all.append(at == 0 ? "" : " ").append('"').append(text, at, Math.min(text.length(), at + 255)).append('"');
        return all.toString();
    }

    /** From its label below the zone. */
    static String full(String label) { return label.isEmpty() || label.equals("@") ? ZONE : label + "." + ZONE; }

    static String label(String name) { return name.equals(ZONE) ? "" : name.substring(0, name.length() - ZONE.length() - 1); }

    static String host(String value) { return value.replaceFirst(".* ", ""); }

    @Override public void close() { tls.close(); }
}
