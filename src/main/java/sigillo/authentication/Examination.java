package sigillo.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import sigillo.arc.ArcChain;
import sigillo.arc.ArcOutcome;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dkim.BodyHashes;
import sigillo.dkim.DkimOutcome;
import sigillo.dkim.DkimResult;
import sigillo.dkim.DkimSignatures;
import sigillo.dkim.SignedHeader;
import sigillo.dmarc.Authors;
import sigillo.dmarc.Dmarc;
import sigillo.dmarc.DmarcOutcome;
import sigillo.dmarc.DmarcQuery;
import sigillo.dmarc.DmarcQuery.Identifiers;
import sigillo.dns.Lookup;
import sigillo.message.HeaderSection;
import sigillo.spf.Spf;
import sigillo.spf.SpfOutcome;
import sigillo.spf.SpfQuery;
import sigillo.spf.SpfResult;

/**
 * One message: its body is read once, then all that waits for DNS runs side by side. DMARC comes last, since it needs
 * the others; what it will ask is asked for before. SPF, DKIM and ARC end before the deadline, so that DNS servers of a
 * stranger who never answer do not keep DMARC from judging: what is late does not pass.
 */
final class Examination {
    /** {@code hostname}: ours. */
    record Who(InetAddress client, String helo, Optional<Address> sender, Domain hostname, Instant at) {}

    private static final String LATE = "DNS gave no answer in time";

    private final Who who;
    private final AuthenticationSettings settings;
    private final Lookup dns;
    private final long clientUntil;
    private final long questionsUntil;
    private final long evidenceUntil;
    private final long until;
    private final SideBySide work;
    private final DkimSignatures signatures;
    private final ArcChain chain;
    private final BodyHashes body;
    private final Authors authors;

    private Examination(Who who, Octets message, HeaderSection section, Lookup dns, AuthenticationSettings settings,
                        SideBySide work) throws IOException {
        this.who = who;
        this.settings = settings;
        this.dns = dns;
        this.work = work;
        long now = System.nanoTime();
        long whole = settings.deadline().toNanos();
        clientUntil = now + whole / 100 * AuthenticationLimits.CLIENT_PERCENT;
        questionsUntil = now + whole / 100 * AuthenticationLimits.QUESTIONS_PERCENT;
        evidenceUntil = now + whole / 100 * AuthenticationLimits.EVIDENCE_PERCENT;
        until = now + whole;
        var index = new SignedHeader(section.header());
        signatures = DkimSignatures.of(section.header(), index);
        chain = ArcChain.of(section.header(), index);
        var wanted = new HashSet<>(signatures.wanted());
        wanted.addAll(chain.wanted());
        body = BodyHashes.of(message.slice(section.bodyStart(), message.length()), wanted);
        authors = Authors.of(section.header());
    }

    static Findings of(Who who, Octets message, HeaderSection section, Lookup dns, AuthenticationSettings settings,
                       Complaints complaints) throws IOException {
        try (var work = new SideBySide(complaints)) {
            return new Examination(who, message, section, dns, settings, work).findings();
        }
    }

    private Findings findings() {
        var ofAuthors = Dmarc.asked(authors).stream()
            .map(_ -> lookup(until, AuthenticationLimits.AUTHOR_QUESTIONS_MAX)).toList();
        var ofClient = lookup(clientUntil, AuthenticationLimits.CLIENT_QUESTIONS_MAX);
        var ofKeys = lookup(questionsUntil, AuthenticationLimits.KEY_QUESTIONS_MAX);
        var ofSeals = lookup(questionsUntil, AuthenticationLimits.SEAL_QUESTIONS_MAX);
        var beforehand = dmarc(Identifiers.NONE, Identifiers.NONE, ofAuthors);
        var helo = work.start(() -> helo(ofClient));
        var mailFrom = who.sender.map(sender -> work.start(() -> Spf.check(query(sender), ofSpf(), ofClient)));
        var reverse = work.start(() -> ReverseDns.of(who.client, ofClient));
        var arc = work.start(() -> arc(ofSeals));
        var dkim = IntStream.range(0, signatures.size())
            .mapToObj(i -> work.start(() -> signatures.verify(i, body, ofKeys, who.at))).toList();
        var heloOutcome = evidence(helo, late(who.helo));
        var mailOutcome = mailFrom.map(task -> evidence(task, late(who.sender.orElseThrow().domain().name())));
        var dkimOutcomes = outcomes(dkim);
        var arcOutcome = evidence(arc, ArcOutcome.unknown(LATE));
        beforehand.forEach(task -> evidence(task, null));
        var spf = mailOutcome.orElse(heloOutcome);
        var passed = identifiers(spf, SpfResult.PASS, dkimOutcomes, DkimResult.PASS);
        var open = identifiers(spf, SpfResult.TEMPERROR, dkimOutcomes, DkimResult.TEMPERROR);
        var judged = whole(dmarc(passed, open, ofAuthors));
        return new Findings(who.client, who.sender, heloOutcome, mailOutcome, dkimOutcomes, signatures.more(),
            arcOutcome, judged, work.await(reverse, until, ReverseDns.late()),
            Vouching.of(arcOutcome, authors, settings.trustedSealers()), mayVouch(arcOutcome));
    }

