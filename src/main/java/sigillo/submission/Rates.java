package sigillo.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.account.AccountId;
import sigillo.smtp.SmtpReply;

/**
 * How much each user has sent. In memory: after a restart everyone begins anew. Grows with the accounts that send, a
 * few numbers each. Any thread may call.
 */
final class Rates {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private record OfUser(Rate messagesPerHour, Rate messagesPerDay, Rate recipientsPerHour, Rate recipientsPerDay) {
        boolean take(int recipients, Instant now) {
            boolean fits = messagesPerHour.has(1, now) && messagesPerDay.has(1, now)
                && recipientsPerHour.has(recipients, now) && recipientsPerDay.has(recipients, now);
            if (!fits) return false;
            List.of(messagesPerHour, messagesPerDay).forEach(rate -> rate.add(1, now));
            List.of(recipientsPerHour, recipientsPerDay).forEach(rate -> rate.add(recipients, now));
            return true;
        }
    }

    private static final SmtpReply TOO_MUCH =
        SmtpReply.of(450, "4.7.1", "You have sent too much for now, please try again later");

    private final SubmissionSettings settings;
    private final ConcurrentHashMap<AccountId, OfUser> users = new ConcurrentHashMap<>();

    Rates(SubmissionSettings settings) { this.settings = settings; }

    /** Counts one message, or says why not. */
    Optional<SmtpReply> take(AccountId user, int recipients, Instant now) {
        var rates = users.computeIfAbsent(user, _ -> new OfUser(
            new Rate(settings.messagesPerHour(), HOUR), new Rate(settings.messagesPerDay(), DAY),
            new Rate(settings.recipientsPerHour(), HOUR), new Rate(settings.recipientsPerDay(), DAY)));
        synchronized (rates) {
            return rates.take(recipients, now) ? Optional.empty() : Optional.of(TOO_MUCH);
        }
    }
}
