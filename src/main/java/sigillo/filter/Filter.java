package sigillo.filter;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import sigillo.account.AccountId;
import sigillo.authentication.Findings;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderEdit;
import sigillo.message.HeaderSection;
import sigillo.message.Message;
import sigillo.message.MessageLimits;
import sigillo.smtp.Origin;
import sigillo.smtp.SmtpReply;
import sigillo.spam.Look;
import sigillo.spam.Sign;
import sigillo.spam.Weights;

/** Judges mail that comes in: {@link #begin}, {@link Looking#assessment}, and for each account {@link #judge}. Any thread. */
public final class Filter {
    private final Domain hostname;
    private final FilterSettings settings;
    private final Complaints complaints;
    private final List<Engine> engines;
    private final Learnt learnt;
    private final Wishes wishes;
    private final InstantSource clock;
    private volatile Acquaintances acquaintances = Acquaintances.NONE;
    private volatile DnsLists lists = DnsLists.NONE;
    private volatile Optional<Reputation> reputation = Optional.empty();

    /** {@code hostname}: ours, under which reasons travel. */
    public Filter(Domain hostname, FilterSettings settings, List<Engine> engines, Learnt learnt, Wishes wishes, InstantSource clock) {
        this.hostname = hostname;
        this.settings = settings;
        this.engines = List.copyOf(engines);
        this.learnt = learnt;
        this.wishes = wishes;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Filter.class.getName()), clock);
    }

    /** What is known of senders, and to whom people here have written. To be called before the first mail. */
    public Filter remembering(Reputation kept, Acquaintances written) {
        reputation = Optional.of(kept);
        acquaintances = written;
        return this;
    }

    /** Lists of others that are asked. To be called before the first mail. */
    public Filter asking(DnsLists others) {
        lists = others;
        return this;
    }

    /** A message that is being looked at; to be closed, which ends what is under way. */
    public final class Looking implements AutoCloseable {
        private final Mail mail;
        private final boolean isJudged;
        private final boolean isOfOtherFilters;
        private final Optional<Look> look;
        private final Engines asked;
        private List<HeaderEdit> edits = List.of();

        /** {@code isOfStranger}: it is such as programs are asked about, and this filter where it is on. */
        private Looking(Mail mail, boolean isOfStranger) throws IOException {
            this.mail = mail;
            this.isJudged = isOfStranger && settings.isOn();
            this.look = isJudged ? looked(mail) : Optional.empty();
            var asking = new ArrayList<>(engines.stream().filter(engine -> engine.concerns(mail, isOfStranger)).toList());
            this.isOfOtherFilters = isJudged || isOfStranger && !asking.isEmpty();
            look.filter(_ -> !lists.isEmpty()).ifPresent(one -> asking.add(lists.about(one.hosts())));
            this.asked = Engines.ask(asking, mail, complaints);
        }

        /** Whether somebody else is asked, who may let it wait. */
        public boolean isWaiting() { return !asked.isNobody(); }

        /**
         * The message without fields of other filters, whose names are ours; and, once there is an assessment, with what programs
         * wish of its header, who count its fields as they came. Nobody else writes the field that is ours.
         */
        public Octets edited() throws IOException {
            var renamed = SpamFields.renamed(mail.message(), mail.section().header(), isOfOtherFilters);
            if (edits.isEmpty()) return renamed;
            var edited = HeaderEdit.apply(renamed, edits, MessageLimits.DEFAULT);
            // what stands behind what is read of a header could not be cleaned of what strangers say in our name
            boolean isTooLong = HeaderSection.read(edited, MessageLimits.DEFAULT).header().isCut();
            return isTooLong ? renamed : SpamFields.withoutOurs(edited);
        }

        /**
         * Waits for the engines. Empty for what nobody is asked about. Throws only when the message cannot be read.
         * {@code findings}: about its sender.
         */
        public Optional<Assessment> assessment(Optional<Findings> findings) throws IOException {
            var heard = asked.await();
            edits = heard.edits();
            if (!isJudged && asked.isNobody()) return Optional.empty();
            var author = Author.of(mail.section().header(), findings);
            var client = findings.map(Findings::client);
            var reasons = new ArrayList<>(heard.reasons());
            if (look.isEmpty()) return Optional.of(heard.assessment(reasons, author, client, source()));
            var look = this.look.get();
            for (var sign : look.signs())
                reasons.add(new Reason(sign.text(), Weights.shipped().of(sign), Weights.shipped().sentence(sign, Locale.ENGLISH.getLanguage())));
            findings.ifPresent(found -> reasons.addAll(SenderReasons.of(found, author)));
            findings.ifPresent(found -> reputation.ifPresent(known -> reasons.addAll(new Reputed(known).reasons(author, client))));
            var later = findings.flatMap(found -> later(found, author, look, sum(reasons)));
            return Optional.of(heard.or(later).assessment(reasons, author, client, look::features));
        }

        private Optional<SmtpReply> later(Findings found, Author author, Look look, double score) {
            boolean isOdd = settings.deferFrom().isPresent() && score >= settings.deferFrom().getAsDouble();
            if (!isOdd || look.signs().contains(Sign.ONE_TIME_CODE)) return Optional.empty();
            return reputation.flatMap(known -> new Deferral(known, acquaintances, clock).of(mail, found, author));
        }

        private Assessment.Source source() { return Assessment.Source.of(mail.message(), mail.at()); }

        @Override public void close() { asked.close(); }
    }

    /** Empty where we cannot: a mail that is too odd for us is not one that nobody may send. */
    private Optional<Look> looked(Mail mail) throws IOException {
        try {
            return Optional.of(Look.at(Message.parse(mail.message()), mail.at()));
        } catch (RuntimeException | Error fault) {
            complaints.add("message " + mail.trace().text() + " could not be looked at", fault);
            return Optional.empty();
        }
    }

    /** Looks at it, and lets other programs begin to. Throws only when it cannot be read. */
    public Looking begin(Mail mail) throws IOException { return new Looking(mail, isOfStranger(mail.origin())); }

    /** The same for what somebody sends who has signed in: only those are asked who look for viruses. */
    public Looking beginSubmitted(Mail mail) throws IOException { return new Looking(mail, false); }

    /** Not judged are mail of those who signed in, of networks that are trusted, and what another server of ours has taken. */
    private boolean isOfStranger(Origin origin) {
        boolean isRelayed = origin.protocol().toUpperCase(Locale.ROOT).contains("LMTP");
        if (origin.user().isPresent()) return false;
        return isRelayed ? settings.isLmtpJudged() : origin.client().filter(client -> !settings.unchecked().contains(client)).isPresent();
    }

    /** The field in which the reasons travel while a message waits. */
    public byte[] field(Assessment assessment) { return SpamFields.encode(assessment, hostname); }

    /** What was thought of a message that has waited: {@link #field} of its header. */
    public Optional<Assessment> travelled(Header header, Octets message, Instant received) {
        return SpamFields.decode(header, hostname, Assessment.Source.of(message, received));
    }

    /** For another server, which knows its accounts: by this server's own line. The sender still waits for an answer. */
    public Judgement judge(Assessment assessment) {
        var junkFrom = OptionalDouble.of(settings.junkFrom());
        double score = assessment.score();
        return new Judgement(place(score, junkFrom, true), assessment.reasons(), score, junkFrom);
    }

    /**
     * For one account. {@code sender}: of the envelope. {@code mayRefuse}: he still waits for an answer; what cannot be
     * refused goes to Junk.
     */
    public Judgement judge(AccountId account, Assessment assessment, Optional<Address> sender, boolean mayRefuse) {
        var wish = wishes.of(account, assessment.author(), sender);
        var reasons = new ArrayList<>(assessment.reasons());
        written(account, assessment.author()).ifPresent(reasons::add);
        reasons.addAll(learnt(account, assessment, sum(reasons) + Weights.WITHOUT_SIGNS));
        wish.word().map(Filter::reason).ifPresent(reasons::add);
        double score = sum(reasons);
        var junkFrom = wish.junkFrom().or(settings.junkFrom());
        var place = wish.word().map(word -> place(word, mayRefuse)).orElseGet(() -> place(score, junkFrom, mayRefuse));
        return new Judgement(place, reasons, score, junkFrom);
    }

    /** What fails there is no reason to refuse mail, or to keep what was taken from whom it is for. */
    private List<Reason> learnt(AccountId account, Assessment assessment, double before) {
        try {
            return learnt.reasons(account, assessment.features(), before);
        } catch (RuntimeException | Error fault) {
            complaints.add("what was learnt could not be asked about mail of account " + account, fault);
            return List.of();
        }
    }

    /** Anybody may take the name of a friend: it counts little where nobody shows that it is him. */
    private Optional<Reason> written(AccountId account, Author author) {
        if (author.address().filter(address -> acquaintances.hasWrittenTo(account, address)).isEmpty()) return Optional.empty();
        return Optional.of(new Reason("written-to", author.isAligned() ? -5 : -1.5, "Its recipient has written to its author."));
    }

    /** A message was taken: what is thought of it is remembered of its sender. */
    public void took(Assessment assessment) {
        if (reputation.isEmpty() || assessment.client().isEmpty()) return;
        double score = assessment.reasons().stream().filter(reason -> !Reputed.isOne(reason)).mapToDouble(Reason::weight).sum();
        new Reputed(reputation.get()).thought(assessment.author(), assessment.client(), score >= settings.junkFrom());
    }

    /** Whether mail from that network was wanted before, more than once. What cannot be told now is none. */
    public boolean isGood(InetAddress client) {
        try {
            return reputation.filter(known -> new Reputed(known).isGood(client)).isPresent();
        } catch (RuntimeException trouble) {
            complaints.add("what is known of a network cannot be read", trouble);
            return false;
        }
    }

    /** Whether somebody whom mail to {@code recipient} reaches has written to that address, which anybody may take. */
    public boolean hasWritten(Address recipient, Address sender) {
        try {
            return acquaintances.knows(recipient, sender);
        } catch (RuntimeException trouble) {
            complaints.add("to whom people here have written cannot be read", trouble);
            return false;
        }
    }

    /** Somebody says of a message that he has whether it is junk; {@code header}: with our field, or nothing is known of its sender. */
    public void said(Header header, boolean isJunk) {
        var found = SpamFields.decode(header, hostname, () -> { throw new IllegalStateException("only its sender is asked for"); });
        found.filter(one -> one.client().isPresent()).ifPresent(one ->
            reputation.ifPresent(known -> new Reputed(known).said(one.author(), one.client(), isJunk)));
    }

    /** His word counts, whatever the score. */
    private static Judgement.Place place(Word word, boolean mayRefuse) {
        return switch (word) {
            case ALLOW -> Judgement.Place.INBOX;
            case BLOCK -> Judgement.Place.JUNK;
            case REFUSE -> mayRefuse ? Judgement.Place.REFUSED : Judgement.Place.JUNK;
        };
    }

    private static Reason reason(Word word) {
        return switch (word) {
            case ALLOW -> new Reason("allowed", -Reason.WEIGHT_MAX, "Its author is allowed here.");
            case BLOCK, REFUSE -> new Reason(Judgement.BLOCKED, Reason.WEIGHT_MAX, "Who sent it is blocked here.");
        };
    }

    private Judgement.Place place(double score, OptionalDouble junkFrom, boolean mayRefuse) {
        if (junkFrom.isEmpty() || score < junkFrom.getAsDouble()) return Judgement.Place.INBOX;
        boolean isRefused = mayRefuse && settings.refuseFrom().isPresent() && score >= settings.refuseFrom().getAsDouble();
        return isRefused ? Judgement.Place.REFUSED : Judgement.Place.JUNK;
    }

    private static double sum(List<Reason> reasons) { return reasons.stream().mapToDouble(Reason::weight).sum(); }
}
