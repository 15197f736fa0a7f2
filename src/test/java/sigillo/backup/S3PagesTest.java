package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that means harm, or is broken, and lists things without end. */
class S3PagesTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> queries = new ArrayList<>();
    private HttpServer server;

    @AfterEach void stop() {
        if (server != null) server.stop(0);
    }

    /** {@code page}: what is in the page of that number. */
    private Target listing(IntFunction<String> page) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getQuery());
            var body = ("<ListBucketResult>" + page.apply(asked.incrementAndGet()) + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return new TargetSettings.S3("s3", "http://127.0.0.1:" + server.getAddress().getPort(), "backups", "",
            "us-east-1", "key", "secret").open();
    }

    private static String entries(String prefix, int count) {
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("<Contents><Key>").append(prefix).append(i).append("</Key><Size>1</Size></Contents>");
        }
        return all.toString();
    }

    private static String next(Object token) {
        return "<NextContinuationToken>" + token + "</NextContinuationToken>";
    }

    private static String refused(Target target) {
        return assertThrows(IOException.class, () -> target.list("pieces", 10_000, (_, _) -> { })).getMessage();
    }

    @Test void thingsOfAnotherNameAreCountedToo() throws Exception {
        try (var target = listing(page -> entries("others/", 500) + next(page))) {
            assertTrue(refused(target).contains("has more than 10000 things in pieces"));
            assertEquals(21, asked.get());
        }
    }

    @Test void pagesWithNothingInThemEnd() throws Exception {
        try (var target = listing(page -> next(page % 3))) {
            assertTrue(refused(target).contains("lists pieces in more pages than there can be"));
            assertTrue(asked.get() < 200);
        }
    }

    @Test void theSamePageAgainIsRefused() throws Exception {
        try (var target = listing(_ -> entries("pieces/", 1) + next("same"))) {
            assertTrue(refused(target).contains("lists the same page again"));
            assertEquals(2, asked.get());
        }
    }

    @Test void aPageIsNotLongerThanAMebibyte() throws Exception {
        try (var target = listing(_ -> entries("pieces/", 1) + " ".repeat(1 << 20))) {
            assertTrue(refused(target).contains("is longer than it can be"));
        }
        try (var target = listing(_ -> entries("pieces/", 1_001))) {
            assertTrue(refused(target).contains("a page of a listing with more than 1000 things"));
        }
    }

    @Test void aListingIsReadToItsEnd() throws Exception {
        try (var target = listing(page -> entries("pieces/" + page + "-", 500) + (page < 4 ? next(page) : ""))) {
            var listed = new AtomicInteger();
            target.list("pieces", 10_000, (_, length) -> listed.addAndGet((int) length));
            assertEquals(2_000, listed.get());
            assertEquals("list-type=2&max-keys=500&prefix=pieces/", queries.getFirst());
            assertEquals("continuation-token=3&list-type=2&max-keys=500&prefix=pieces/", queries.getLast());
        }
    }
}
