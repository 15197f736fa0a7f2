package sigillo.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.login.SignIn;
import sigillo.store.StoreException;
import sigillo.vault.VaultBlobs;
import sigillo.vault.VaultBlobs.Changed;
import sigillo.vault.VaultLimits;

/** Blobs of owners' browsers, piece by piece in both directions: docs/web.md. For who is signed in, from a page of ours. */
record BlobDoor(VaultBlobs blobs, Function<Asked, Optional<SignIn.Answer.Welcome>> signedIn) implements Answering {
    static final String PATH = "/api/vault/blobs/";

    @Override public boolean has(String path) { return path.startsWith(PATH); }

    @Override public int bodyOctetsMax(String path) { return 0; }

    @Override public boolean goesOn(String path) { return true; }

    @Override public boolean receives(String path, long octets) { return true; }

    @Override public Reply answer(Asked asked) {
        var account = account(asked);
        if (account.isEmpty()) return Json.error(401, "notSignedIn");
        var name = asked.path().substring(PATH.length());
        return switch (asked.method()) {
            case GET, HEAD -> read(account.get(), name);
            case DELETE -> whenVersion(asked).isEmpty() ? versionNeeded()
                : reply(blobs.delete(account.get(), name, whenVersion(asked).getAsLong()));
            case PUT -> Json.error(411, "lengthNeeded");
            case POST, OPTIONS, OTHER, UNKNOWN -> notAllowed();
        };
    }

    private static Reply notAllowed() { return Json.error(405, "notFound").with("Allow", "GET, HEAD, PUT, DELETE"); }

    private static Reply versionNeeded() { return Json.error(428, "versionNeeded"); } // RFC 6585 section 3

    /** Who asks with a session; what it has open is not needed. */
    private Optional<AccountId> account(Asked asked) {
        var who = signedIn.apply(asked);
        who.ifPresent(one -> {
            asked.recognised().run();
            one.unlocked().close();
        });
        return who.map(one -> one.user().account());
    }

    private Reply read(AccountId account, String name) {
        return blobs.get(account, name).map(blob -> Reply.of(200, "application/octet-stream", blob.content())
            .with("ETag", "\"" + blob.version() + "\"").with("Content-Disposition", "attachment")
            .with("Content-Security-Policy", "default-src 'none'; sandbox")).orElseGet(() -> Json.error(404, "notFound"));
    }

    /** RFC 9110 section 13.1.1, a number for an entity tag; 0 where there must be none. */
    private static OptionalLong whenVersion(Asked asked) {
        var said = asked.header("if-match").map(String::strip).map(one -> one.replaceFirst("^\"(.*)\"$", "$1")).orElse("");
        return said.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(said)) : OptionalLong.empty();
    }

    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        var account = account(asked);
        if (account.isEmpty()) return Json.error(401, "notSignedIn");
        if (asked.method() != Asked.Method.PUT) return notAllowed();
        var version = whenVersion(asked);
        if (version.isEmpty()) return versionNeeded();
        try {
            return reply(blobs.put(account.get(), asked.path().substring(PATH.length()), version.getAsLong(), body.octets(), new Coming(body)));
        } catch (StoreException full) {
            if (full.isFull()) return Json.error(507, "full");
            throw full;
        }
    }

    private static Reply reply(Changed changed) {
        return switch (changed) {
            case Changed.Done(var version) -> Json.reply(200, Json.object().put("version", version));
            case Changed.Elsewhere(var version) ->
                Json.reply(412, Json.object().put("error", "elsewhere").put("version", version));
            case Changed.Unfit() -> Json.error(404, "notFound");
            case Changed.TooLong() -> Json.error(413, "tooLong");
            case Changed.Full() -> Json.error(507, "full");
            case Changed.Busy() -> Json.error(503, "busy").with("Retry-After", "1");
            case Changed.Slowed() -> Json.error(429, "slowed").with("Retry-After", Long.toString(VaultLimits.WINDOW.toSeconds()));
        };
    }

    /** The time in which it must be here moves with it. */
    private static final class Coming extends FilterInputStream {
        private final Incoming body;

        Coming(Incoming body) {
            super(body.stream());
            this.body = body;
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            body.deadline().within(VaultLimits.SILENCE_MAX);
            return super.read(into, offset, count);
        }
    }
}
