package sigillo.milterd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.authentication.Authentication;
import sigillo.authentication.Findings;
import sigillo.authentication.OwnResults;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.filter.Judgement;
import sigillo.filter.Mail;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.milter.MilterAnswer;
import sigillo.smtp.SmtpReply;
import sigillo.trace.TraceId;

/** What is answered about a message: our checks, as delivery makes them, without an account. Any thread; waits for DNS. */
final class Checking {
    private static final SmtpReply BUSY =
        SmtpReply.of(451, "4.3.2", "Too much mail is being looked at just now, try again in a minute");
    private static final SmtpReply HEADER_TOO_LONG = SmtpReply.of(552, "5.3.4", "Authentication-Results stands behind 1 MiB of header");
    private static final SmtpReply UNDECIDED = SmtpReply.of(451, "4.7.5",
        "DNS cannot say now whether this message is of its author, try again in some minutes");
    private static final String RESULTS = "Authentication-Results";
    /** What programs read of a filter, which no stranger may write. */
    private static final List<String> SPAM_FIELDS = List.of("X-Spam-Flag", "X-Spam-Status");

    private final Authentication authentication;
    private final OwnResults own;
    private final Filter filter;
    private final InstantSource clock;

    Checking(Domain hostname, Authentication authentication, Filter filter, InstantSource clock) {
        this.authentication = authentication;
        this.own = new OwnResults(hostname);
        this.filter = filter;
        this.clock = clock;
    }

    /** All answers, the one that ends the message last. Throws when the message cannot be read. */
    List<MilterAnswer> answers(Asked asked, Octets message) throws IOException {
        try (var place = authentication.place(asked.origin(), message).orElse(null)) {
            if (place == null) return refused(BUSY);
            var section = HeaderSection.read(message, MessageLimits.DEFAULT);
            if (own.isOutOfReach(message, section)) return refused(HEADER_TOO_LONG);
            var mail = new Mail(asked.envelope(), asked.origin(), message, section, TraceId.fresh(), clock.instant());
            try (var looking = filter.begin(mail)) {
                return switch (authentication.check(asked.origin(), asked.envelope().from().sender(), message, section)) {
                    case Authentication.Outcome.Undecided _ -> refused(UNDECIDED);
                    case Authentication.Outcome.Checked(var findings) -> {
                        if (looking.isWaiting()) place.isChecked();
                        yield judged(asked, section, findings, looking.assessment(findings));
                    }
                };
            }
        }
    }

    private List<MilterAnswer> judged(Asked asked, HeaderSection section, Optional<Findings> findings, Optional<Assessment> assessment) throws IOException {
        var against = assessment.flatMap(Assessment::against);
        if (against.isPresent()) return refused(against.get());
        var judgement = assessment.map(filter::judge);
        var refusal = judgement.filter(one -> one.place() == Judgement.Place.REFUSED).map(Judgement::refusal);
        if (refusal.isPresent()) return refused(refusal.get());
        var answers = new ArrayList<MilterAnswer>();
        if (asked.isMarking()) {
            removeForged(section, answers);
            boolean isJunk = findings.flatMap(Findings::suspicion).isPresent() || judgement.filter(one -> one.place() == Judgement.Place.JUNK).isPresent();
            judgement.ifPresent(one -> insert(one.fields(isJunk), asked.space(), answers));
            findings.ifPresent(found -> insert(new String(authentication.field(found), StandardCharsets.UTF_8), asked.space(), answers));
        }
        answers.add(new MilterAnswer.Continue());
        return answers;
    }

    /** RFC 8601 section 5. The last first, so that the numbers of the others stay. */
    private void removeForged(HeaderSection section, List<MilterAnswer> answers) throws IOException {
        var results = section.header().all(RESULTS);
        for (int i = results.size(); i > 0; i--)
            if (isOurs(results.get(i - 1))) answers.add(new MilterAnswer.ChangeHeader(i, RESULTS, ""));
        for (var name : SPAM_FIELDS)
            for (int i = section.header().all(name).size(); i > 0; i--) answers.add(new MilterAnswer.ChangeHeader(i, name, ""));
    }

    private boolean isOurs(HeaderField field) throws IOException {
        var alone = Octets.of(field.octets());
        return own.removed(alone, HeaderSection.read(alone, MessageLimits.DEFAULT)).length() == 0;
    }

    /** On top, in their order. */
    private static void insert(String fields, String space, List<MilterAnswer> answers) {
        var inserted = new ArrayList<MilterAnswer>();
        for (var field : fields.replace("\r\n", "\n").split("\n(?![ \t])")) {
            int colon = field.indexOf(':');
            if (colon > 0) inserted.addFirst(new MilterAnswer.InsertHeader(0, field.substring(0, colon), space + value(field.substring(colon + 1))));
        }
        answers.addAll(inserted);
    }

    /** Octets in Latin-1, as milters carry them. */
    private static String value(String text) {
        return new String(text.strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static List<MilterAnswer> refused(SmtpReply reply) {
        return List.of(new MilterAnswer.Reply(reply.code(), reply.status().map(Object::toString).orElse(""), reply.lines()));
    }
}
