package sigillo.submission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.filter.Mail;
import sigillo.filter.Reason;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;
import sigillo.trace.Traces;

/** Viruses in what users send: whoever has somebody's password, or his computer, sends them in his name. Any thread; waits for programs. */
final class Scanning {
    /** Of what was found, in a reply. */
    private static final int FOUND_CHARACTERS = 200;

    private final Filter filter;
    private final Traces traces;
    private final InstantSource clock;
    private final BiConsumer<AccountId, String> infected;

    Scanning(Filter filter, Traces traces, InstantSource clock, BiConsumer<AccountId, String> infected) {
        this.infected = infected;
        this.filter = filter;
        this.traces = traces;
        this.clock = clock;
    }

    /** What its user is told when it does not go. Empty where nobody is asked, and where nothing is found. */
    Optional<SmtpReply> refusal(AccountId account, Mail mail) {
        try (var looking = filter.beginSubmitted(mail)) {
            if (!looking.isWaiting()) return Optional.empty();
            var found = looking.assessment(Optional.empty());
            found.ifPresent(one -> tell(mail, one));
            found.filter(one -> one.against().filter(SmtpReply::isPermanent).isPresent()).ifPresent(one -> infected.accept(account, sentences(one)));
            return found.flatMap(one -> one.against().map(reply -> understood(reply, one)));
        } catch (IOException spoolBroken) {
            throw new UncheckedIOException(spoolBroken);
        }
    }

    private void tell(Mail mail, Assessment found) {
        var sentences = sentences(found);
        if (!found.silent().isEmpty()) sentences = (sentences.isEmpty() ? "" : sentences + "; ") + String.join("; ", found.silent());
        if (!sentences.isEmpty()) traces.tell(new Event(mail.trace(), clock.instant(), Event.Kind.CHECKED, List.of(), sentences, Optional.empty()));
    }

    private static String sentences(Assessment found) {
        return found.reasons().stream().map(Reason::sentence).collect(Collectors.joining("; "));
    }

    /** RFC 3463 section 3.8. The program of whoever sends shows it to him, who is to know what to do. */
    private static SmtpReply understood(SmtpReply reply, Assessment found) {
        if (reply.isTransient()) return reply;
        var what = sentences(found);
        return SmtpReply.of(reply.code(), "5.7.1", "Your message was not sent: " + what.substring(0, Math.min(what.length(), FOUND_CHARACTERS)),
            "Look at what is attached to it, and whether your computer is infected");
    }
}
