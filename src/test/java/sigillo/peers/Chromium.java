package sigillo.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Chromium without a window, told what to do by its DevTools protocol. It trusts every certificate. */
public final class Chromium implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Program program;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final WebSocket socket;
    private int commands;

    public static boolean isThere() { return Files.isExecutable(BINARY); }

    /** Everything of it is in {@code folder}. */
    public Chromium(Path folder) throws Exception {
        var port = folder.resolve("DevToolsActivePort");
        program = Program.start(folder.resolveSibling("chromium.log"), Map.of("HOME", folder.toString()), List.of(BINARY.toString(), "--headless=new", "--no-sandbox",
            "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--ignore-certificate-errors", "--hide-scrollbars", "--remote-debugging-port=0",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir=" + folder, "about:blank"));
        Program.waitUntil("Chromium listens", PATIENCE, () -> isWritten(port) || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError("Chromium ended:\n" + program.printed());
        socket = http.newWebSocketBuilder().buildAsync(URI.create(page(Files.readAllLines(port).getFirst())), new Listening()).get(30, TimeUnit.SECONDS);
        command("Page.enable", Map.of());
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String page(String port) throws IOException, InterruptedException {
        var pages = JSON.readTree(http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build(), HttpResponse.BodyHandlers.ofString()).body());
        for (var page : pages) if (page.get("type").asString().equals("page")) return page.get("webSocketDebuggerUrl").asString();
        throw new AssertionError("no page: " + pages);
    }

    private final class Listening implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                var message = JSON.readTree(text.toString());
                text.setLength(0);
                if (message.has("id")) waiting.remove(message.get("id").asInt()).complete(message);
            }
            from.request(1);
            return null;
        }
    }

    /** See chromedevtools.github.io/devtools-protocol. */
    public JsonNode command(String method, Map<String, ?> parameters) {
        try {
            int id = ++commands;
            var answer = new CompletableFuture<JsonNode>();
            waiting.put(id, answer);
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).get(10, TimeUnit.SECONDS);
            var message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) throw new AssertionError(method + ": " + message.get("error"));
            return message.get("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(method + " failed", e);
        }
    }

    /** In the units of style sheets. */
    public void size(int width, int height) {
        command("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    public void scheme(String lightOrDark) {
        command("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
    }

    /** As on paper. */
    public void media(String screenOrPrint) { command("Emulation.setEmulatedMedia", Map.of("media", screenOrPrint)); }

    public void go(String url) {
        command("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete' && location.href.startsWith(" + quoted(url.replaceFirst("(https://[^/]*).*", "$1")) + ")");
    }

    /** By its value as JavaScript has it; the pages have none of their own, this is the driver's. */
    public JsonNode evaluate(String script) {
        return command("Runtime.evaluate", Map.of("expression", script, "returnByValue", true)).path("result").path("value");
    }

    public void await(String condition) {
        Program.waitUntil(condition + " in " + evaluate("document.body ? document.body.innerText : ''"), PATIENCE,
            () -> evaluate("!!(" + condition + ")").asBoolean(false));
    }

    /** Types into what has the focus. */
    public void type(String text) { command("Input.insertText", Map.of("text", text)); }

    /** {@code Tab}, {@code Enter} or {@code Space}. */
    public void press(String key) {
        var text = Map.of("Enter", "\r", "Space", " ").getOrDefault(key, "");
        int code = Map.of("Enter", 13, "Space", 32, "Tab", 9).get(key);
        var name = key.equals("Space") ? " " : key;
        command("Input.dispatchKeyEvent", Map.of("type", text.isEmpty() ? "rawKeyDown" : "keyDown", "key", name, "code", key, "windowsVirtualKeyCode", code, "text", text));
        command("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", name, "code", key, "windowsVirtualKeyCode", code));
    }

    /** The whole page, as PNG. */
    public byte[] picture() {
        return Base64.getDecoder().decode(command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)).get("data").asString());
    }

    public static String quoted(String text) { return JSON.writeValueAsString(text); }

    @Override public void close() {
        socket.abort();
        http.close();
        program.close();
    }
}
