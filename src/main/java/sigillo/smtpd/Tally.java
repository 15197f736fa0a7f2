package sigillo.smtpd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.smtp.SmtpReply;

/** Counts what a conversation has cost and ends it when it is too much. One thread. */
final class Tally {
    private static final int FREE_ERRORS = 3;
    private static final int PAUSES_MAX = 10;

    private final SmtpSettings settings;
    private final AddressBudget budget;
    private final InetAddress client;
    private final boolean isUnlimited;
    private int mails;
    private int accepted;
    private int errors;
    private int refusedRecipients;
    private boolean lastWasError;

    Tally(SmtpSettings settings, AddressBudget budget, InetAddress client) {
        this.settings = settings;
        this.budget = budget;
        this.client = client;
        this.isUnlimited = budget.isUnlimited(client);
    }

    private boolean spend(AddressBudget.Kind kind) { return isUnlimited || budget.spend(client, kind); }

    boolean mayConnect() { return spend(AddressBudget.Kind.CONNECTION); }

    /** RFC 9422 section 4: MAILMAX. */
    boolean mayMail() { return ++mails <= settings.mailsMax(); }

    /** Any step that is the answer to a line: too many lines or errors turn it into the last. */
    Step judge(Step step) {
        lastWasError = isError(step);
        if (!spend(AddressBudget.Kind.COMMAND)) return Step.Bye.one(Replies.TOO_MUCH);
        if (!lastWasError) return step;
        if (!spend(AddressBudget.Kind.ERROR)) return Step.Bye.one(Replies.TOO_MUCH);
        return ++errors >= settings.errorsMax() ? Step.Bye.one(Replies.TOO_MANY_ERRORS) : step;
    }

    /** A recipient whom we do not take is no error of the protocol; it has its own limit. */
    private boolean isError(Step step) {
        return switch (step) {
            case Step.Say(var replies) -> replies.getFirst().isPermanent() && !isRefusedRecipient(replies.getFirst());
            case Step.SkipChunk _ -> true;
            case Step.Bye _, Step.ReadMessage _, Step.ReadChunk _, Step.StartTls _ -> false;
        };
    }

    private static boolean isRefusedRecipient(SmtpReply reply) { return reply.code() == 550; }

    Step refusedRecipient(SmtpReply reply) {
        if (++refusedRecipients >= settings.refusedRecipientsMax()) return Step.Bye.one(Replies.TOO_MANY_REFUSED);
        boolean may = spend(AddressBudget.Kind.REFUSED_RECIPIENT);
        return may ? Step.Say.one(reply) : Step.Bye.one(Replies.TOO_MUCH);
    }

    /** Nobody has that name, and the catch-all of its domain has its mail. Who asks for many guesses names: he alone pays for it. */
    boolean mayBeCaught(Optional<Address> sender, Address name) {
        if (isUnlimited) return true;
        return spend(AddressBudget.Kind.CAUGHT) && shelf(sender, name).map(budget.caught()::hasRoom).orElse(true);
    }

    /** Runs what takes a message for such names, among others; empty when catch-alls have had too much. */
    Optional<SmtpReply> taking(Optional<Address> sender, Stream<Address> names, Supplier<SmtpReply> taken) {
        var counted = isUnlimited ? List.<CaughtRoom.Shelf>of() : names.flatMap(name -> shelf(sender, name).stream()).toList();
        return budget.caught().taking(counted, taken);
    }

    /** Empty: his is not counted. */
    private Optional<CaughtRoom.Shelf> shelf(Optional<Address> sender, Address name) {
        return switch (budget.known().of(client, sender, name)) {
            case BY_NETWORK -> Optional.empty();
            case BY_NAME -> Optional.of(new CaughtRoom.Shelf(name.domain(), true));
            case NOBODY -> Optional.of(new CaughtRoom.Shelf(name.domain(), false));
        };
    }

    Step handedOver(Step.Say step) {
        lastWasError = false;
        if (step.replies().stream().anyMatch(SmtpReply::isPositive)) accepted++;
        return step;
    }

    Duration pause() {
        if (!lastWasError) return Duration.ZERO;
        return settings.errorPause().multipliedBy(Math.clamp(errors - FREE_ERRORS, 0, PAUSES_MAX));
    }

    @Override public String toString() {
        return accepted + " of " + mails + " mails accepted, " + errors + " errors, " + refusedRecipients
            + " recipients refused";
    }
}
