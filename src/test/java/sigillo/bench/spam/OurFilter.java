package sigillo.bench.spam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Keyword;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.filter.Filter;
import sigillo.filter.FilterSettings;
import sigillo.filter.KeptWishes;
import sigillo.filter.Mail;
import sigillo.keyring.Keyring;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.learning.Learning;
import sigillo.learning.LearningSettings;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.peers.Program;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

/**
 * Ours as a delivery asks it: for one account, whose owner moves spam to Junk and answers the rest, some at a time. Nothing is found
 * out about senders, since there is no DNS.
 */
final class OurFilter implements Contender {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Envelope ENVELOPE = Envelope.of(ReversePath.of(Address.of("somebody@sender.example")),
        List.of(Recipient.of(Address.of("anna@home.example"))));
    private static final Origin ORIGIN = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP",
        Optional.empty(), Optional.empty());
    /** So many mails between two lessons, about half of them spam: fewer than one lesson takes, and than a day does. */
    private static final int AT_A_TIME = 100;
    private static final int WARM = 1_000;

    private final MemoryStore store = new MemoryStore();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Secret key = Secret.random(Randomness.secure());
    private final Keyring keyring = TestSeal.keyring(store, clock);
    private final Accounts accounts = new Accounts(store, TestSeal.unattended(keyring), Bytes.wrap(new byte[32]), clock);
    private final Learning learning = new Learning(accounts, keyring, key, Randomness.secure(), LearningSettings.DEFAULT, clock).start();
    private final Filter filter = new Filter(Domain.of("mx.home.example"), FilterSettings.DEFAULT, List.of(), learning,
        new KeptWishes(store, key, Randomness.secure()), clock);
    private final Account anna = accounts.create(ANNA);
    private final Unlocked isThere = TestSeal.unlock(keyring, ANNA);
    private final List<LabelledMail> waiting = new ArrayList<>();
    private long taught;

    @Override public String name() { return "Sigillo"; }

    @Override public double line() { return FilterSettings.JUNK_FROM; }

    @Override public double score(LabelledMail mail) throws IOException {
        var octets = Octets.of(mail.octets());
        var section = HeaderSection.read(octets, MessageLimits.DEFAULT);
        try (var looking = filter.begin(new Mail(ENVELOPE, ORIGIN, octets, section, TraceId.fresh(), mail.when(section.header())))) {
            var assessment = looking.assessment(Optional.empty()).orElseThrow();
            filter.field(assessment);
            var judgement = filter.judge(ANNA, assessment, ENVELOPE.from().sender(), true);
            judgement.fields(judgement.score() >= line());
            return judgement.score();
        }
    }

    @Override public void warm(List<LabelledMail> mails) throws IOException {
        for (var mail : mails.subList(0, Math.min(mails.size(), WARM))) score(mail);
    }

    @Override public void learn(LabelledMail mail) {
        waiting.add(mail);
        if (waiting.size() == AT_A_TIME) lesson();
    }

    @Override public void learnt() { lesson(); }

    /** By the doors that an owner has: what was junk is moved to Junk, which teaches what was kept beside it. */
    private void lesson() {
        for (var mail : waiting) if (!mail.isSpam()) deposit(mail, Set.of(Keyword.ANSWERED));
        var spam = waiting.stream().filter(LabelledMail::isSpam).map(mail -> deposit(mail, Set.of())).sorted().toList();
        waiting.clear();
        clock.advance(Duration.ofDays(1));
        if (spam.isEmpty()) return;
        taught += spam.size();
        anna.move(anna.inbox(), new UidSet(spam.stream().map(uid -> new UidSet.Range(uid, uid)).toList()), anna.mailboxId(Role.JUNK).orElseThrow());
        Program.waitUntil("it is learnt", Duration.ofMinutes(5), () -> learning.learnt(ANNA).junk() == taught);
    }

    /** Its UID. */
    private long deposit(LabelledMail mail, Set<Keyword> keywords) {
        var octets = Octets.of(mail.octets());
        var deposit = new Deposit(octets, List.of(anna.inbox()), keywords, false, when(mail, octets), Optional.empty());
        return ((Deposited.Kept) anna.deposit(deposit)).email().memberships().getFirst().uid();
    }

    /** When it came; else all of it would be of long ago. */
    private static Instant when(LabelledMail mail, Octets octets) {
        try {
            return mail.when(HeaderSection.read(octets, MessageLimits.DEFAULT).header());
        } catch (IOException neverOfMemory) {
            throw new UncheckedIOException(neverOfMemory);
        }
    }

    @Override public double cpu() { return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9; }

    @Override public void close() {
        isThere.close();
        learning.close();
        keyring.close();
    }
}
