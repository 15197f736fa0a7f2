package sigillo.https;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.resolver.Answer;
import sigillo.resolver.HurriedResolver;
import sigillo.resolver.Resolver;

/**
 * Asks one thing of one host over HTTPS and closes. The certificate must be valid for the host's name; nothing is
 * followed elsewhere; what comes is bounded in octets and time. Blocks. Any thread.
 */
public final class HttpsClient {
    private static final System.Logger LOG = System.getLogger(HttpsClient.class.getName());

    private final HttpsSettings settings;
    private final Resolver resolver;
    private final ClientTls trust;

    /** {@code trust}: must verify. */
    public HttpsClient(HttpsSettings settings, Resolver resolver, ClientTls trust) {
        this.settings = settings;
        this.resolver = resolver;
        this.trust = trust;
    }

    public sealed interface Fetched {
        /** {@code contentType}: as it stands, with its parameters. */
        record Response(int status, String contentType, byte[] body) implements Fetched {}

        /** {@code why} is for people. {@code isUnproven}: somebody answered whose certificate is not valid for the host. */
        record Failed(String why, boolean isUnproven) implements Fetched {
            public Failed(String why) { this(why, false); }
        }
    }

    /** {@code host} is a name, {@code path} begins with a slash. {@code within}: for all of it. */
    public Fetched get(String host, String path, int octetsMax, Duration within) {
        return fetched(host, head("GET", host, settings.port(), path), new byte[0], octetsMax, within);
    }

    /** The same with something to tell. */
    public Fetched post(String host, String path, String contentType, byte[] body, Duration within) {
        var head = head("POST", host, settings.port(), path) + "Content-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n";
        return fetched(host, head, body, HttpsLimits.HEAD_MAX, within);
    }

    public sealed interface Sent {
        /** {@code retryAfter}: as it stands; empty where there is none. */
        record Answered(int status, String retryAfter) implements Sent {}

        /** {@code why} is for people. */
        record Failed(String why) implements Sent {}
    }

    /**
     * Something to tell to an address that a stranger chose. {@code fields}: names and values of the header, without ends of
     * lines. Of the answer only the head is read, and nothing is followed.
     */
    public Sent send(WebAddress to, Map<String, String> fields, byte[] body, Duration within) { return send(to.host(), settings.port(), to.path(), fields, body, within); }

    /** The same at another port. */
    public Sent send(String host, int port, String path, Map<String, String> fields, byte[] body, Duration within) {
        var head = new StringBuilder(head("POST", host, port, path)).append("Content-Length: ").append(body.length).append("\r\n");
        fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return switch (ask(host, port, new Saying(head.toString(), body, false), OutputStream::nullOutputStream, 0, within)) {
            case Asked.Got(var answer) -> new Sent.Answered(answer.status(), answer.field("retry-after"));
            case Asked.Failed(var why, _) -> new Sent.Failed(why);
        };
    }

    public sealed interface Streamed {
        /** {@code location}: where it is instead; empty where that is not said. */
        record Answered(int status, String location) implements Streamed {}

        /** {@code why} is for people. */
        record Failed(String why) implements Streamed {}
    }

    /** Where a long body goes as it comes; asked for anew where an address broke off and the next is tried. */
    public interface Sink {
        OutputStream begin() throws IOException;
    }

    /**
     * What is at an address that a stranger chose; nothing is said of who wants it, and nothing is followed. Only the body of an
     * answer 200 is read. {@code accept}: which types are wanted.
     */
    public Streamed stream(String host, String path, String accept, Sink sink, int octetsMax, Duration within) {
        var head = head("GET", host, settings.port(), path) + "Accept: " + accept + "\r\n";
        return switch (ask(host, settings.port(), new Saying(head, new byte[0], false), sink, octetsMax, within)) {
            case Asked.Got(var answer) -> new Streamed.Answered(answer.status(), answer.field("location"));
            case Asked.Failed(var why, _) -> new Streamed.Failed(why);
        };
    }

    /**
     * Something that is asked of a service with which the owner has an account. {@code path}: with its query. {@code fields}:
     * names and values of the header, without ends of lines; never logged, since they say who we are.
     */
    public record Call(String method, String host, String path, Map<String, String> fields, byte[] body) {
        public Call {
            boolean isSound = method.matches("[A-Z]{3,7}") && path.matches("/[!-~]*")
                && fields.entrySet().stream().allMatch(one -> one.getKey().matches("[A-Za-z0-9-]+") && one.getValue().matches("[ -~]*"));
            if (!isSound) throw new IllegalArgumentException("what is asked of " + host + " cannot be written as a request");
            fields = Map.copyOf(fields);
        }

        @Override public String toString() { return method + " " + host + path; }
    }

    public sealed interface Called {
        /** {@code fields}: with names in lower case. */
        record Answered(int status, Map<String, String> fields, byte[] body) implements Called {}

        /** {@code why} is for people. {@code isPerhapsDone}: it was said before the connection broke. */
        record Failed(String why, boolean isPerhapsDone) implements Called {}
    }

