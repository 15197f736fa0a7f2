package sigillo.lists;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.authentication.OwnResults;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Writer;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;

/**
 * Carries queued mail to lists: a post goes to each member as an entry of its own, all of them or none; a wish to join is
 * answered by a question; what came back is counted. Nothing automatic is answered, and nothing that was here before is
 * passed on. Putting the copies into the queue comes last, because it is the one thing that a repeated job would repeat.
 */
public final class ListCarrier implements Carrier {
    private static final SmtpReply DONE = SmtpReply.of(250, "2.0.0", "Done");
    private static final SmtpReply WAITS = SmtpReply.of(250, "2.0.0", "It waits for the owner of the list");
    private static final SmtpReply TOO_MANY_WAIT = SmtpReply.of(450, "4.7.1", "Too many messages wait for the owner of the list");
    private static final SmtpReply LOOP = SmtpReply.of(554, "5.4.6", "This message was on a list before: it goes round in a circle");
    private static final SmtpReply AUTOMATIC = SmtpReply.of(550, "5.7.1", "Lists pass on nothing that a program wrote by itself");
    private static final SmtpReply LARGE = SmtpReply.of(552, "5.3.4", "This is too large for a list");
    private static final SmtpReply NOT_YOURS = SmtpReply.of(550, "5.7.1", "Only some may write to this list, and nobody vouches that you are one of them");
    private static final SmtpReply TOO_MANY = SmtpReply.of(450, "4.7.1", "The list has had its mail for today");
    private static final SmtpReply TOO_OLD = SmtpReply.of(550, "5.7.1", "This confirms nothing: it is too old, or for another address");
    private static final SmtpReply WAITS_NO_MORE = SmtpReply.of(550, "5.7.1", "This message waits no more: somebody has decided, or nobody did in time");
    private static final SmtpReply FULL = SmtpReply.of(550, "5.2.0", "The list takes nobody more");
    private static final SmtpReply GONE = SmtpReply.of(550, "5.1.1", "There is no such list");

    private final String here;
    private final Lists lists;
    private final ListLetters letters;
    private final Posting posting;
    private final Moderation moderation;
    private final OwnResults ownResults;

    public ListCarrier(Domain hostname, Lists lists, ListLetters letters, Posting posting, Moderation moderation) {
        this.here = hostname.name();
        this.lists = lists;
        this.letters = letters;
        this.posting = posting;
        this.moderation = moderation;
        this.ownResults = new OwnResults(hostname);
    }

    @Override public List<Outcome> carry(Job job) {
        var outcomes = new ArrayList<Outcome>();
        for (var recipient : job.envelope().recipients()) outcomes.add(carry(job, recipient));
        return outcomes;
    }

    private Outcome carry(Job job, Recipient recipient) {
        try {
            var meant = lists.meant(recipient.address());
            if (meant.isEmpty()) return bounced(GONE);
            var header = HeaderSection.read(job.message(), MessageLimits.DEFAULT);
            return carry(job, meant.get().list(), meant.get().part(), header);
        } catch (IOException | RuntimeException trouble) { // with this recipient: the others are not carried twice
            return new Outcome.OurFault(trouble.getMessage());
        }
    }

    private Outcome carry(Job job, MailList list, ListPart part, HeaderSection section) throws IOException {
        return switch (part) {
            case ListPart.Post() -> post(job, list, section);
            case ListPart.Bounce(long number, var token) -> lists.isToken(token, "bounce", list, number + "")
                ? cameBack(job, list, number, section.header()) : bounced(GONE);
            case ListPart.Leave(long number, var token) -> lists.isToken(token, "leave", list, number + "") ? left(list, number) : bounced(GONE);
            case ListPart.Subscribe() -> asked(job, section, author -> {
                letters.ask(list, author);
                return delivered();
            });
            case ListPart.Unsubscribe() -> asked(job, section, author -> {
                lists.leave(list, author).ifPresent(_ -> letters.left(list, author));
                return delivered();
            });
            case ListPart.Help() -> asked(job, section, author -> {
                letters.help(list, author);
                return delivered();
            });
            case ListPart.Confirm(var token) -> asked(job, section, author -> confirmed(list, author, token));
            case ListPart.Decide(boolean isApproved, var token) -> asked(job, section, author -> decided(list, author, isApproved, token));
            case ListPart.Owner() -> bounced(GONE); // the directory sends it to an account
        };
    }

    // ---- posts ----

    private Outcome post(Job job, MailList list, HeaderSection section) throws IOException {
        var refusal = refusal(job, list, section);
        if (refusal.isPresent()) return bounced(refusal.get());
        var author = writer(section).author();
        var reason = moderation.reason(list, section.header(), job.message(), author);
        if (reason.isPresent() && author.isPresent()) return held(job, list, section.header(), author.get(), reason.get());
        if (!lists.take(List.of(new Lists.Count("post\0" + list.key(), ListLimits.POSTS_A_DAY)))) return later(TOO_MANY);
        posting.pass(list, job.envelope(), job.message(), job.trace());
        return delivered();
    }

