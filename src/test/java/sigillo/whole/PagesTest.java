package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Chromium;
import sigillo.peers.ImapProbe;
import sigillo.peers.SigilloPeer;

/** The owner's pages in Debian's Chromium, against the shipped server. */
class PagesTest {
    private static final Path PICTURES = Path.of("target/pictures");

    @TempDir Path folder;
    private SigilloPeer sigillo;
    private Chromium browser;

    @BeforeEach void look() { assumeTrue(Chromium.isThere(), "Chromium is not installed"); }

    private String url(String path) { return "https://localhost:" + sigillo.port("https") + path; }

    private String text() { return browser.evaluate("document.body.innerText").asString(); }

    private void fill(String id, String value) {
        browser.evaluate("document.getElementById(" + Chromium.quoted(id) + ").focus()");
        browser.type(value);
    }

    /** By the keyboard alone, from the field that has the focus. */
    private void send(String until) {
        browser.press("Enter");
        browser.await(until);
    }

    private void signIn() {
        browser.go(url("/sign-in"));
        browser.await("document.activeElement.id === 'address'");
        browser.type(sigillo.address("anna"));
        browser.press("Tab");
        browser.type(sigillo.password("anna"));
        send("['/kit', '/', '/mail/'].includes(location.pathname)");
    }

    private String makeKit() {
        fill("password", sigillo.password("anna"));
        send("document.querySelector('.secret')");
        return browser.evaluate("document.querySelector('.secret').innerText").asString();
    }

    private void confirmKit(String code) {
        browser.go(url("/kit"));
        fill("code", code);
        send("['/', '/mail/'].includes(location.pathname)"); // the webmail, where it was built
    }

    private String makeAppPassword() {
        browser.go(url("/app-passwords"));
        fill("name", "phone");
        fill("password", sigillo.password("anna"));
        send("document.querySelector('.secret')");
        return browser.evaluate("document.querySelector('.secret').innerText").asString();
    }

    private void isNotTooWide(String what) {
        assertTrue(browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth").asBoolean(), what + " is wider than the screen");
    }

    @Tag("gate")
    @Test void anAppPasswordIsMadeOnAPhone() throws Exception {
        try (var server = SigilloPeer.demo(folder); var chromium = new Chromium(folder.resolve("chromium"))) {
            sigillo = server;
            browser = chromium;
            browser.size(390, 844);
            signIn();
            assertEquals("h2", browser.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol").asString());
            isNotTooWide("the kit");
            confirmKit(makeKit());
            var secret = makeAppPassword();
            isNotTooWide("the app password");
            try (var imap = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), secret)) {
                assertEquals(1, imap.messages("INBOX"));
            }
            assertEquals("", refused(), "the policy refuses nothing of ours");
        }
    }

    /** What the content security policy has refused: a style that was not loaded has no effect. */
    private String refused() {
        return browser.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius === '12px' ? '' : 'the style'").asString();
    }

    /** Every page, at both widths, in both schemes and languages: pictures for eyes, and none wider than the screen. */
    @Tag("long")
    @Test void theTour() throws Exception {
        Files.createDirectories(PICTURES);
        try (var server = SigilloPeer.demo(folder); var chromium = new Chromium(folder.resolve("chromium"))) {
            sigillo = server;
            browser = chromium;
            picturesOf("sign-in", "/sign-in");
            picturesOf("forgot", "/forgot");
            browser.go(url("/?lang=en"));
            signIn();
            picturesOf("kit", "/kit");
            browser.go(url("/kit?lang=it"));
            var code = makeKit();
            pictures("kit-made-it");
            browser.media("print");
            Files.write(PICTURES.resolve("kit-made-it-paper.png"), browser.picture());
            browser.media("screen");
            confirmKit(code);
            browser.go(url("/?lang=en"));
            makeAppPassword();
            pictures("app-password-made-en");
            for (var path : List.of("/account", "/app-passwords", "/tokens", "/password", "/level", "/sessions", "/second-factor", "/nowhere")) {
                picturesOf(path.substring(1), path);
            }
            browser.go(url("/second-factor"));
            fill("password", sigillo.password("anna"));
            send("document.querySelector('.qr')");
            pictures("second-factor-begun");
        }
    }

    private void picturesOf(String name, String path) throws Exception {
        for (var language : List.of("en", "it")) {
            browser.go(url(path + "?lang=" + language));
            browser.go(url(path));
            pictures(name + "-" + language);
        }
    }

    private void pictures(String name) throws Exception {
        for (var scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            for (int width : new int[] {390, 1280}) {
                browser.size(width, width < 600 ? 844 : 800);
                isNotTooWide(name);
                Files.write(PICTURES.resolve(name + "-" + scheme + "-" + width + ".png"), browser.picture());
            }
        }
    }
}