    /** What it answers, whatever its status. What was once said to one address is not said again to another. */
    public Called call(Call call, int octetsMax, Duration within) {
        var head = new StringBuilder(head(call.method(), call.host(), settings.port(), call.path()));
        if (call.body().length > 0 || !call.method().equals("GET")) head.append("Content-Length: ").append(call.body().length).append("\r\n");
        call.fields().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var body = new ByteArrayOutputStream();
        var saying = new Saying(head.toString(), call.body(), true);
        return switch (ask(call.host(), settings.port(), saying, () -> body, octetsMax, within)) {
            case Asked.Got(var answer) -> new Called.Answered(answer.status(), answer.fields(), body.toByteArray());
            case Asked.Failed(var why, _) -> new Called.Failed(why, saying.isSaid);
        };
    }

    /** What goes to the first address that takes it. {@code isCall}: then to no other, and the body of each status is read. */
    private static final class Saying {
        final String head;
        final byte[] body;
        final boolean isCall;
        boolean isSaid;

        Saying(String head, byte[] body, boolean isCall) {
            this.head = head;
            this.body = body;
            this.isCall = isCall;
        }

        boolean isOver() { return isCall && isSaid; }

        /** RFC 9110 sections 15.3.5 and 15.4.5: these have none. */
        boolean hasBody(int status) { return isCall ? status != 204 && status != 304 : status == 200; }
    }

    private sealed interface Asked {
        record Got(HttpReader.Head head) implements Asked {}

        record Failed(String why, boolean isUnproven) implements Asked {
            Failed(String why) { this(why, false); }
        }
    }

    private Fetched fetched(String host, String head, byte[] said, int octetsMax, Duration within) {
        var body = new ByteArrayOutputStream();
        Sink sink = () -> {
            body.reset();
            return body;
        };
        return switch (ask(host, settings.port(), new Saying(head, said, false), sink, octetsMax, within)) {
            case Asked.Got(var answer) -> new Fetched.Response(answer.status(), answer.field("content-type"), body.toByteArray());
            case Asked.Failed(var why, var isUnproven) -> new Fetched.Failed(why, isUnproven);
        };
    }

    private static String head(String method, String host, int port, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + (port == 443 ? "" : ":" + port) + "\r\nUser-Agent: Sigillo\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
    }

    /** {@code octetsMax}: of the body, of an answer 200 where it is no call; 0 reads none. */
    private Asked ask(String host, int port, Saying saying, Sink sink, int octetsMax, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        var addresses = new ArrayList<InetAddress>();
        // DNS gets half of the time, so that some is left for what it leads to
        switch (new HurriedResolver(resolver, end - within.toNanos() / 2).addresses(host)) {
            case Answer.Found<InetAddress>(var found, _) -> addresses.addAll(allowed(found));
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> { return new Asked.Failed(host + " has no address"); }
            case Answer.Temporary<InetAddress>(_, var why) -> { return new Asked.Failed(why); }
        }
        var failed = new Asked.Failed(host + " has no address that may be called");
        for (int i = 0; i < addresses.size() && !saying.isOver(); i++) {
            long now = System.nanoTime();
            if (end - now <= 0) break;
            long share = share(now, end, addresses.size() - i);
            var address = addresses.get(i);
            try (var wire = Wire.connect(new InetSocketAddress(address, port), Optional.empty(), connecting(share))) {
                wire.startTls(trust, host, Duration.ofNanos(Math.max(1, share - System.nanoTime())));
                saying.isSaid = true;
                wire.write((saying.head + "\r\n").getBytes(StandardCharsets.US_ASCII));
                wire.write(saying.body);
                wire.flush();
                var reader = new HttpReader(wire, share);
                var answer = reader.head();
                if (saying.hasBody(answer.status()) && octetsMax > 0) reader.body(answer, octetsMax, sink.begin());
                return new Asked.Got(answer);
            } catch (IOException e) {
                failed = new Asked.Failed(host + ": " + e.getMessage(), isUnproven(e));
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "asking " + host + " over HTTPS broke", e);
                failed = new Asked.Failed(host + ": an error in this server");
            }
        }
        return failed;
    }

    /** Until when the first of so many may take: one that is silent leaves as much to each of the others. In nanoseconds. */
    static long share(long now, long end, int addresses) { return now + (end - now) / addresses; }

    private static boolean isUnproven(Throwable failed) {
        if (failed instanceof SSLPeerUnverifiedException) return true;
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException || cause instanceof CertPathBuilderException) return true;
        }
        return false;
    }

    /** {@code end}: as of {@link System#nanoTime}. At least a millisecond, since none means for ever. */
    private static Duration connecting(long end) {
        long most = Math.min(HttpsLimits.CONNECT.toNanos(), end - System.nanoTime());
        return Duration.ofNanos(Math.max(1_000_000, most));
    }

    private List<InetAddress> allowed(List<InetAddress> addresses) {
        return byTurns(addresses.stream()
            .filter(a -> settings.loopbackOnly() ? a.isLoopbackAddress() : PublicAddress.is(a)).distinct().toList());
    }

    /** A few, IPv6 and IPv4 by turns: whoever has no way to the one soon comes to the other. */
    static List<InetAddress> byTurns(List<InetAddress> addresses) {
        var six = addresses.stream().filter(Inet6Address.class::isInstance).toList();
        var four = addresses.stream().filter(a -> !(a instanceof Inet6Address)).toList();
        var turns = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(six.size(), four.size()) && turns.size() < HttpsLimits.ADDRESSES_MAX; i++) {
            if (i < six.size()) turns.add(six.get(i));
            if (i < four.size()) turns.add(four.get(i));
        }
        return turns.subList(0, Math.min(turns.size(), HttpsLimits.ADDRESSES_MAX));
    }
}
