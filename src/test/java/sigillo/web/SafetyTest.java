package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.TrustAll;

/**
 * What every reply tells browsers to refuse and not to keep, whoever asks and however; and that no page needs what is
 * refused: no script, no style in the page, nothing from elsewhere. Pages are those of {@link Site#paths}, new ones too.
 */
@Timeout(120)
class SafetyTest {
    private static final Map<String, String> EVERYWHERE = Map.of(
        "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options", "nosniff",
        "X-Frame-Options", "DENY",
        "Referrer-Policy", "same-origin",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    private static final String CACHE = "Cache-Control";
    /** The only replies that anybody may keep: they are the same for all. */
    private static final List<String> KEPT = List.of(Files.style(), "/icon.svg", "/favicon.ico");
    private static final List<String> OTHERS = List.of("/nowhere", "/robots.txt", "/?lang=it", "/api/session", "/api/nothing", "/api/app-passwords");

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    // ---- what is asserted ----

    private static void assertSafe(Browser browser) {
        assertFalse(browser.heard().isEmpty());
        for (var reply : browser.heard()) {
            var what = reply.request().method() + " " + reply.uri().getPath() + " " + reply.statusCode();
            boolean mayBeKept = KEPT.contains(reply.uri().getPath()) && reply.statusCode() == 200;
            assertEquals(wanted(mayBeKept), said(reply, mayBeKept), what);
            boolean isPage = reply.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
            if (isPage) assertEquals(new TreeSet<>(), refusedIn(reply.body()), what);
        }
    }

    private static Map<String, List<String>> wanted(boolean mayBeKept) {
        var wanted = new TreeMap<String, List<String>>();
        EVERYWHERE.forEach((name, value) -> wanted.put(name, List.of(value)));
        if (!mayBeKept) wanted.put(CACHE, List.of("no-store"));
        return wanted;
    }

    private static Map<String, List<String>> said(HttpResponse<String> reply, boolean mayBeKept) {
        var said = new TreeMap<String, List<String>>();
        for (var name : wanted(mayBeKept).keySet()) said.put(name, reply.headers().allValues(name));
        return said;
    }

    /** What the policy refuses, and what leads elsewhere. */
    private static TreeSet<String> refusedIn(String page) {
        var found = new TreeSet<String>();
        for (var element : Jsoup.parse(page).getAllElements()) {
            boolean isRefused = List.of("script", "style", "iframe", "frame", "object", "embed", "base").contains(element.normalName());
            if (isRefused || element.hasAttr("http-equiv")) found.add(element.outerHtml());
            for (var attribute : element.attributes()) {
                if (isRefused(element, attribute)) found.add(element.normalName() + " " + attribute);
            }
        }
        return found;
    }

    private static boolean isRefused(Element element, Attribute attribute) {
        var name = attribute.getKey();
        boolean isPlace = List.of("href", "src", "action", "formaction", "srcset", "poster", "data").contains(name);
        boolean isAnotherPlace = isPlace && !Pattern.matches("[/?#](?!/).*|/", attribute.getValue());
        return name.startsWith("on") || name.equals("style") || isAnotherPlace && !element.normalName().equals("svg");
    }

    // ---- who asks ----

    private void askForAll(Browser browser) {
        var paths = new TreeSet<>(house.site.paths());
        assertTrue(paths.contains("/kit") && paths.contains("/forgot"), paths.toString());
        paths.addAll(OTHERS);
        paths.addAll(KEPT);
        for (var path : paths) {
            browser.get(path);
            if (!path.equals("/sign-out")) browser.post(path);
            browser.post(path.equals("/sign-out") ? "/nowhere" : path, "do", "confirm", "code", "\"><script>alert(1)</script>", "password", "x");
            browser.json("DELETE", path, "{}");
            browser.json("PUT", path, "{}");
            if (!path.equals("/sign-out")) browser.json("POST", path, "{}");
        }
        assertSafe(browser);
    }

    @Test void whoIsNotSignedIn() {
        try (var browser = house.browser()) {
            askForAll(browser);
        }
    }

    @Test void whoHasToConfirmHisKit() {
        try (var browser = house.browser()) {
            browser.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD);
            assertEquals("/kit", browser.path());
            askForAll(browser);
        }
    }

    @Test void whoIsSignedIn() {
        try (var browser = house.anna()) {
            askForAll(browser);
            browser.post("/sign-out");
            assertSafe(browser);
        }
    }

    @Test void whoIsAtL0() {
        try (var browser = house.browser()) {
            browser.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            assertEquals("/", browser.path());
            askForAll(browser);
        }
    }