    private MessageLookup lookup(long end, int questions) { return new MessageLookup(dns, work, end, questions); }

    private MessageLookup ofSpf() { return lookup(questionsUntil, AuthenticationLimits.SPF_QUESTIONS_MAX); }

    private SpfOutcome helo(Lookup ofClient) {
        var lookup = who.sender.isEmpty() ? ofSpf() : lookup(questionsUntil, AuthenticationLimits.HELO_QUESTIONS_MAX);
        return Spf.check(SpfQuery.helo(who.client, who.helo, who.hostname.name(), who.at), lookup, ofClient);
    }

    /** Few keys at once, since all of a chain are of its sender's choice; the newest first. */
    private ArcOutcome arc(Lookup ofSeals) {
        var decided = chain.withoutKeys(body);
        if (decided.isPresent()) return decided.get();
        var verification = chain.verification();
        var keys = new ConcurrentLinkedQueue<>(verification.keys());
        int atOnce = Math.min(keys.size(), AuthenticationLimits.SEAL_QUESTIONS_AT_ONCE);
        var looking = IntStream.range(0, atOnce).mapToObj(_ -> work.start(() -> {
            for (var key = keys.poll(); key != null && !verification.isBroken(); key = keys.poll()) {
                verification.look(key, ofSeals);
            }
            return true;
        })).toList();
        looking.forEach(one -> evidence(one, false));
        return verification.outcome(LATE);
    }

    private boolean mayVouch(ArcOutcome arc) {
        return arc.status() == ArcOutcome.Status.UNKNOWN
            && chain.newestSealer().filter(settings.trustedSealers()::contains).isPresent();
    }

    private <T> T evidence(FutureTask<T> task, T otherwise) { return work.await(task, evidenceUntil, otherwise); }

    private SpfQuery query(Address sender) {
        var receiver = who.hostname.name();
        return new SpfQuery(who.client, sender.localPart(), sender.domain().name(), who.helo, receiver, who.at);
    }

    private List<DkimOutcome> outcomes(List<FutureTask<DkimOutcome>> tasks) {
        var all = new ArrayList<DkimOutcome>();
        for (int i = 0; i < tasks.size(); i++) all.add(evidence(tasks.get(i), signatures.late(i, LATE)));
        return all;
    }

    /** RFC 9989 section 4.4.2: the domain of MAIL FROM, or that of HELO where there is no sender. */
    private static Identifiers identifiers(SpfOutcome spf, SpfResult spfResult, List<DkimOutcome> dkim,
                                           DkimResult dkimResult) {
        var domains = dkim.stream().filter(one -> one.result() == dkimResult).map(DkimOutcome::domain)
            .filter(domain -> !domain.isEmpty()).toList();
        Optional<Domain> ofSpf = spf.result() == spfResult ? Domain.parse(spf.domain()) : Optional.empty();
        return new Identifiers(ofSpf.map(Domain::name), domains);
    }

    private static SpfOutcome late(String domain) {
        return SpfOutcome.of(SpfResult.TEMPERROR, domain.toLowerCase(Locale.ROOT), LATE);
    }

    /**
     * One task for each domain of the authors: that one is slow, or asks too much, must not excuse the other. Each has a
     * look-up of its own in {@code lookups}.
     */
    private List<FutureTask<DmarcOutcome>> dmarc(Identifiers passed, Identifiers open, List<MessageLookup> lookups) {
        var query = new DmarcQuery(authors, passed, open);
        var asked = Dmarc.asked(authors);
        return IntStream.range(0, asked.size())
            .mapToObj(i -> work.start(() -> Dmarc.check(query, asked.get(i), lookups.get(i)))).toList();
    }

    private DmarcOutcome whole(List<FutureTask<DmarcOutcome>> judged) {
        var asked = Dmarc.asked(authors);
        var outcomes = new ArrayList<DmarcOutcome>();
        for (int i = 0; i < judged.size(); i++) {
            outcomes.add(work.await(judged.get(i), until, Dmarc.late(asked.get(i), LATE)));
        }
        return Dmarc.whole(authors, outcomes);
    }
}
