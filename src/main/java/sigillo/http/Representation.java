package sigillo.http;

import java.util.Optional;
import sigillo.base.Octets;

/**
 * What is always the same under its name, in whole or in part: RFC 9110 sections 13 and 14. {@code tag}: a strong entity
 * tag, in its quotes.
 */
public record Representation(String type, Octets octets, String tag) {

    /** All of it; the one range that is asked for; that the client has it already; or that there is no such range. */
    public Reply answer(Asked asked) {
        if (asked.header("if-none-match").filter(this::isAmong).isPresent()) return tagged(Reply.nothing(304));
        var range = asked.method() == Asked.Method.GET ? asked.header("range").filter(_ -> isStill(asked)).flatMap(ByteRange::parse)
            : Optional.<ByteRange>empty();
        if (range.isEmpty()) return tagged(Reply.of(200, type, octets));
        var found = range.get().of(octets.length());
        return found.map(this::part).orElseGet(this::noSuchPart);
    }

    private Reply part(ByteRange.Between range) {
        return tagged(Reply.of(206, type, octets.slice(range.first(), range.last() + 1)))
            .with("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + octets.length());
    }

    /** RFC 9110 section 15.5.17. */
    private Reply noSuchPart() {
        return tagged(Reply.text(416, "")).with("Content-Range", "bytes */" + octets.length());
    }

    private Reply tagged(Reply reply) { return reply.with("ETag", tag).with("Accept-Ranges", "bytes"); }

    /** RFC 9110 section 13.1.2: compared weakly. */
    private boolean isAmong(String tags) {
        if (tags.strip().equals("*")) return true;
        for (var one : tags.split(",", 100)) if (one.strip().replaceFirst("^W/", "").equals(tag)) return true;
        return false;
    }

    /** RFC 9110 section 13.1.5: compared strongly; a date is none that we have said. */
    private boolean isStill(Asked asked) { return asked.header("if-range").map(said -> said.strip().equals(tag)).orElse(true); }
}
