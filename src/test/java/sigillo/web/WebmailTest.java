package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;

class WebmailTest {
    private static final Map<String, String> BUILT = Map.of(
        "files.txt", """
            assets/main-AB.js\ttext/javascript; charset=utf-8\tbr gz
            assets/worker-CD.js\ttext/javascript; charset=utf-8\t
            index.html\ttext/html; charset=utf-8\tgz
            invitation.html\ttext/html; charset=utf-8\t
            passkey.html\ttext/html; charset=utf-8\t
            protected.html\ttext/html; charset=utf-8\t
            """,
        "assets/main-AB.js", "script", "assets/main-AB.js.br", "script by br", "assets/main-AB.js.gz", "script by gzip",
        "assets/worker-CD.js", "worker", "index.html", "page", "index.html.gz", "page by gzip",
        "invitation.html", "page of who is invited", "passkey.html", "page of the first passkey", "protected.html", "page of a protected message");
    private final List<String> read = new ArrayList<>();
    private final Webmail webmail = Webmail.of(name -> {
        read.add(name);
        var text = BUILT.get(name);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    });

    private static Asked asked(Asked.Method method, String path, String codings) {
        return new Asked(method, path, Fields.parse(""), Map.of("accept-encoding", codings), new byte[0], InetAddress.getLoopbackAddress(), () -> { });
    }

    private Reply get(String path, String codings) { return webmail.answer(asked(Asked.Method.GET, path, codings)); }

    private static String text(Reply reply) throws IOException {
        return new String(reply.body().bytes(0, reply.body().length(), 1_000), StandardCharsets.UTF_8);
    }

    @Test void comesAsTheBrowserCanReadIt() throws IOException {
        assertEquals("script by br", text(get("/mail/assets/main-AB.js", "gzip, br")));
        assertEquals("br", get("/mail/assets/main-AB.js", "gzip, br").headers().get("Content-Encoding"));
        assertEquals("script by gzip", text(get("/mail/assets/main-AB.js", "gzip")));
        assertEquals("script", text(get("/mail/assets/main-AB.js", "")));
        assertEquals("page by gzip", text(get("/mail/", "br, gzip")), "there is none by br");
        assertEquals("worker", text(get("/mail/assets/worker-CD.js", "br")));
        assertEquals("Accept-Encoding", get("/mail/", "").headers().get("Vary"));
    }

    /** Two forms of one file are two representations: RFC 9110 section 8.8.3.3. */
    @Test void eachFormHasATagOfItsOwn() {
        var tags = List.of("br", "gzip", "").stream().map(one -> get("/mail/assets/main-AB.js", one).headers().get("ETag")).distinct().toList();
        assertEquals(3, tags.size());
    }

    @Test void onlyWhatIsNamedByItsContentsIsKept() {
        assertTrue(get("/mail/assets/main-AB.js", "").headers().get("Cache-Control").contains("immutable"));
        assertNull(get("/mail/", "").headers().get("Cache-Control"), "as all that we say: no-store");
        assertNull(get("/mail/assets/nothing.js", "").headers().get("Cache-Control"), "a name that will be there tomorrow");
    }

    @Test void noScriptStandsInADocument() {
        for (var page : List.of("/mail/", "/mail/index.html", "/mail/invitation.html", "/mail/passkey.html", "/mail/protected.html")) {
            var reply = get(page, "");
            assertEquals(200, reply.status(), page);
            var policy = List.of(reply.headers().get("Content-Security-Policy").split("; "));
            assertTrue(policy.containsAll(List.of("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'", "trusted-types sigillo", "base-uri 'none'",
                "form-action 'none'", "frame-ancestors 'none'")), page + ": " + policy);
            assertFalse(policy.toString().contains("unsafe-eval"), page + ": " + policy);
        }
        assertTrue(get("/mail/assets/worker-CD.js", "").headers().get("Content-Security-Policy").contains("'wasm-unsafe-eval'"));
        assertTrue(get("/mail/assets/worker-CD.js", "").headers().get("Content-Security-Policy").contains("worker-src 'self'"));
        assertEquals("no-referrer", get("/mail/", "").headers().get("Referrer-Policy"));
    }

