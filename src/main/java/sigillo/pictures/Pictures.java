package sigillo.pictures;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Octets;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Streamed;
import sigillo.https.WebAddress;
import sigillo.spool.Spool;
import sigillo.spool.SpoolWriter;

/**
 * Fetches a picture for an account: over HTTPS, without cookie or referrer, from public addresses only, which are looked at
 * anew after each redirect. It comes into the spool, so that a large one takes no memory. Blocks. Any thread.
 */
public final class Pictures {
    private static final String ACCEPTED = "image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.5";

    private final HttpsClient https;
    private final Spool spool;
    private final InstantSource clock;
    private final Allowance allowance = new Allowance();

    public Pictures(HttpsClient https, Spool spool, InstantSource clock) {
        this.https = https;
        this.spool = spool;
        this.clock = clock;
    }

    public sealed interface Fetched {
        /** {@code over}: to be run once, soon: until then it takes room, of its account. */
        record Picture(PictureKind kind, Octets octets, Runnable over) implements Fetched {}

        /** It is no address where pictures are fetched. */
        record Unfit() implements Fetched {}

        /** Nothing there, too slow, too large, no picture, an address that is not public: all alike to who asks. */
        record Nothing() implements Fetched {}

        /** Too many at once: soon there is room. */
        record Busy() implements Fetched {}

        /** The account has had much fetched. */
        record Slowed(Duration retryAfter) implements Fetched {}
    }

    public Fetched fetch(AccountId account, String url) {
        var address = WebAddress.parse(url);
        if (address.isEmpty()) return new Fetched.Unfit();
        return switch (allowance.enter(account, clock.instant())) {
            case BUSY -> new Fetched.Busy();
            case SLOWED -> new Fetched.Slowed(PictureLimits.WINDOW);
            case YES -> entered(account, address.get());
        };
    }

    private Fetched entered(AccountId account, WebAddress address) {
        try (var target = new Target()) {
            boolean isHeld = false;
            try {
                var found = found(address, target) ? target.picture(() -> allowance.over(account)) : Optional.<Fetched.Picture>empty();
                isHeld = found.isPresent();
                if (isHeld) allowance.fetched(account, target.octets);
                return found.<Fetched>map(one -> one).orElseGet(Fetched.Nothing::new);
            } catch (IOException unkept) {
                return new Fetched.Busy();
            } finally {
                if (!isHeld) allowance.leave(account, target.octets);
            }
        }
    }

    /** Whether something is there: after as many redirects as are followed. */
    private boolean found(WebAddress first, Target target) {
        long end = System.nanoTime() + PictureLimits.WITHIN.toNanos();
        var address = Optional.of(first);
        for (int i = 0; i <= PictureLimits.REDIRECTS_MAX && address.isPresent(); i++) {
            var here = address.get();
            var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            switch (https.stream(here.host(), here.path(), ACCEPTED, target, PictureLimits.OCTETS_MAX, left)) {
                case Streamed.Failed _ -> { return false; }
                case Streamed.Answered(var status, _) when status == 200 -> { return true; }
                case Streamed.Answered(var status, var location) -> address = isRedirect(status) ? here.next(location) : Optional.empty();
            }
        }
        return false;
    }

    /** RFC 9110 section 15.4. */
    private static boolean isRedirect(int status) { return status >= 301 && status <= 303 || status == 307 || status == 308; }

    /** Where a picture comes into; from its beginning where it had to be asked for again. */
    private final class Target implements HttpsClient.Sink, AutoCloseable {
        private Optional<SpoolWriter> writer = Optional.empty();
        private long octets;

        @Override public OutputStream begin() {
            close();
            var fresh = spool.fileWriter();
            writer = Optional.of(fresh);
            return new OutputStream() {
                @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

                @Override public void write(byte[] from, int offset, int count) throws IOException {
                    fresh.write(from, offset, count);
                    octets += count;
                }
            };
        }

        /** Empty where it is none. */
        Optional<Fetched.Picture> picture(Runnable over) throws IOException {
            if (writer.isEmpty()) return Optional.empty();
            var whole = writer.get().finish();
            var kind = PictureKind.of(whole.bytes(0, PictureKind.BEGIN_OCTETS, PictureKind.BEGIN_OCTETS));
            if (kind.isEmpty()) whole.close();
            return kind.map(one -> new Fetched.Picture(one, whole, () -> {
                whole.close();
                over.run();
            }));
        }

        /** What was not finished. */
        @Override public void close() { writer.ifPresent(SpoolWriter::close); }
    }
}
