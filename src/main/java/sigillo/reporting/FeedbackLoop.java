package sigillo.reporting;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.delivery.Arrivals.Arrival;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.reports.Complaint;
import sigillo.sending.Unwanted;
import sigillo.trace.Event;
import sigillo.trace.Step;
import sigillo.trace.Stories;
import sigillo.trace.Story;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/**
 * Complaints of others about mail that accounts here have sent (RFC 5965, RFC 6650): who has complained gets nothing
 * more from that account. A complaint is a stranger's mail, so it counts only of one who is shown to speak for the
 * recipient, and of a message whose story says that it went there (decision 0028). Any thread.
 */
public final class FeedbackLoop {
    /** Of RFC 5965's registry, and opt-out of before: what the recipient does not want. Others stop nothing. */
    private static final Set<String> STOPPING = Set.of("abuse", "fraud", "virus", "opt-out");
    /** RFC 2142: nobody else has these at a provider. */
    private static final Set<String> ROLES = Set.of("abuse", "postmaster");

    private final ReportingSettings settings;
    private final Sent sent;
    private final InstantSource clock;

    /** What is known of mail that was sent, and what is to be done. {@code told}: the account's owner; must be quick. */
    public record Sent(Stories stories, Traces traces, Directory directory, Unwanted unwanted,
                       BiConsumer<AccountId, Unwanted.Complaint> told) {}

    public FeedbackLoop(ReportingSettings settings, Sent sent, InstantSource clock) {
        this.settings = settings;
        this.sent = sent;
        this.clock = clock;
    }

    /** What came of a complaint, in a sentence. {@code isStopped}: somebody gets nothing more. */
    record Outcome(boolean isStopped, String sentence) {
        private static Outcome nothing(String why) { return new Outcome(false, "Nothing follows: " + why + "."); }
    }

    /** Empty where it is none. Throws {@link IOException} when the message cannot be read. */
    Optional<Outcome> came(Arrival arrival) throws IOException {
        var complaint = Complaint.of(arrival.message(), settings.hostname());
        return complaint.isEmpty() ? Optional.empty() : Optional.of(came(arrival, complaint.get()));
    }

    private Outcome came(Arrival arrival, Complaint complaint) throws IOException {
        if (!STOPPING.contains(complaint.type())) return Outcome.nothing("it asks for nothing to end");
        var reporter = reporter(arrival.message())
            .filter(from -> arrival.findings().filter(found -> found.shows(from)).isPresent());
        if (reporter.isEmpty()) return Outcome.nothing("nobody vouches for who sent it");
        return complaint.ids().stream().flatMap(id -> TraceId.parse(id).stream())
            .flatMap(id -> sent.stories().of(id).stream())
            .flatMap(story -> submitter(story).map(who -> of(story, who, reporter.get(), complaint)).stream()).findFirst()
            .orElseGet(() -> Outcome.nothing("it shows no message that an account here has sent, or one of too long ago"));
    }

    /** The one author of a mail. */
    private static Optional<Address> reporter(Octets message) throws IOException {
        var from = HeaderSection.read(message, MessageLimits.DEFAULT).header().all("From").stream()
            .flatMap(field -> field.addresses().flat().stream()).toList();
        return from.size() == 1 ? from.getFirst().address() : Optional.empty();
    }

    /** Of a message that was submitted here: what only came in may have been sent by anybody. */
    private Optional<AccountRecord> submitter(Story story) {
        return story.steps().stream().filter(FeedbackLoop::isSubmission).findFirst()
            .flatMap(step -> account(step.addresses().getFirst()));
    }

    private static boolean isSubmission(Step step) {
        return step.kind() == Event.Kind.RECEIVED && step.text().startsWith(Event.SUBMITTED) && !step.addresses().isEmpty();
    }

    private Optional<AccountRecord> account(String shown) {
        if (shown.contains("@")) return Address.parse(shown).flatMap(sent.directory()::account);
        return sent.directory().accounts().stream().filter(one -> sent.stories().isOf(shown, one.address())).findFirst();
    }

    private Outcome of(Story story, AccountRecord account, Address reporter, Complaint complaint) {
        var taken = new LinkedHashSet<String>();
        story.steps().stream().filter(step -> step.kind() == Event.Kind.SENT).map(Step::addresses)
            .forEach(taken::addAll);
        var who = recipients(taken, reporter, complaint);
        if (who.isEmpty()) {
            return Outcome.nothing("it does not say which recipient's it is, or its sender does not speak for that one");
        }
        var now = clock.instant();
        var complaints = who.stream().map(one -> new Unwanted.Complaint(one, now, reporter, story.trace())).toList();
        complaints.forEach(one -> stop(story, account, one));
        var names = String.join(", ", who.stream().map(Address::toString).toList());
        return new Outcome(true, "Mail from " + account.address() + " to " + names + " is refused from now on; to lift "
            + "that: " + complaints.getFirst().liftedBy(account.address()) + ".");
    }

    /** {@code taken}: to whom the message went, by name or by hash. */
    private List<Address> recipients(Set<String> taken, Address reporter, Complaint complaint) {
        Predicate<Address> isOf = recipient -> speaksFor(reporter, recipient)
            && taken.stream().anyMatch(shown -> sent.stories().isOf(shown, recipient));
        var named = complaint.recipients().stream().filter(isOf).toList();
        if (!named.isEmpty()) return named;
        if (isOf.test(reporter)) return List.of(reporter);
        // The name is withheld: there must be one only whom it can mean.
        var possible = taken.stream().filter(shown -> shown.contains("@"))
            .flatMap(shown -> Address.parse(shown).stream()).filter(one -> speaksFor(reporter, one))
            .filter(one -> complaint.domains().isEmpty() || complaint.domains().contains(one.domain())).toList();
        return possible.size() == 1 ? possible : List.of();
    }

    /**
     * A recipient for himself; abuse and postmaster for their domain and those below; who is known to pass on the
     * complaints of many. Others at a provider have the message too when it was to both, and do not speak for each other.
     */
    private boolean speaksFor(Address reporter, Address recipient) {
        var key = reporter.lookupKey();
        boolean isKnown = settings.complaintsFrom().stream().anyMatch(known -> known.lookupKey().equals(key));
        if (isKnown || key.equals(recipient.lookupKey())) return true;
        var domain = reporter.domain().name();
        boolean isOfIt = recipient.domain().name().equals(domain) || recipient.domain().name().endsWith("." + domain);
        return isOfIt && ROLES.contains(key.substring(0, key.lastIndexOf('@')));
    }

    private void stop(Story story, AccountRecord account, Unwanted.Complaint complaint) {
        if (!sent.unwanted().add(account.id(), complaint)) return;
        var concerned = List.of(account.address(), complaint.recipient());
        TraceId.parse(story.trace()).ifPresent(trace -> sent.traces().tell(new Event(trace, complaint.at(),
            Event.Kind.NOTIFIED, concerned, "Its recipient has complained, and gets no more mail from this account",
            Optional.empty())));
        sent.told().accept(account.id(), complaint);
    }
}