    /** A worker in the browser that is broken answers below /mail/: this is beside it. Others lead nobody there. */
    @Test void aBrokenBrowserIsMadeNew() {
        for (var from : List.of("none", "same-origin", "same-site", "cross-site", "")) {
            var reply = webmail.answer(new Asked(Asked.Method.GET, "/mail-reset", Fields.parse(""), Map.of("sec-fetch-site", from), new byte[0],
                InetAddress.getLoopbackAddress(), () -> { }));
            boolean isOwn = List.of("none", "same-origin").contains(from);
            assertEquals(isOwn ? "\"cache\", \"storage\"" : null, reply.headers().get("Clear-Site-Data"), from);
            assertEquals("/mail/", reply.headers().get("Location"));
        }
    }

    /** Whatever is asked: nothing is read that was not read when the server started. */
    @Test void strangersReadWhatIsInTheListAndNothingElse() {
        int before = read.size();
        for (var path : List.of("/mail/files.txt", "/mail/index.html.gz", "/mail/../style.css", "/mail//", "/mail/assets/", "/mail/assets/../index.html",
            "/mail/\0", "/mail/" + "a".repeat(4_000), "/mail/%2e%2e/x")) {
            var reply = get(path, "br, gzip");
            assertEquals(404, reply.status(), path);
            assertEquals(0, reply.body().length());
        }
        assertEquals(before, read.size());
        assertEquals(405, webmail.answer(asked(Asked.Method.POST, "/mail/", "")).status());
        assertEquals("/mail/", get("/mail", "").headers().get("Location"));
    }

    @Test void isNotThereWhereItWasNotBuilt() {
        var none = Webmail.of(_ -> null);
        assertFalse(none.isThere() || none.has("/mail/"));
        assertTrue(webmail.has("/mail/") && webmail.has("/mail") && !webmail.has("/mailbox") && !webmail.has("/"));
    }

    /** What few ask for is more than all else: it takes no memory before, and all who ask share what was read. */
    @Test void whatIsForPdfIsReadWhenItIsAskedFor() throws IOException {
        var list = "index.html\ttext/html\t\nassets/pdf-A.js\ttext/javascript\t\nassets/worker-pdf-B.js\ttext/javascript\tbr\n"
            + "assets/pdf-parts-C/fonts/F.ttf\tfont/ttf\t\n";
        var asked = new ArrayList<String>();
        var seldom = Webmail.of(name -> {
            asked.add(name);
            return (name.equals("files.txt") ? list : name).getBytes(StandardCharsets.UTF_8);
        });
        assertEquals(List.of("files.txt", "index.html"), asked);
        for (int i = 0; i < 3; i++) {
            var worker = seldom.answer(asked(Asked.Method.GET, "/mail/assets/worker-pdf-B.js", "br"));
            assertEquals("assets/worker-pdf-B.js.br", text(worker));
            assertEquals(Webmail.WORKER_POLICY, worker.headers().get("Content-Security-Policy"));
        }
        assertEquals("assets/pdf-parts-C/fonts/F.ttf",
            text(seldom.answer(asked(Asked.Method.GET, "/mail/assets/pdf-parts-C/fonts/F.ttf", "br"))));
        assertEquals(List.of("files.txt", "index.html", "assets/worker-pdf-B.js.br", "assets/worker-pdf-B.js",
            "assets/pdf-parts-C/fonts/F.ttf"), asked);
    }

    /** A build that is not whole is found when the server starts, and not by the browser. */
    @Test void whatIsMissingIsTold() {
        var list = "gone.js\ttext/javascript\t\n".getBytes(StandardCharsets.UTF_8);
        assertThrows(UncheckedIOException.class, () -> Webmail.of(name -> name.equals("files.txt") ? list : null));
    }
}
