package sigillo.backup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjLongConsumer;
import sigillo.base.AwsSignature;

/**
 * A bucket of a store that speaks S3's language, addressed by its path, over the JDK's own client. What the store may
 * not have heard is asked again a few times: each request may be made twice.
 */
final class S3Target implements Target {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    /** A piece of 4 MiB goes through a line of 0.3 Mbit/s. */
    private static final Duration REQUEST_MAX = Duration.ofMinutes(2);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(3);
    /** A key has 1,024 octets at most; with what is said about it 2 KiB, so that a page is within its bound. */
    private static final int PAGE_KEYS = 500;
    private static final int PAGE_OCTETS_MAX = 1 << 20;
    private static final int PAGES_MIN = 100;
    /** To what asks for nothing. */
    private static final int ANSWER_OCTETS_MAX = 64 << 10;
    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ERROR_OCTETS_MAX = 64 << 10;
    private static final byte[] NOTHING = {};
    private static final byte[] TOO_LONG = {0};

    private final TargetSettings.S3 settings;
    private final AwsSignature signature;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT_MAX).build();

    S3Target(TargetSettings.S3 settings) {
        this.settings = settings;
        this.signature = new AwsSignature(settings.accessKey(), settings.secretKey(), settings.region(), "s3");
    }

    private record Answer(int status, byte[] body) {
        boolean isDone() { return status / 100 == 2; }
    }

    @Override public void put(String name, byte[] octets) throws IOException {
        var answer = ask("PUT", place(name), Map.of(), Map.of(), octets, ANSWER_OCTETS_MAX);
        if (!answer.isDone()) throw refused(name, answer);
    }

    /**
     * A store that does not know the condition takes both of two who come at once: there it is a lock against
     * accidents.
     */
    @Override public boolean create(String name, byte[] octets) throws IOException {
        if (ask("HEAD", place(name), Map.of(), Map.of(), NOTHING, 0).isDone()) return false;
        var answer = ask("PUT", place(name), Map.of(), Map.of("if-none-match", "*"), octets, ANSWER_OCTETS_MAX);
        if (answer.status() == 412 || answer.status() == 409) return false;
        if (!answer.isDone()) throw refused(name, answer);
        return true;
    }

    @Override public byte[] get(String name, int octetsMax) throws IOException {
        var answer = ask("GET", place(name), Map.of(), Map.of(), NOTHING, octetsMax);
        if (answer.status() == 404) throw new NoSuchFileException(name);
        if (!answer.isDone()) throw refused(name, answer);
        return answer.body();
    }

    @Override public void delete(String name) throws IOException {
        var answer = ask("DELETE", place(name), Map.of(), Map.of(), NOTHING, ANSWER_OCTETS_MAX);
        if (!answer.isDone() && answer.status() != 404) throw refused(name, answer);
    }

    @Override public void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException {
        var prefix = settings.prefix() + folder + "/";
        var query = new TreeMap<>(Map.of("list-type", "2", "prefix", prefix, "max-keys", "" + PAGE_KEYS));
        int counted = 0;
        for (int pages = 1; ; pages++) {
            var page = page(folder, query);
            for (var entry : page.entries()) {
                requireAtMost(most, ++counted, folder);
                if (entry.key().startsWith(prefix)) visitor.accept(entry.key().substring(prefix.length()),
                    entry.length());
            }
            if (page.next().isEmpty()) return;
            boolean isSame = page.next().get().equals(query.put("continuation-token", page.next().get()));
            if (isSame) throw new IOException(this + " lists the same page again");
            // some have pages with little in them, or nothing; without end they are a loop
            if (pages > PAGES_MIN + most / PAGE_KEYS * 2) throw new IOException(this + " lists " + folder
                + " in more pages than there can be");
        }
    }

    private S3Listing page(String folder, Map<String, String> query) throws IOException {
        var answer = ask("GET", place(""), query, Map.of(), NOTHING, PAGE_OCTETS_MAX);
        if (!answer.isDone()) throw refused(folder, answer);
        return S3Listing.parse(answer.body());
    }

    /** Of a thing; of the bucket when the name is empty. */
    private URI place(String name) {
        var key = name.isEmpty() ? "" : "/" + AwsSignature.encoded(settings.prefix() + name).replace("%2F", "/");
        return URI.create(settings.endpoint() + "/" + AwsSignature.encoded(settings.bucket()) + key);
    }

    private IOException refused(String name, Answer answer) {
        String code;
        try {
            code = S3Listing.parse(answer.body()).code().orElse("");
        } catch (IOException none) {
            code = "";
        }
        return new IOException(this + " refused " + name + ": status " + answer.status()
            + (code.isEmpty() ? "" : ", " + Clean.line(code)));
    }

    private Answer ask(String method, URI place, Map<String, String> query, Map<String, String> headers,
        byte[] content, int octetsMax)
            throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                var answer = once(method, place, query, headers, content, octetsMax);
                boolean isOver = answer.status() / 100 != 5 && answer.status() != 429;
                if (isOver || left == 1) return answer;
            } catch (Damaged tooLong) {
                throw tooLong;
            } catch (IOException lost) {
                if (left == 1) throw new IOException(this + " is not reached: " + Clean.why(lost), lost);
            }
            pause(PAUSE.multipliedBy(1L << (TRIES - left)));
        }
    }

    private Answer once(String method, URI place, Map<String, String> query, Map<String, String> headers,
        byte[] content, int octetsMax)
            throws IOException {
        var full = query.isEmpty() ? place : URI.create(place + "?" + AwsSignature.query(query));
        var request = HttpRequest.newBuilder(full).timeout(REQUEST_MAX).method(method,
            method.equals("PUT") ? HttpRequest.BodyPublishers.ofByteArray(content)
                : HttpRequest.BodyPublishers.noBody());
        signature.headers(method, place, query, headers, content, Instant.now()).forEach(request::header);
        var answer = client.sendAsync(request.build(), info -> body(info, Math.max(octetsMax, ERROR_OCTETS_MAX)));
        try {
            var response = answer.get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
            boolean isTooLong = response.body() == TOO_LONG || response.statusCode() / 100 == 2
                && response.body().length > octetsMax;
            if (isTooLong) throw new Damaged(place.getPath() + " is longer than it can be");
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + ANSWER_MAX.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException lost ? lost : new IOException("the request failed", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Never more in memory than asked for, whatever is sent. */
    private static BodySubscriber<byte[]> body(HttpResponse.ResponseInfo info, int octetsMax) {
        boolean isTooLong = info.headers().firstValueAsLong("content-length").orElse(0) > octetsMax;
        return isTooLong ? BodySubscribers.replacing(TOO_LONG)
            : BodySubscribers.limiting(BodySubscribers.ofByteArray(), octetsMax);
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override public void close() { client.shutdownNow(); }

    @Override public String toString() { return settings.place(); }
}
