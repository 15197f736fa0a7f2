package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.http.Asked;
import sigillo.http.Fields;
import tools.jackson.databind.json.JsonMapper;

/** Who may ask at doors beside the pages, with the session of a browser. */
class SignedInTest {
    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    private record Here(String cookie, String token) {}

    private Here signIn(boolean stay) {
        try (var browser = house.browser()) {
            var answer = browser.json("POST", "/api/sign-in", """
                {"address": "anna@home.example", "password": "the first password", "stay": %s}""".formatted(stay));
            return new Here("__Host-sigillo=" + browser.cookies().get("__Host-sigillo"), JsonMapper.shared().readTree(answer).path("token").asString());
        }
    }

    private boolean isLetIn(Asked.Method method, Map<String, String> headers) {
        var said = new HashMap<>(headers);
        said.putIfAbsent("host", "localhost:1");
        var who = house.site.signedIn(new Asked(method, "/jmap/api", Fields.NONE, said, new byte[0], InetAddress.getLoopbackAddress(), () -> { }));
        who.ifPresent(one -> {
            assertEquals("anna@home.example", one.user().address().toString());
            one.unlocked().close();
        });
        return who.isPresent();
    }

    @Test void theCookieReadsAndTheTokenChanges() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var here = signIn(false);
        assertTrue(isLetIn(Asked.Method.GET, Map.of("cookie", here.cookie)));
        assertTrue(isLetIn(Asked.Method.POST, Map.of("cookie", here.cookie, "sigillo-token", here.token)));
        assertFalse(isLetIn(Asked.Method.POST, Map.of("cookie", here.cookie)), "a form of others has the cookie");
        assertFalse(isLetIn(Asked.Method.POST, Map.of("cookie", here.cookie, "sigillo-token", here.token + "x")));
        assertFalse(isLetIn(Asked.Method.GET, Map.of("sigillo-token", here.token)), "the token alone is nobody");
        assertFalse(isLetIn(Asked.Method.GET, Map.of("cookie", here.cookie + "x")));
        assertFalse(isLetIn(Asked.Method.GET, Map.of()));
    }

    /** A page of a neighbour below the same domain is the same site: its requests have the cookie. */
    @Test void pagesOfOthersAreNotLetIn() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var here = signIn(false);
        var said = Map.of("cookie", here.cookie, "sigillo-token", here.token);
        for (var wrong : Map.of("sec-fetch-site", "same-site", "origin", "https://other.localhost:1").entrySet()) {
            var more = new HashMap<>(said);
            more.put(wrong.getKey(), wrong.getValue());
            assertFalse(isLetIn(Asked.Method.GET, more), wrong.toString());
            assertFalse(isLetIn(Asked.Method.POST, more), wrong.toString());
        }
        var ours = new HashMap<>(said);
        ours.putAll(Map.of("sec-fetch-site", "same-origin", "origin", "https://localhost:1"));
        assertTrue(isLetIn(Asked.Method.POST, ours));
    }

    @Test void theKitComesFirst() {
        var here = signIn(false);
        assertFalse(isLetIn(Asked.Method.GET, Map.of("cookie", here.cookie)));
    }

    /** Who says that the device is his own stays; else a quarter of an hour without use ends it. */
    @Test void whoStaysIsStillThereInTheEvening() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var guest = signIn(false);
        var owner = signIn(true);
        house.pass(Duration.ofMinutes(16));
        assertFalse(isLetIn(Asked.Method.GET, Map.of("cookie", guest.cookie)));
        house.pass(Duration.ofHours(11));
        assertTrue(isLetIn(Asked.Method.GET, Map.of("cookie", owner.cookie)));
        house.pass(Duration.ofHours(1));
        assertFalse(isLetIn(Asked.Method.GET, Map.of("cookie", owner.cookie)), "a day's work is shorter");
    }

    /** What is under way is told when its owner signs out. */
    @Test void signingOutEndsWhatIsUnderWay() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var here = signIn(true);
        var asked = new Asked(Asked.Method.GET, "/jmap/events", Fields.NONE, Map.of("host", "localhost:1", "cookie", here.cookie), new byte[0],
            InetAddress.getLoopbackAddress(), () -> { });
        var told = new AtomicInteger();
        try (var open = house.site.signedIn(asked).orElseThrow().unlocked()) {
            open.whenEnded(told::incrementAndGet);
            house.site.sessions().endAllOf(WebHouse.ANNAS);
            assertEquals(1, told.get());
        }
    }
}
