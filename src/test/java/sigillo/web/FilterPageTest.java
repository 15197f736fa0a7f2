package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.filter.Who;
import sigillo.filter.Wished;
import sigillo.filter.Wishes.Threshold;
import sigillo.filter.Word;
import tools.jackson.databind.json.JsonMapper;

/** An owner says when mail goes to Junk, and whom he allows, blocks and refuses. */
@Timeout(60)
class FilterPageTest {
    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    @Test void anOwnerSaysWhatHeWants() throws Exception {
        try (var anna = house.anna(); var leo = house.browser()) {
            assertTrue(anna.get("/").contains("href=\"/filter\""));
            var page = anna.get("/filter");
            assertTrue(page.contains("from a score of 5.5 on, as for all here") && page.contains("value=\"default\" checked"), page);
            theLine(anna);
            theList(anna);
            theSameAsJson(anna);
            thePages(anna);
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            page = leo.get("/filter");
            assertTrue(page.contains("You have said nothing of any sender.") && page.contains("value=\"default\" checked"), "each has his own: " + page);
        }
    }

    private void theLine(Browser anna) throws Exception {
        assertTrue(anna.post("/filter", "do", "line", "line", "own", "score", "6,5").contains("From now on mail goes to Junk as you have said."));
        assertEquals(new Threshold.From(6.5), house.wishes.of(WebHouse.ANNAS).junkFrom());
        for (var wrong : new String[] {"", "0", "101", "-3", "1e9", "<b>"}) {
            var page = anna.post("/filter", "do", "line", "line", "own", "score", wrong);
            assertEquals(400, anna.status(), wrong);
            assertTrue(page.contains("A score is a number above 0") && page.contains("value=\"own\" checked") && page.contains("value=\"6.5\""), page);
        }
        anna.post("/filter", "do", "line", "line", "never", "score", "6.5");
        assertEquals(new Threshold.Never(), house.wishes.of(WebHouse.ANNAS).junkFrom());
    }

    private void theList(Browser anna) throws Exception {
        assertTrue(anna.post("/filter", "do", "say", "who", " Bob@Shop.Example ", "word", "allow").contains("It counts from the next mail on."));
        anna.post("/filter", "do", "say", "who", "shop.example", "word", "block");
        var page = anna.post("/filter", "do", "say", "who", "spam.example", "word", "refuse");
        assertTrue(page.contains("Allowed: to the inbox") && page.contains("Blocked: to Junk") && page.contains("aria-label=\"Take off: spam.example\""), page);
        assertTrue(anna.post("/filter", "do", "say", "who", "<script>", "word", "block").contains("This is neither an address nor a domain."));
        assertEquals(400, anna.status());
        anna.post("/filter", "do", "say", "who", "x.example", "word", "other");
        assertEquals(400, anna.status());
        page = anna.post("/filter", "do", "unsay", "who", "shop.example");
        assertFalse(page.contains("<h3>shop.example"), page);
        assertTrue(anna.get("/filter?lang=it").contains("Permesso: nella posta in arrivo"));
        anna.get("/filter?lang=en");
    }

    private void theSameAsJson(Browser anna) throws Exception {
        anna.saying(Api.TOKEN, anna.get("/filter").replaceFirst("(?s).*?name=\"token\" value=\"([^\"]+)\".*", "$1"));
        anna.json("POST", "/api/filter", "{\"junkFrom\": \"7\"}");
        var shown = JsonMapper.shared().readTree(anna.json("POST", "/api/filter/list", "{\"who\": \"a.example\", \"word\": \"block\"}"));
        assertEquals("7", shown.get("junkFrom").asString());
        assertEquals(3, shown.get("list").size());
        anna.json("POST", "/api/filter", "{\"junkFrom\": \"much\"}");
        assertEquals(400, anna.status());
        anna.json("POST", "/api/filter/list", "{\"who\": \"a b\", \"word\": \"block\"}");
        assertEquals(400, anna.status());
        anna.json("DELETE", "/api/filter/list", "{\"who\": \"a.example\"}");
        assertEquals(200, anna.status());
        assertEquals(2, JsonMapper.shared().readTree(anna.json("GET", "/api/filter", "")).get("list").size());
    }

    /** A thousand, and no more. */
    private void thePages(Browser anna) throws Exception {
        house.wishes.kept().change(Optional.of(WebHouse.ANNAS), now -> {
            for (int i = now.listed().size(); i < Wished.LISTED_MAX; i++) now = now.with(new Who("d" + i + ".example"), Word.BLOCK);
            return now;
        });
        var page = anna.get("/filter?from=200");
        assertTrue(page.contains("201 to 300 of 1000") && page.contains("/filter?from=100\"") && page.contains("/filter?from=300\""), page);
        assertTrue(anna.get("/filter?from=9999").contains("901 to 1000 of 1000"));
        assertTrue(anna.post("/filter", "do", "say", "who", "one.more.example", "word", "block").contains("The list has 1000 entries"));
        assertEquals(409, anna.status());
    }
}
