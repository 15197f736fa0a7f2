package sigillo.scanners;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sigillo.scanners.Scanned.Advice;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The language of Rspamd: HTTP, {@code POST /checkv2}, and JSON. */
public final class Rspamd {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
        .maxNestingDepth(ScannerLimits.DEPTH_MAX).maxStringLength(64 * 1024).maxNameLength(1_000).build()).build()).build();

    private Rspamd() {}

    /** Who sent a message, by the envelope; what is not known is empty. {@code from} without angle brackets. */
    public record About(String client, String helo, String from, List<String> recipients, String id) {
        public About { recipients = List.copyOf(recipients); }
    }

    public static byte[] ping() { return "GET /ping HTTP/1.1\r\nHost: rspamd\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII); }

    /** Asks what it makes of a message of so many octets, which follows. */
    public static byte[] check(About about, long octets) {
        var head = new StringBuilder("POST /checkv2 HTTP/1.1\r\nHost: rspamd\r\nConnection: close\r\n");
        field(head, "Content-Length", Long.toString(octets));
        field(head, "IP", about.client());
        field(head, "Helo", about.helo());
        head.append("From: <").append(Words.oneLine(about.from())).append(">\r\n");
        about.recipients().forEach(recipient -> field(head, "Rcpt", "<" + recipient + ">"));
        field(head, "Queue-Id", about.id());
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder head, String name, String value) {
        if (!value.isEmpty()) head.append(name).append(": ").append(Words.oneLine(value)).append("\r\n");
    }

    public static boolean isPong(HttpAnswer answer) {
        return answer instanceof HttpAnswer.Whole(int status, byte[] body) && status == 200 && Words.latin(body).startsWith("pong");
    }

    /** {@code answer}: as far as it came. */
    public static Scanned parse(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.More() -> new Scanned.Failed("its answer breaks off");
            case HttpAnswer.Broken(var why) -> new Scanned.Failed(why);
            case HttpAnswer.Whole(int status, byte[] body) -> status == 200 ? json(body)
                : new Scanned.Failed("it said " + status + error(body).map(why -> ", \"" + why + "\"").orElse(""));
        };
    }

    private static Optional<String> error(byte[] body) {
        try {
            var error = MAPPER.readTree(body).path("error").asString("");
            return error.isEmpty() ? Optional.empty() : Optional.of(Words.name(error));
        } catch (JacksonException none) {
            return Optional.empty();
        }
    }

    private static Scanned json(byte[] body) {
        try {
            var root = MAPPER.readTree(body);
            if (root.path("is_skipped").asBoolean(false) && root.path("action").asString("no action").equals("no action")) return new Scanned.Passed("the rules of Rspamd leave it out");
            if (!root.path("score").isNumber()) return new Scanned.Failed("its answer has no score");
            return new Scanned.Rated(points(root, "score"), points(root, "required_score"), advice(root.path("action").asString("")), signs(root.path("symbols")));
        } catch (JacksonException broken) {
            return new Scanned.Failed("its JSON is broken");
        }
    }

    private static double points(JsonNode of, String key) {
        double points = of.path(key).asDouble(0);
        return Double.isFinite(points) ? Math.clamp(points, -ScannerLimits.POINTS_MAX, ScannerLimits.POINTS_MAX) : 0;
    }

    /** "greylist" and "soft reject" are to come again; "rewrite subject" and "add header" are spam that is taken. */
    private static Advice advice(String action) {
        return switch (action) {
            case "reject" -> Advice.REFUSE;
            case "soft reject", "greylist" -> Advice.DEFER;
            case "add header", "rewrite subject" -> Advice.SPAM;
            default -> Advice.TAKE;
        };
    }

    private record Sign(String name, double points) {}

    private static List<String> signs(JsonNode symbols) {
        var all = new ArrayList<Sign>();
        for (var one : symbols.properties()) all.add(new Sign(Words.name(one.getKey()), points(one.getValue(), "score")));
        return all.stream().filter(sign -> sign.points > 0).sorted(Comparator.comparingDouble((Sign sign) -> -sign.points))
            .limit(ScannerLimits.NAMES_MAX).map(Sign::name).toList();
    }
}