    private Outcome held(Job job, MailList list, Header header, Address author, String why) throws IOException {
        return moderation.hold(list, job, header, author, why) ? new Outcome.Delivered(WAITS, here, false) : later(TOO_MANY_WAIT);
    }

    private Outcome later(SmtpReply reply) { return new Outcome.Deferred(reply, here, Optional.empty()); }

    private Optional<SmtpReply> refusal(Job job, MailList list, HeaderSection section) throws IOException {
        var header = section.header();
        var key = list.key();
        boolean wasHere = header.all("Delivered-To").stream().flatMap(field -> Address.parse(field.raw()).stream())
            .anyMatch(at -> at.lookupKey().equals(key));
        if (wasHere || header.has("List-Id")) return Optional.of(LOOP);
        if (job.envelope().from().sender().isEmpty() || isAutomatic(header)) return Optional.of(AUTOMATIC);
        if (!lists.mayPost(list, writer(section))) return Optional.of(NOT_YOURS);
        return job.message().length() > ListLimits.MESSAGE_OCTETS_MAX ? Optional.of(LARGE) : Optional.empty();
    }

    /** RFC 3834 section 2. */
    private static boolean isAutomatic(Header header) {
        boolean isMarked = header.all("Auto-Submitted").stream().anyMatch(field -> !word(field.raw(100)).equals("no"));
        boolean isReport = header.all("Content-Type").stream().anyMatch(field -> word(field.raw(100)).equals("multipart/report"));
        return isMarked || isReport;
    }

    private static String word(String text) { return text.strip().split("[ \\t;(]", 2)[0].toLowerCase(Locale.ROOT); }

    private Writer writer(HeaderSection section) {
        var from = section.header().all("From").stream().flatMap(field -> field.addresses().flat().stream()).limit(2).toList();
        var author = from.size() == 1 ? from.getFirst().address() : Optional.<Address>empty();
        return author.filter(one -> ownResults.isAuthorShown(section, one)).map(Writer::shown).orElse(Writer.NOT_SHOWN);
    }

    private Outcome decided(MailList list, Address author, boolean isApproved, String token) throws IOException {
        if (!lists.isOwner(list, author)) return bounced(NOT_YOURS);
        return moderation.decide(list, isApproved, token) ? delivered() : bounced(WAITS_NO_MORE);
    }

    // ---- who comes and goes ----

    private interface Answer {
        Outcome of(Address author) throws IOException;
    }

    /** Programs are not answered, and who is not shown to have asked is not either. */
    private Outcome asked(Job job, HeaderSection section, Answer answer) throws IOException {
        boolean isAutomatic = job.envelope().from().sender().isEmpty() || isAutomatic(section.header()) || section.header().has("List-Id");
        if (isAutomatic) return bounced(AUTOMATIC);
        var author = writer(section).author();
        return author.isPresent() ? answer.of(author.get()) : bounced(NOT_YOURS);
    }

    private Outcome confirmed(MailList list, Address author, String token) {
        if (!lists.isAnswer(token, list, author)) return bounced(TOO_OLD);
        return switch (lists.join(list, author)) {
            case FULL -> bounced(FULL);
            case THERE -> delivered();
            case DONE -> {
                lists.member(list, author).ifPresent(member -> letters.welcome(list, member));
                yield delivered();
            }
        };
    }

    private Outcome left(MailList list, long number) {
        lists.leave(list, number).ifPresent(member -> letters.left(list, member.address()));
        return delivered();
    }

    /** What is only late has not come back: RFC 3464 section 2.3.3. */
    private Outcome cameBack(Job job, MailList list, long number, Header header) throws IOException {
        boolean isReport = header.all("Content-Type").stream().anyMatch(field -> word(field.raw(100)).equals("multipart/report"));
        if (!isReport && job.envelope().from().sender().isPresent()) return delivered(); // an answer of a person or a program
        if (isReport && !saysFailed(job.message())) return delivered();
        lists.bounced(list, number).ifPresent(member -> {
            moderation.paused(list, member);
            letters.paused(list, member);
        });
        return delivered();
    }

    private static boolean saysFailed(Octets report) throws IOException {
        int length = (int) Math.min(report.length(), ListLimits.REPORT_OCTETS_MAX);
        var text = new String(report.bytes(0, length, length), java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("action:[ \\t]*failed.*"));
    }

    private Outcome delivered() { return new Outcome.Delivered(DONE, here, false); }

    private Outcome bounced(SmtpReply reply) { return new Outcome.Bounced(reply, here); }
}
