package sigillo.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sigillo.peers.TrustAll;
import sigillo.peers.TrustAll;

/** What a browser does with pages that have no script, over real HTTPS: cookies, redirects, the tokens of forms. */
public final class Browser implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private final String base;
    private final HttpClient client = HttpClient.newBuilder().sslContext(TrustAll.context()).version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<HttpResponse<String>> heard = new ArrayList<>();
    private HttpResponse<String> last;

    public Browser(int port) { this.base = "https://localhost:" + port; }

    /** From now on with every request. */
    public Browser saying(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Follows redirects to pages of ours; the page. */
    public String get(String path) { return go(request(path).GET().build()); }

    /** A form, with the token of the page last seen; what follows it. */
    public String post(String path, String... fields) { return go(form(path, true, fields)); }

    /** A form of which so much of the body goes out, from 0 to 1; then the connection is closed, and nothing is read. */
    public void cut(double part, String path, String... fields) {
        var body = body(true, fields).getBytes(StandardCharsets.UTF_8);
        int port = URI.create(base).getPort();
        var cookie = String.join("; ", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).toList());
        try (var socket = TrustAll.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            var out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: " + base + "\r\nCookie: " + cookie
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, (int) (part * body.length));
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Without the token. */
    public String postWithout(String path, String... fields) { return go(form(path, false, fields)); }

    public String json(String method, String path, String body) {
        return go(request(path).header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** As a script of our pages sends octets. */
    public String octets(String method, String path, String field, String value, byte[] octets) {
        return go(request(path).header("Content-Type", "application/octet-stream").header("Origin", base)
            .header("Sec-Fetch-Site", "same-origin").header(field, value)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(octets)).build());
    }

    private String body(boolean hasToken, String... fields) {
        var text = new StringBuilder();
        var token = last == null ? null : TOKEN.matcher(last.body());
        if (hasToken && token != null && token.find()) text.append("token=").append(token.group(1)).append('&');
        for (int i = 0; i < fields.length; i += 2) {
            text.append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8)).append('&');
        }
        return text.toString();
    }

    private HttpRequest form(String path, boolean hasToken, String... fields) {
        return request(path).header("Content-Type", "application/x-www-form-urlencoded").header("Origin", headers.getOrDefault("origin-said", base))
            .POST(HttpRequest.BodyPublishers.ofString(body(hasToken, fields))).build();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        if (!cookies.isEmpty()) request.header("Cookie", String.join("; ", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).toList()));
        headers.forEach((name, value) -> {
            if (!name.equals("origin-said")) request.header(name, value);
        });
        return request;
    }

    private String go(HttpRequest request) {
        try {
            last = send(request);
            heard.add(last);
            last.headers().allValues("set-cookie").forEach(this::take);
            boolean isOnward = last.statusCode() / 100 == 3 && header("location").startsWith("/");
            return isOnward ? get(header("location")) : last.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Once more where a connection that was kept had been ended by the server meanwhile, as browsers do: RFC 9112 section 9.3.1. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException ended) {
            if (!String.valueOf(ended.getMessage()).contains("received no bytes")) throw ended;
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private void take(String cookie) {
        var pair = cookie.split(";")[0].split("=", 2);
        if (cookie.contains("Max-Age=0")) cookies.remove(pair[0]);
        else cookies.put(pair[0], pair[1]);
    }

    /** All replies so far, redirects among them. */
    public List<HttpResponse<String>> heard() { return heard; }

    public int status() { return last.statusCode(); }

    public String header(String name) { return last.headers().firstValue(name).orElse(""); }

    public String path() { return last.uri().getPath(); }

    public Map<String, String> cookies() { return cookies; }

    @Override public void close() { client.close(); }
}
