package sigillo.filter;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.authentication.Findings;
import sigillo.base.AddressKey;
import sigillo.dkim.DkimOutcome;
import sigillo.smtp.SmtpReply;
import sigillo.spf.SpfResult;

/**
 * Tells a stranger of whom nothing good is known, who cannot show who he is, and whose mail looks odd, to come again in some
 * minutes: programs that send to millions seldom do. Nobody else waits, and no code to sign in with.
 */
final class Deferral {
    static final Duration WAIT = Duration.ofMinutes(4);
    private static final int RECIPIENTS_MAX = 20;
    static final int GOOD_MAILS = 2;

    /** RFC 3463 section 3.8. */
    static final SmtpReply LATER = SmtpReply.of(451, "4.7.1", "Nobody here knows this sender yet, please try again in five minutes");

    private final Reputation reputation;
    private final Acquaintances acquaintances;
    private final InstantSource clock;

    Deferral(Reputation reputation, Acquaintances acquaintances, InstantSource clock) {
        this.reputation = reputation;
        this.acquaintances = acquaintances;
        this.clock = clock;
    }

    /** Of a message that is odd enough, and has no code. */
    Optional<SmtpReply> of(Mail mail, Findings findings, Author author) {
        if (isShown(findings) || author.isAligned()) return Optional.empty();
        var client = findings.client();
        if (isKnown(mail, author, client)) return Optional.empty();
        var first = reputation.firstTold(attempt(mail, client));
        boolean hasWaited = first.isEmpty() || clock.millis() - first.get() >= WAIT.toMillis();
        return hasWaited ? Optional.empty() : Optional.of(LATER);
    }

    /** Some domain stands for it. */
    private static boolean isShown(Findings findings) {
        return findings.mailFrom().orElse(findings.helo()).result() == SpfResult.PASS || findings.dkim().stream().anyMatch(DkimOutcome::isPass);
    }

    private boolean isKnown(Mail mail, Author author, InetAddress client) {
        var sender = Sender.of(author, Optional.of(client));
        if (sender.who().map(reputation::of).filter(Standing::isGood).isPresent()) return true;
        if (new Reputed(reputation).isGood(client)) return true;
        return author.address().isPresent() && mail.envelope().recipients().stream().limit(RECIPIENTS_MAX)
            .anyMatch(recipient -> acquaintances.knows(recipient.address(), author.address().get()));
    }

    /** Large senders come again from another of their addresses. */
    private static String attempt(Mail mail, InetAddress client) {
        return AddressKey.around(client).text() + "\0" + mail.envelope().from() + "\0"
            + mail.envelope().recipients().stream().limit(RECIPIENTS_MAX).map(one -> one.address().lookupKey()).sorted().collect(Collectors.joining("\0"));
    }
}
