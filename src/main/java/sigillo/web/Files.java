package sigillo.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Optional;
import sigillo.base.Sha256;
import sigillo.http.Reply;

/** The style and the sign, from the jar. The style's name changes with it, so that browsers may keep it for ever. */
final class Files {
    private static final byte[] STYLE = read("style.css");
    private static final byte[] ICON = read("icon.svg");
    /** Waits for the server that comes after this one. */
    static final String BEGINS_PATH = "/begins.js";
    private static final String STYLE_PATH = "/style-" + HexFormat.of().formatHex(Sha256.of(STYLE), 0, 6) + ".css";

    private static final byte[] BEGINS = read("begins.js");
    private static final byte[] STATUS = read("status.js");
    private static final byte[] STATUS_WORKER = read("status-worker.js");

    private Files() {}

    static String style() { return STYLE_PATH; }

    static Optional<Reply> at(String path) {
        boolean isIcon = path.equals("/icon.svg") || path.equals("/favicon.ico");
        if (isIcon) return Optional.of(kept(Reply.of(200, "image/svg+xml", ICON), 86_400));
        boolean isStyle = path.equals(STYLE_PATH);
        if (isStyle) return Optional.of(kept(Reply.of(200, "text/css; charset=utf-8", STYLE), 31_536_000));
        if (path.equals(BEGINS_PATH)) return Optional.of(script(BEGINS));
        if (path.equals("/status.js")) return Optional.of(script(STATUS));
        if (path.equals("/status-worker.js")) return Optional.of(script(STATUS_WORKER));
        if (path.equals("/robots.txt")) return Optional.of(Reply.text(200, "User-agent: *\nDisallow: /\n"));
        return Optional.empty();
    }

    /** Asked for anew each time, as browsers do with workers. */
    private static Reply script(byte[] octets) { return Reply.of(200, "text/javascript; charset=utf-8", octets); }

    private static Reply kept(Reply reply, int seconds) {
        return reply.with("Cache-Control", "public, max-age=" + seconds + ", immutable");
    }

    private static byte[] read(String name) {
        try (var in = Files.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
