package sigillo.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Codings;
import sigillo.http.Reply;
import sigillo.http.Representation;

/**
 * The webmail as the build has made it: a page that is asked for each time, and files that are named by their contents
 * and kept by browsers. All of it is read once, packed already; whoever asks has no part of it read or packed anew. But
 * what only those need who look at a PDF, which is more than all else, is read when it is asked for, and given back
 * where memory is short; all who ask at one time share it. What is not in its list is not there. Any thread.
 */
public final class Webmail implements Answering {
    static final String PATH = "/mail/";
    /** Outside of what the worker in the browser is for, so that a broken one cannot keep it away. */
    private static final String RESET = "/mail-reset";
    private static final String PAGE = "index.html";
    private static final String PROTECTED_PAGE = "protected.html";
    /** Where links lead: of invitations, protected messages, first passkeys. Browsers carry what is behind the # on to the page. */
    private static final Map<String, String> LINKED = Map.of("/invitation", "invitation.html", "/protected", PROTECTED_PAGE,
        FirstPasskey.PAGE_PATH, "passkey.html");
    private static final String LIST = "files.txt";
    private static final String NAMED_BY_CONTENTS = "assets/";
    private static final String WORKERS = NAMED_BY_CONTENTS + "worker";
    /** How that begins which few ask for. */
    private static final List<String> SELDOM = List.of(NAMED_BY_CONTENTS + "pdf-", WORKERS + "-pdf-");
    /** Content codings and the ends of packed files, the better first. */
    private static final Map<String, String> ENDINGS = Map.of("br", "br", "gzip", "gz");
    private static final List<String> CODINGS = List.of("br", "gzip");
    private static final int YEAR_SECONDS = 31_536_000;

    /**
     * Content Security Policy level 3. Scripts are files of ours and nothing else. Style may stand in a document: the frame
     * that shows HTML mail has no origin, and this policy as well as its own. Pictures of mail come as data.
     */
    static final String POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline';"
        + " img-src 'self' data: blob:; media-src blob:; connect-src 'self'; manifest-src 'self'; frame-src 'self';"
        + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sigillo";
    /** A worker has no page: it computes, by WebAssembly and by another worker too, and may ask this server. */
    static final String WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

    /** The page that opens what strangers have sent shows text, and saves files. */
    static final String PROTECTED_POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self';"
        + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sigillo";

    private final Map<String, Supplier<File>> files;

    private Webmail(Map<String, Supplier<File>> files) { this.files = Map.copyOf(files); }

    /** A file that is held while there is memory for it. */
    private static final class Seldom implements Supplier<File> {
        private final Supplier<File> reads;
        private SoftReference<File> held = new SoftReference<>(null);

        Seldom(Supplier<File> reads) { this.reads = reads; }

        @Override public synchronized File get() {
            var there = held.get();
            if (there != null) return there;
            var read = reads.get();
            held = new SoftReference<>(read);
            return read;
        }
    }

    /** One file as it is, and by coding. */
    private record File(Representation plain, Map<String, Representation> packed) {
        Reply answer(Asked asked) {
            var taken = Codings.of(asked);
            for (var coding : CODINGS) {
                var there = Optional.ofNullable(packed.get(coding)).filter(_ -> taken.take(coding));
                if (there.isPresent()) return there.get().answer(asked).with("Content-Encoding", coding);
            }
            return plain.answer(asked);
        }
    }

    /** Where it was built to. */
    interface Source {
        /** Null where there is no such file. Throws {@link IOException} where it cannot be read. */
        byte[] read(String name) throws IOException;
    }

    /** That of this program; empty where it was built without Node.js. */
    public static Webmail built() {
        return of(name -> {
            try (var in = Webmail.class.getResourceAsStream("mail/" + name)) {
                return in == null ? null : in.readAllBytes();
            }
        });
    }

    static Webmail of(Source source) {
        var files = new HashMap<String, Supplier<File>>();
        for (var line : list(source).lines().toList()) {
            var fields = line.split("\t", -1); // name, type, packings
            Supplier<File> reads = () -> file(source, fields[0], fields[1], List.of(fields[2].split(" ")));
            boolean isSeldom = SELDOM.stream().anyMatch(fields[0]::startsWith);
            files.put(fields[0], isSeldom ? new Seldom(reads) : held(reads.get()));
        }
        return new Webmail(files);
    }

    private static Supplier<File> held(File file) { return () -> file; }

    /** Empty where it was not built. */
    private static String list(Source source) {
        try {
            var list = source.read(LIST);
            return list == null ? "" : new String(list, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static File file(Source source, String name, String type, List<String> endings) {
        try {
            var packed = new HashMap<String, Representation>();
            for (var coding : CODINGS) {
                var ending = ENDINGS.get(coding);
                if (endings.contains(ending)) packed.put(coding, representation(source, name + "." + ending, type));
            }
            return new File(representation(source, name, type), Map.copyOf(packed));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Representation representation(Source source, String name, String type) throws IOException {
        var octets = source.read(name);
        if (octets == null) throw new IOException(name + " of the webmail is missing");
        return new Representation(type, Octets.of(octets), '"' + HexFormat.of().formatHex(Sha256.of(octets), 0, 9) + '"');
    }

    public boolean isThere() { return files.containsKey(PAGE); }

    @Override public boolean has(String path) {
        return isThere() && (path.startsWith(PATH) || path.equals("/mail") || path.equals(RESET) || LINKED.containsKey(path));
    }

    @Override public int bodyOctetsMax(String path) { return 0; }

    @Override public Reply answer(Asked asked) {
        if (!asked.isRead()) return Reply.text(405, "").with("Allow", "GET, HEAD");
        if (asked.path().equals("/mail")) return Reply.seeOther(PATH);
        if (asked.path().equals(RESET)) return reset(asked);
        if (LINKED.containsKey(asked.path())) return Reply.seeOther(PATH + LINKED.get(asked.path()));
        var name = asked.path().substring(PATH.length());
        var file = files.get(name.isEmpty() ? PAGE : name);
        return file == null ? Reply.text(404, "") : guarded(name, file.get().answer(asked));
    }

    /**
     * The browser forgets the program and all that it keeps of it: Clear-Site-Data, sections 3.1 and 4. Only for who has typed the
     * address or comes from a page of ours: changes that wait for a connection go too.
     */
    private static Reply reset(Asked asked) {
        boolean isOwn = asked.header("sec-fetch-site").filter(from -> from.equals("none") || from.equals("same-origin")).isPresent();
        return isOwn ? Reply.seeOther(PATH).with("Clear-Site-Data", "\"cache\", \"storage\"") : Reply.seeOther(PATH);
    }

    private static Reply guarded(String name, Reply reply) {
        var guarded = reply.with("Vary", "Accept-Encoding").with("Referrer-Policy", "no-referrer")
            .with("Content-Security-Policy", policy(name));
        return name.startsWith(NAMED_BY_CONTENTS)
            ? guarded.with("Cache-Control", "public, max-age=" + YEAR_SECONDS + ", immutable") : guarded;
    }

    private static String policy(String name) {
        if (name.startsWith(WORKERS)) return WORKER_POLICY;
        return name.equals(PROTECTED_PAGE) ? PROTECTED_POLICY : POLICY;
    }
}
