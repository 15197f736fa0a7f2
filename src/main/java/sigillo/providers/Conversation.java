package sigillo.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.base.Printable;
import sigillo.https.HttpsClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks one provider, within bounds, and waits where it says that it is asked too often. What it answers is a stranger's. One
 * thread at a time.
 */
final class Conversation {
    private static final byte[] NOTHING = {};
    /** No buffer is used twice: tokens were in it. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxTokenCount(50_000).maxNumberLength(30).build()).build()).build();

    /** Waits; another one in tests. */
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /** What says who we are: fields of the header for one request. */
    interface Signer {
        Map<String, String> fields(String method, String path, byte[] body) throws IOException;
    }

    /** The way to a provider. {@code title}: for people. */
    record Line(HttpsClient client, String host, String title, Pause pause, InstantSource clock) {}

    private final Line line;
    private final Signer signer;
    private final Predicate<Reply> isBusy;
    private int requests;

    /** {@code isBusy}: whether an answer says, beside status 429, that it is to be asked again later. */
    Conversation(Line line, Signer signer, Predicate<Reply> isBusy) {
        this.line = line;
        this.signer = signer;
        this.isBusy = isBusy;
    }

    Conversation(Line line, Signer signer) { this(line, signer, _ -> false); }

    /** {@code fields}: with names in lower case. */
    record Reply(int status, Map<String, String> fields, byte[] body) {
        boolean isDone() { return status / 100 == 2; }

        /** Missing where it is no JSON. */
        JsonNode json() {
            try {
                var tree = MAPPER.readTree(body);
                return tree == null ? MAPPER.missingNode() : tree;
            } catch (JacksonException none) {
                return MAPPER.missingNode();
            }
        }
    }

    static ObjectNode object() { return MAPPER.createObjectNode(); }

    static ArrayNode array() { return MAPPER.createArrayNode(); }

    static byte[] octets(JsonNode json) { return json.toString().getBytes(StandardCharsets.UTF_8); }

    String title() { return line.title(); }

    InstantSource clock() { return line.clock(); }

    /** What follows is counted anew. */
    void begin() { requests = 0; }

    Reply get(String path) throws IOException { return ask("GET", path, NOTHING); }

    /** Without saying who we are. */
    Reply anonymously(String path) throws IOException { return patient("GET", path, NOTHING, (_, _, _) -> Map.of()); }

    Reply ask(String method, String path, byte[] body) throws IOException { return patient(method, path, body, signer); }

    /** Throws where it was not done. {@code doing}: for people, such as "change home.example". */
    Reply done(String method, String path, byte[] body, String doing) throws IOException {
        var reply = ask(method, path, body);
        if (!reply.isDone()) throw refused(reply, doing);
        return reply;
    }

    private Reply patient(String method, String path, byte[] body, Signer who) throws IOException {
        for (int waits = 0; ; waits++) {
            var reply = once(method, path, body, who);
            boolean isToWait = reply.status() == 429 || reply.status() == 503 && reply.fields().containsKey("retry-after") || isBusy.test(reply);
            if (!isToWait) return reply;
            var wait = wait(reply, line.clock().instant());
            if (waits >= ProviderLimits.WAITS_MAX || wait.compareTo(ProviderLimits.WAIT_MAX) > 0) throw new IOException(
                line.title() + " has been asked too often: try again in " + Math.max(1, wait.plusSeconds(59).toMinutes()) + " minutes");
            pause(wait);
        }
    }

    private Reply once(String method, String path, byte[] body, Signer who) throws IOException {
        if (++requests > ProviderLimits.REQUESTS_MAX) throw new IOException(line.title() + " needs too many requests for this change");
        var call = new HttpsClient.Call(method, line.host(), path, who.fields(method, path, body), body);
        return switch (line.client().call(call, ProviderLimits.ANSWER_OCTETS_MAX, ProviderLimits.ANSWER_MAX)) {
            case HttpsClient.Called.Answered(var status, var fields, var said) -> new Reply(status, fields, said);
            case HttpsClient.Called.Failed(var why, var isPerhapsDone) -> throw new IOException(line.title() + " cannot be asked: " + clean(why)
                + (isPerhapsDone && !method.equals("GET") ? "; what was asked for may be done all the same" : ""));
        };
    }

    /** RFC 9110 section 10.2.3; some say instead when they begin to count anew, in seconds since 1970. */
    private static Duration wait(Reply reply, Instant now) {
        var after = reply.fields().getOrDefault("retry-after", "");
        if (after.matches("\\d{1,9}")) return Duration.ofSeconds(Math.max(1, Long.parseLong(after)));
        var reset = reply.fields().getOrDefault("ratelimit-reset", "");
        if (!reset.matches("\\d{9,11}")) return ProviderLimits.WAIT_UNSAID;
        var wait = Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset)));
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }

    private void pause(Duration time) throws IOException {
        try {
            line.pause().pause(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(line.title() + " was waited for, and the wait was broken off", stopped);
        }
    }

    IOException refused(Reply reply, String doing) {
        var said = said(reply);
        var what = switch (reply.status()) {
            case 401, 403 -> " does not let us " + doing + " with this token";
            default -> " does not " + doing + " (status " + reply.status() + ")";
        };
        return new IOException(line.title() + what + said.map(words -> ": " + words).orElse(""));
    }

    /** Something that the answer should have and has not. */
    IOException strange(String what) { return new IOException(line.title() + " answers otherwise than it documents: " + what); }

    /** Names that a provider gives, which go into paths. */
    String name(JsonNode given) throws IOException {
        var text = given.isNumber() ? given.asString() : given.asString("");
        if (!text.matches("[A-Za-z0-9_-]{1,64}")) throw strange("a name that is none");
        return text;
    }

    private static Optional<String> said(Reply reply) {
        var json = reply.json();
        for (var place : new JsonNode[] {json.path("errors").path(0).path("message"), json.path("error").path("message"), json.path("message"), json.path("detail")}) {
            if (place.isString() && !place.asString().isBlank()) return Optional.of(clean(place.asString()));
        }
        return leaf(json).map(Conversation::clean);
    }

    /** The first text in it: some tell of each field what is wrong with it. */
    private static Optional<String> leaf(JsonNode json) {
        if (json.isString()) return Optional.of(json.asString()).filter(text -> !text.isBlank());
        return json.valueStream().map(Conversation::leaf).flatMap(Optional::stream).findFirst();
    }

    static String clean(String said) {
        var text = Printable.of(said.strip().replaceAll("\\s+", " "));
        return text.length() > ProviderLimits.SAID_MAX ? text.substring(0, ProviderLimits.SAID_MAX) + "..." : text;
    }
}