    // ---- what shows secrets ----

    @Test void pagesWithSecretsAreKeptByNobody() {
        try (var browser = house.browser()) {
            browser.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD);
            var code = shown(browser, browser.post("/kit", "do", "new", "password", WebHouse.PASSWORD), "<p class=\"secret\">([0-9A-Z-]{44})</p>");
            shown(browser, browser.post("/kit", "do", "text", "code", code), "(" + code + ")");
            browser.get("/kit");
            browser.post("/kit", "do", "confirm", "code", code);
            browser.get("/app-passwords");
            shown(browser, browser.post("/app-passwords", "do", "make", "name", "phone", "scope", "IMAP", "password", WebHouse.PASSWORD), "<p class=\"secret\">([0-9a-z-]{30})</p>");
            browser.get("/tokens");
            shown(browser, browser.post("/tokens", "do", "make", "name", "script", "scope", "IMAP", "days", "30", "password", WebHouse.PASSWORD), "<p class=\"secret\">(sgt_[^<]+)</p>");
            browser.get("/second-factor");
            var secret = shown(browser, browser.post("/second-factor", "do", "begin", "password", WebHouse.PASSWORD), "<p class=\"secret\">([A-Z2-7 ]+)</p>");
            shown(browser, browser.post("/second-factor", "do", "confirm", "code", new Authenticator(secret).code(house.clock.instant())), "<li>([^<]+)</li>");
            assertSafe(browser);
        }
    }

    private static String shown(Browser browser, String page, String pattern) {
        var found = Pattern.compile(pattern).matcher(page);
        assertTrue(found.find(), pattern + " in " + page);
        assertEquals("no-store", browser.header(CACHE));
        assertEquals(200, browser.status());
        return found.group(1);
    }

    @Test void jsonWithSecretsToo() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var password = "\"password\": \"" + WebHouse.PASSWORD + "\"";
        try (var program = house.browser()) {
            var token = found(program.json("POST", "/api/sign-in", "{\"address\": \"" + WebHouse.ANNA + "\", " + password + "}"), "\"token\" ?: ?\"([^\"]+)\"");
            program.saying(Api.TOKEN, token);
            found(program.json("POST", "/api/app-passwords", "{\"name\": \"phone\", \"services\": [\"imap\"], " + password + "}"), "\"secret\" ?: ?\"([0-9a-z-]{30})\"");
            found(program.json("POST", "/api/second-factor/begin", "{" + password + "}"), "\"secret\" ?: ?\"([A-Z2-7]+)\"");
            found(program.json("POST", "/api/kit", "{" + password + "}"), "\"code\" ?: ?\"([0-9A-Z-]{44})\"");
            assertSafe(program);
        }
    }

    private static String found(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern + " in " + text);
        return found.group(1);
    }

    // ---- what no page answers ----

    @Test void whatNobodyCanReadIsRefusedInTheSameWay() throws IOException {
        for (var request : Map.of("GET / HTTP/9.9\r\n\r\n", 505, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000) + "\r\n\r\n", 431,
            "nonsense\r\n\r\n", 400, "BREW /kit HTTP/1.1\r\nHost: localhost\r\n\r\n", 501).entrySet()) {
            try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
                assertSafe(request.getValue(), answer(socket, request.getKey()));
            }
        }
    }

    @Test void inClearToo() throws IOException {
        for (var request : Map.of("GET /kit HTTP/1.1\r\nHost: mail.home.example\r\n\r\n", 301, "POST /kit HTTP/1.1\r\nHost: mail.home.example\r\nContent-Length: 0\r\n\r\n", 403,
            "nonsense\r\n\r\n", 400).entrySet()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.plainPort())) {
                assertSafe(request.getValue(), answer(socket, request.getKey()));
            }
        }
    }

    private static String answer(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertSafe(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), status + " was wanted: " + answer);
        wanted(false).forEach((name, values) -> assertTrue(answer.contains("\r\n" + name + ": " + values.getFirst() + "\r\n"), name + " in " + answer));
    }

    // ---- the style ----

    @Test void theStyleAsksForNothingElse() {
        try (var browser = house.browser()) {
            var style = browser.get(Files.style());
            assertEquals(200, browser.status());
            assertFalse(style.contains("@import") || style.contains("url("), style);
        }
    }

    @Test void browsersAskByHttpsFromThenOn() throws IOException {
        try (var socket = TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), house.port())) {
            var answer = answer(socket, "GET /sign-in HTTP/1.1\r\nHost: mail.home.example\r\nConnection: close\r\n\r\n");
            assertTrue(answer.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"), answer);
        }
    }
}
