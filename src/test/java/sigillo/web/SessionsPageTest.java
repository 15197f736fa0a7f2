package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Usage;
import sigillo.base.AddressKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An owner sees where he is signed in, and ends what he does not know. */
@Timeout(60)
class SessionsPageTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
        + " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception {
        house = new WebHouse(folder);
        house.kits.confirm(WebHouse.ANNA, house.code.text());
    }

    @AfterEach void close() { house.close(); }

    private Browser anna(String device) {
        var browser = house.browser().saying("User-Agent", device);
        browser.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD);
        return browser;
    }

    private static boolean isIn(Browser browser) {
        browser.get("/");
        return browser.path().equals("/");
    }

    /** So that a flood of strangers takes its place from others: see the RoomTest of net. */
    @Test void aConnectionOfWhoHasSignedInIsToldToTheRoom() {
        try (var stranger = house.browser().saying("Cookie", Site.COOKIE + "=nobodys"); var desk = house.browser()) {
            stranger.get("/");
            desk.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", "wrong");
            assertEquals(List.of(), house.room.signedInSince());
            desk.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD);
            assertTrue(isIn(desk));
            assertEquals(List.of(AddressKey.of(InetAddress.getLoopbackAddress())), house.room.signedInSince());
        }
    }

    @Test void eachIsShownAndEndsAlone() {
        try (var desk = anna(FIREFOX); var phone = anna(IPHONE); var script = anna("<i>fetch</i>/1.0")) {
            house.pass(Duration.ofMinutes(5));
            var page = desk.get("/sessions");
            assertTrue(page.contains("Firefox on Linux (this one)") && page.contains("Safari on iPhone"), page);
            assertTrue(page.contains("&lt;i&gt;fetch&lt;") && page.contains("127.0.0.1"), page);
            var phones = Pattern.compile("(?s)value=\"([^\"]+)\">\\s*<button class=\"quiet\" aria-label=\"Sign out Safari on iPhone\"")
                .matcher(page);
            assertTrue(phones.find(), page);
            assertTrue(desk.post("/sessions", "do", "end", "session", phones.group(1)).contains("Signed out there."));
            assertFalse(isIn(phone));
            assertTrue(isIn(script) && isIn(desk));
            assertFalse(desk.get("/sessions").contains("iPhone"));
        }
    }

    @Test void allOthersEnd() {
        try (var desk = anna(FIREFOX); var phone = anna(IPHONE); var other = anna(IPHONE)) {
            desk.get("/sessions");
            desk.post("/sessions", "do", "others");
            assertFalse(isIn(phone) || isIn(other));
            assertTrue(isIn(desk));
            assertFalse(desk.get("/sessions").contains("Sign out all others"), "there is none");
        }
    }

    @Test void nobodyEndsThoseOfAnother() {
        try (var desk = anna(FIREFOX); var leo = house.browser()) {
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            var annas = house.site.sessions().of(WebHouse.ANNAS).getFirst().name();
            leo.get("/sessions");
            leo.post("/sessions", "do", "end", "session", annas);
            leo.get("/sessions");
            leo.post("/sessions", "do", "others");
            assertTrue(isIn(desk));
        }
    }

    @Test void theSameAsJson() {
        try (var desk = anna(FIREFOX); var phone = anna(IPHONE)) {
            var page = desk.get("/sessions");
            desk.saying(Api.TOKEN, page.replaceFirst("(?s).*?name=\"token\" value=\"([^\"]+)\".*", "$1"));
            var listed = list(desk);
            assertEquals(2, listed.size());
            var phones = listed.get(0).get("isThis").asBoolean() ? listed.get(1) : listed.get(0);
            assertEquals("Safari iPhone 127.0.0.1", phones.get("program").asString() + " " + phones.get("system").asString()
                + " " + phones.get("lastUse").get("network").asString());
            desk.json("DELETE", "/api/sessions", "{\"name\": \"nobody's\"}");
            assertEquals(404, desk.status());
            desk.json("DELETE", "/api/sessions", "{\"name\": " + phones.get("name") + "}");
            assertEquals(200, desk.status());
            assertFalse(isIn(phone));
            desk.json("DELETE", "/api/sessions", "{\"others\": true}");
            assertEquals(1, list(desk).size());
        }
    }

    private static JsonNode list(Browser program) {
        return JsonMapper.builder().build().readTree(program.json("GET", "/api/sessions", "")).get("sessions");
    }

    @Test void howMuchTheMailTakesIsShown() {
        try (var desk = anna(FIREFOX)) {
            assertTrue(desk.get("/").contains("Your mail takes 4.8 MiB.</p>"), desk.get("/"));
            house.usage = new Usage(5_000_000, OptionalLong.of(10_000_000), Optional.empty());
            assertTrue(desk.get("/").contains("Your mail takes 4.8 MiB of 9.5 MiB.</p>"));
            assertTrue(desk.get("/?lang=it").contains("La tua posta occupa 4,8 MiB su 9,5 MiB."));
            desk.get("/?lang=en");
            house.usage = new Usage(9_000_000, OptionalLong.of(10_000_000), Optional.empty());
            assertTrue(desk.get("/").contains("When it is full, new mail is turned away"));
            house.usage = new Usage(9_900_000, OptionalLong.of(10_000_000), Optional.of(house.clock.instant()));
            assertTrue(desk.get("/").contains("and new mail is turned away"));
            var session = desk.json("GET", "/api/session", "");
            assertTrue(session.contains("\"octets\":9900000,") && session.contains("\"octetsMax\":10000000"), session);
        }
    }

    @Test void devicesAreCalledAsPeopleCallThem() {
        var android = "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
        var edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
            + " Safari/537.36 Edg/140.0.0.0";
        assertEquals(new Device(Optional.of("Chrome"), Optional.of("Android")), Device.of(Optional.of(android)));
        assertEquals(new Device(Optional.of("Edge"), Optional.of("Windows")), Device.of(Optional.of(edge)));
        assertEquals(new Device(Optional.of("curl"), Optional.empty()), Device.of(Optional.of("curl/8.14.1")));
        assertEquals(new Device(Optional.empty(), Optional.empty()), Device.of(Optional.empty()));
        assertEquals(new Device(Optional.of("x".repeat(40)), Optional.empty()), Device.of(Optional.of("x".repeat(5_000))));
        assertEquals("Browser sconosciuto", Device.of(Optional.of(" ")).in(new Speech(Language.ITALIAN)));
    }
}
