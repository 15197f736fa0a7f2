package sigillo.web;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.login.SignIn;
import sigillo.store.StoreException;
import sigillo.vault.Vault;
import sigillo.vault.VaultBlobs.Changed;
import sigillo.vault.VaultLimits;

/**
 * Blobs of owners' browsers, piece by piece in both directions: docs/web.md. For who is signed in, from a page of ours.
 * {@code isThere}: false for an account that is removed.
 */
record BlobDoor(Vault vault, Function<Asked, Optional<SignIn.Answer.Welcome>> signedIn, Predicate<AccountId> isThere,
        InstantSource clock) implements Answering {
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
                : reply(vault.blobs().delete(account.get(), name, whenVersion(asked).getAsLong()));
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
        return vault.blobs().get(account, name).map(blob -> Reply.of(200, "application/octet-stream", blob.content())
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
            var name = asked.path().substring(PATH.length());
            var coming = new Coming(body, clock);
            var changed = vault.blobs().put(account.get(), name, version.getAsLong(), body.octets(), coming);
            return isGone(account.get()) ? Json.error(401, "notSignedIn") : reply(changed);
        } catch (StoreException full) {
            if (full.isFull()) return Json.error(507, "full");
            throw full;
        }
    }

    /** Removed while this came: what was kept of it then goes with the rest. */
    private boolean isGone(AccountId account) {
        if (isThere.test(account)) return false;
        vault.forget(account);
        return true;
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

    /** The time in which it must be here moves with it, up to an end. */
    private static final class Coming extends FilterInputStream {
        private final Incoming body;
        private final InstantSource clock;
        private final Instant end;

        Coming(Incoming body, InstantSource clock) {
            super(body.stream());
            this.body = body;
            this.clock = clock;
            this.end = clock.instant().plus(VaultLimits.WRITING_MAX);
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            var left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) throw new EOFException("a blob that came too slowly");
            body.deadline().within(left.compareTo(VaultLimits.SILENCE_MAX) < 0 ? left : VaultLimits.SILENCE_MAX);
            return super.read(into, offset, count);
        }
    }
}
