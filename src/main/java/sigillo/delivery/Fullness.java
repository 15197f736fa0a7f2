package sigillo.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.smtp.SmtpReply;

/**
 * What is said of an account that holds as much as it may. First that the sender should come again; when it has been
 * full for the grace, that he need not: his server would tell him only days later. A message that is too large for what
 * is left is always to come again, as long as smaller ones are taken.
 */
final class Fullness {
    /** An owner who is away for a week finds what came in the last of it. */
    static final Duration GRACE = Duration.ofDays(7);

    private final Accounts accounts;
    private final Duration grace;
    private final InstantSource clock;

    Fullness(Accounts accounts, Duration grace, InstantSource clock) {
        this.accounts = accounts;
        this.grace = grace;
        this.clock = clock;
    }

    /** {@code since}: when mail began to be refused. */
    SmtpReply reply(Instant since) {
        boolean isForLong = !clock.instant().isBefore(since.plus(grace));
        return isForLong ? Filed.MAILBOX_FULL_FOR_LONG : Filed.MAILBOX_FULL;
    }

    /** Asked at each RCPT. Of what fits, the commit has the last word. */
    Optional<SmtpReply> refusal(AccountId account, long octets) {
        if (accounts.takes(account, octets) || !accounts.exists(account)) return Optional.empty();
        return accounts.open(account).full(octets).map(this::reply);
    }
}
