package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An owner makes masked addresses, sees who uses them, pauses and deletes them. */
@Timeout(60)
class MaskedPageTest {
    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    private String only() { return house.masked.of(WebHouse.ANNAS).getFirst().address().address().toString(); }

    @Test void oneIsMadeUsedPausedAndDeleted() {
        try (var anna = house.anna()) {
            assertTrue(anna.get("/").contains("href=\"/masked\"") && anna.get("/masked").contains("There is none yet."));
            var page = anna.post("/masked", "do", "make", "note", "<Shoes> & more");
            assertTrue(page.contains("This is your new address:") && page.contains("&lt;Shoes&gt; &amp; more") && page.contains(only()), page);
            house.masked.came(house.masked.of(WebHouse.ANNAS).getFirst().address().address(), Optional.empty(), false,
                Octets.of("From: Shop <hello@shop.example>\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            page = anna.get("/masked");
            assertTrue(page.contains("Last mail") && page.contains("First from hello@shop.example"), page);
            page = anna.post("/masked", "do", "pause", "masked", only());
            assertTrue(page.contains("Paused: its mail is refused until you resume it.") && page.contains("aria-label=\"Resume " + only()), page);
            assertTrue(anna.post("/masked", "do", "resume", "masked", only()).contains("It takes mail again."));
            page = anna.post("/masked", "do", "delete", "masked", only());
            assertTrue(page.contains("not even you") && page.contains("value=\"&lt;Shoes&gt; &amp; more\""), page);
            assertTrue(anna.post("/masked", "do", "note", "masked", only(), "note", "boots").contains("The note is changed."));
            assertTrue(anna.get("/masked?lang=it").contains("Ultimo messaggio"));
            anna.post("/masked", "do", "delete", "masked", only());
            page = anna.post("/masked", "do", "delete-now", "masked", only());
            assertTrue(page.contains("L&#39;indirizzo è eliminato.") && page.contains("Non ce n&#39;è ancora nessuno."), page);
            assertEquals(0, house.masked.of(WebHouse.ANNAS).size());
        }
    }

    @Test void nobodyChangesThoseOfAnother() {
        try (var anna = house.anna(); var leo = house.browser()) {
            anna.get("/masked");
            anna.post("/masked", "do", "make", "note", "shoes");
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            assertFalse(leo.get("/masked").contains(only()));
            leo.post("/masked", "do", "delete-now", "masked", only());
            assertEquals(409, leo.status());
            leo.get("/masked");
            leo.post("/masked", "do", "pause", "masked", only());
            assertEquals(409, leo.status());
            assertFalse(house.masked.of(WebHouse.ANNAS).getFirst().address().paused());
        }
    }

    @Test void theSameAsJson() {
        try (var anna = house.anna()) {
            anna.saying(Api.TOKEN, anna.get("/masked").replaceFirst("(?s).*?name=\"token\" value=\"([^\"]+)\".*", "$1"));
            var made = read(anna.json("POST", "/api/masked", "{\"note\": \"shoes\"}")).get("address").asString();
            anna.json("POST", "/api/masked", "{\"address\": \"" + made + "\", \"paused\": true}");
            var listed = read(anna.json("GET", "/api/masked", "")).get("masked");
            assertTrue(listed.size() == 1 && listed.get(0).get("paused").asBoolean() && listed.get(0).get("note").asString().equals("shoes"));
            anna.json("DELETE", "/api/masked", "{\"address\": \"" + made + "\"}");
            assertEquals(200, anna.status());
            anna.json("DELETE", "/api/masked", "{\"address\": \"" + made + "\"}");
            assertEquals(409, anna.status());
            anna.json("POST", "/api/masked", "{\"address\": 7}");
            assertEquals(400, anna.status());
        }
    }

    private static JsonNode read(String json) { return JsonMapper.builder().build().readTree(json); }
}
