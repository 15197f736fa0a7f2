package sigillo.jmapd;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.http.Representation;
import sigillo.jmap.MethodError;
import sigillo.jmap.Problem;
import sigillo.message.FileName;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;

/**
 * RFC 8620 section 6.2: {@code /jmap/download/account/blob/name?type=...}. What is downloaded is a file, never a page
 * of ours: browsers are told to keep it, and to run nothing of it. In whole or one range of it: RFC 9110 section 14.
 */
final class Download {
    static final String PATH = "/jmap/download/";
    /** RFC 9110 section 8.3.1, without parameters but a charset. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~ -]{1,200}");
    private static final Pattern TYPE =
        Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(; ?charset=[A-Za-z0-9_.-]{1,40})?");

    /** Of whatever type it is said to be, nothing of it runs, and it is of no origin: CSP level 3, section 6.2.2. */
    private static final String POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";
    /** RFC 8620 section 6.2: a blob never changes. */
    private static final String CACHING = "private, immutable, max-age=31536000";

    private Download() {}

    /** {@code downloading}: how many each account has under way. */
    static Reply answer(Caller caller, Asked asked, Spool spool, PerAccount downloading) throws IOException {
        var path = asked.path().substring(PATH.length()).split("/", 3);
        boolean isHere = path.length == 3 && path[0].equals(caller.accountId());
        if (!isHere) return notFound();
        var account = caller.account().id();
        if (!downloading.enter(account)) return Entrance.problem(Problem.other(429, "Too many downloads at once"));
        boolean isFound = false;
        try {
            var reply = found(caller, asked, path[1], spool);
            isFound = reply.isPresent();
            return reply.map(one -> headed(one, path[2]).then(() -> downloading.leave(account))).orElseGet(Download::notFound);
        } catch (GivenUp over) {
            return Entrance.busy();
        } catch (MethodError tooMuch) {
            return Entrance.problem(Problem.other(403, "It lies too deep in what is too long: download that"));
        } finally {
            if (!isFound) downloading.leave(account);
        }
    }

    private static Reply notFound() { return Entrance.problem(Problem.other(404, "There is no such blob")); }

    private static Reply headed(Reply reply, String name) {
        return reply.status() == 416 ? reply : reply.with("Content-Disposition", disposition(name))
            .with("Content-Security-Policy", POLICY).with("Cache-Control", CACHING);
    }

    private static Optional<Reply> found(Caller caller, Asked asked, String blob, Spool spool)
            throws MethodError, IOException {
        Optional<Blobs.Found> found;
        try (var budget = new Budget(new AtomicLong(), Patience.of(asked.gone()))) {
            found = caller.blobs().find(blob, budget);
        }
        if (found.isEmpty()) return Optional.empty();
        var type = asked.query().get("type");
        var said = TYPE.matcher(type).matches() ? type : "application/octet-stream";
        var tag = "\"" + blob + "\"";
        boolean isInMemory = BlobName.parse(blob).filter(name -> name.parts().size() > 1).isPresent();
        if (!isInMemory) return Optional.of(new Representation(said, Blobs.stream(found.get()), tag).answer(asked));
        var copy = copy(found.get(), spool);
        return Optional.of(new Representation(said, copy, tag).answer(asked).then(copy::close));
    }

    /** A part of a message in a part may be of one that was decoded in memory: that must not wait for who reads slowly. */
    private static Spooled copy(Blobs.Found found, Spool spool) throws IOException {
        try (var writer = spool.fileWriter()) {
            Blobs.stream(found).writeTo(writer.stream());
            return writer.finish();
        }
    }

    /** RFC 6266; the name as a file may have it, in UTF-8; a plain one also as programs read it that know no other. */
    private static String disposition(String name) {
        var safe = FileName.safe(name);
        var text = new StringBuilder("attachment; ");
        if (PLAIN.matcher(safe).matches()) text.append("filename=\"").append(safe).append("\"; ");
        text.append("filename*=UTF-8''");
        for (byte octet : safe.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z' || octet >= 'a'
                && octet <= 'z'
                || "-._~".indexOf(octet) >= 0;
            text.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return text.toString();
    }
}
