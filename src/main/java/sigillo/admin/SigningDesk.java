package sigillo.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sigillo.base.Domain;
import sigillo.signing.PublishedKey;
import sigillo.signing.Shown;
import sigillo.signing.Signing;

/** The keys of our domains, for who publishes them. {@code look}: asks DNS, false where nobody does. */
public record SigningDesk(Signing signing, BooleanSupplier look) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.ListDkim.class, asked -> list(asked.domain(), asked.now()));
        requests.on(Request.RotateDkim.class, asked -> rotate(asked.domain()));
    }

    Answer list(Optional<Domain> domain, boolean now) {
        if (now && !look.getAsBoolean()) return new Answer.Failed("nobody asks DNS here: no server runs, or it stays on this machine");
        return Operator.list(signing.published(domain), SigningDesk::line);
    }

    Answer rotate(Domain domain) {
        return signing.rotate(domain)
            .map(all -> Operator.change("new keys of " + domain + " are made: publish them (sigillo dkim records "
                + domain + "); they are used once DNS shows them"))
            .orElseGet(() -> new Answer.Failed(domain + " is no domain here that is signed for, or new keys of it wait"
                + " to be published already"));
    }

    private static Results.DkimLine line(PublishedKey key) {
        return new Results.DkimLine(key.domain(), key.selector(), key.algorithm().text(),
            key.stage().name().toLowerCase(Locale.ROOT), key.shown().name().toLowerCase(Locale.ROOT), next(key),
            key.name(), key.value());
    }

    private static String next(PublishedKey key) {
        boolean isThere = key.shown() == Shown.YES;
        return switch (key.stage()) {
            case PREPARED -> isThere ? "is taken up within an hour or two" : "publish it";
            case SIGNING -> isThere ? "keep it" : "publish it";
            case LEAVING -> "keep it for " + (key.keepFor().toDays() + 1) + " days";
            case REMOVABLE -> "remove it";
        };
    }
}
