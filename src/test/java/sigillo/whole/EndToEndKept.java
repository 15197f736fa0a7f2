package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import sigillo.base.Sha256;
import sigillo.login.Stretched;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;
import sigillo.web.Browser;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server keeps of end to end for an account at level L2, as its owner's browser and whoever has a link see it:
 * the vault, the certificate, the log of keys, the ledger, a protected message, and that mail is encrypted.
 */
final class EndToEndKept {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] ID = filled(16, 1), RIGHT = filled(32, 2);
    private static final String BLOB = "a".repeat(100_000) + "as the browser has sealed it";

    private final String address;
    private final String password;
    private final String app;
    private final String name = HexFormat.of().formatHex(Sha256.of(ID));
    private Seen before;

    /** {@code ledger}: its lines without the head. */
    private record Seen(String vault, String blob, String certificates, String log, List<String> ledger) {}

    /** Takes an account at L1 there, and has something of all kept. */
    EndToEndKept(int https, String address, String password) throws Exception {
        this.address = address;
        this.password = password;
        try (var own = LevelTwo.of(https, address, password)) {
            app = own.appPassword;
            var browser = own.browser();
            browser.octets("PUT", "/api/vault/blobs/keys", "If-Match", "0", BLOB.getBytes(StandardCharsets.US_ASCII));
            assertEquals(200, browser.status());
            browser.octets("POST", "/webmail/protected?name=" + name + "&verifier=" + HexFormat.of()
                .formatHex(Sha256.of(RIGHT)) + "&message=a%40home.example", "If-Match", "0", filled(70_000, 3));
            assertEquals(200, browser.status());
            before = seen(browser);
            assertEquals(200, look(browser));
        }
    }

    private static byte[] filled(int octets, int seed) {
        var all = new byte[octets];
        new Random(seed).nextBytes(all);
        return all;
    }

    /** As a browser does it that stretches the password by itself. */
    private Browser signedIn(int https) {
        var browser = new Browser(https);
        var parameters = JSON.readTree(browser.json("POST", "/api/sign-in/parameters",
            "{\"address\": \"" + address + "\"}"));
        var parts = Stretched.of(password, parameters);
        var session = browser.json("POST", "/api/sign-in/stretched",
            "{\"address\": \"" + address + "\", \"authenticating\": \"" + parts.authenticating()
            + "\", \"opening\": \"" + parts.opening() + "\"}");
        assertEquals(200, browser.status(), session);
        return browser.saying("sigillo-token", JSON.readTree(session).get("token").asString());
    }

    private Seen seen(Browser browser) {
        return new Seen(got(browser, "/api/vault"), got(browser, "/api/vault/blobs/keys"),
            got(browser, "/api/openpgp/certificates?address=" + address),
            got(browser, "/api/openpgp/log?since=0"), got(browser, "/api/ledger/export").lines().skip(1).toList());
    }

    private static String got(Browser browser, String path) {
        var answer = browser.get(path);
        assertEquals(200, browser.status(), path + ": " + answer);
        return answer;
    }

    private static int look(Browser browser) {
        browser.octets("POST", "/protected/look", "If-Match", "0", ID);
        return browser.status();
    }

    /** {@code isRestored}: by a backup; whoever has the link waits for the sender then. */
    void assertKept(int https, int imap, int smtp, boolean isRestored) throws Exception {
        try (var browser = signedIn(https)) {
            var now = seen(browser);
            assertEquals(before.vault, now.vault);
            assertEquals(before.blob, now.blob);
            assertTrue(now.blob.endsWith("as the browser has sealed it"));
            assertEquals(before.certificates, now.certificates);
            assertEquals(before.log, now.log);
            assertEquals(before.ledger, now.ledger.subList(0, before.ledger.size()));
            assertTrue(got(browser, "/api/level").contains("\"L2\""));
            if (isRestored) {
                assertEquals(404, look(browser), "it may have been revoked");
                assertTrue(got(browser, "/webmail/protected").contains("\"HELD\""));
                browser.json("PUT", "/webmail/protected?name=" + name, "");
                assertEquals(200, browser.status());
            }
            assertEquals(200, look(browser));
            before = new Seen(now.vault, now.blob, now.certificates, now.log, now.ledger);
        }
        comes(imap, smtp);
    }

    private void comes(int imap, int smtp) throws IOException {
        try (var from = SmtpProbe.connect(smtp); var own = ImapProbe.signedIn(imap, address, app)) {
            from.expect("250", "EHLO client.test");
            var mail = "From: x@client.test\r\nSubject: inside\r\n\r\nThis is inside.\r\n";
            assertTrue(from.send("x@client.test", address, mail.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
            own.command("SELECT INBOX");
            var last = String.join("", own.command("FETCH * (BODY.PEEK[])").lines());
            assertTrue(last.contains("Encrypted-At-Delivery: by ") && last.contains("-----BEGIN PGP MESSAGE-----")
                && !last.contains("inside"), last);
        }
    }
}
