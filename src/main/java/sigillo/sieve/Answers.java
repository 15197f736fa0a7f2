package sigillo.sieve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** RFC 5230, RFC 6131: vacation. */
final class Answers {
    private Answers() {}

    static void addTo(Vocabulary all) {
        all.extensions("vacation", "vacation-seconds");
        var form = Form.command("vacation", "vacation", Form.Kind.TEXT).tag("subject", "vacation", Form.Kind.TEXT)
            .of("how long", "vacation", Form.Kind.NUMBER, "days").of(
                "how long", "vacation-seconds", Form.Kind.NUMBER, "seconds")
            .tag("from", "vacation", Form.Kind.TEXT).tag("addresses", "vacation", Form.Kind.TEXTS).tag(
                "mime", "vacation")
            .tag("handle", "vacation", Form.Kind.TEXT);
        all.command(Deeds.fileCopy(form), Vacation::of);
    }

    record Vacation(Place place, Template reason, Optional<Template> subject, Optional<Template> from,
        Optional<Texts> addresses,
                    Optional<Template> handle, boolean isMime, long seconds,
                        Optional<Deeds.Copying> copy) implements Statement {
        static Vacation of(Given given) {
            given.text("from").ifPresent(from -> checkAddress(given, from));
            given.texts("addresses").ifPresent(all -> all.items().forEach(one -> checkAddress(given, one)));
            return new Vacation(given.place(), given.text(0), given.text("subject"), given.text("from"), given.texts(
                "addresses"),
                given.text("handle"), given.has("mime"), seconds(given), Deeds.Copying.of(given));
        }

        private static void checkAddress(Given given, Template address) {
            address.constant().filter(text -> Deeds.parse(text).isEmpty()).ifPresent(text -> given.compiler()
                .error(address.place(), "'" + Compiler.shortened(text) + "' is not one address"));
        }

        /**
         * RFC 5230 section 4.1: a day at least. RFC 6131 section 2: no seconds at all answers every message; we do
         * not.
         */
        private static long seconds(Given given) {
            var days = given.number("days").map(count -> Math.clamp(
                count, 1, SieveLimits.VACATION_SECONDS_MAX / 86_400) * 86_400);
            return days.or(() -> given.number("seconds").map(count ->
                Math.clamp(count, SieveLimits.VACATION_SECONDS_MIN, SieveLimits.VACATION_SECONDS_MAX)))
                .orElse(SieveLimits.VACATION_SECONDS);
        }

        @Override public Flow run(Run run) {
            for (var action : run.actions()) {
                if (action instanceof Action.Vacation) throw new Fault(
                    place, "'vacation' was there before; it can stand once");
                if (action instanceof Action.Reject) throw new Fault(
                    place, "the message is refused: it cannot be answered too");
            }
            var sender = from.map(one -> one.in(run));
            if (sender.isPresent() && Deeds.parse(sender.get()).isEmpty()) {
                throw new Fault(place, "'" + Compiler.shortened(sender.get()) + "' is not one address");
            }
            var text = reason.in(run);
            var title = subject.map(one -> one.in(run));
            run.act(place, new Action.Vacation(title, sender, addresses.map(all -> all.in(run)).orElse(List.of()),
                isMime, text,
                handle.map(one -> one.in(run)).orElseGet(this::digest), seconds,
                copy.map(one -> one.in(run))));
            return NEXT;
        }

        /**
         * RFC 5230 section 4.2: without a handle, answers that say the same are the same. As the script has them, since
         * senders choose what a variable holds: who changes his subject each time would be answered each time.
         */
        private String digest() {
            var text = written(Optional.of(reason));
            var all = String.join("\0", written(subject), written(from), isMime ? "m" : "", text);
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String written(Optional<Template> text) {
            return text.map(one -> one.pieces().toString()).orElse("");
        }
    }
}
