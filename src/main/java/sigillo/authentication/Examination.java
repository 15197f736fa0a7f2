package sigillo.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        var ofDmarc = new MessageLookup(dns, until, AuthenticationLimits.DMARC_QUESTIONS_MAX);
        var ofSpf = new MessageLookup(dns, evidenceUntil, AuthenticationLimits.SPF_QUESTIONS_MAX);
        var ofKeys = new MessageLookup(dns, evidenceUntil, AuthenticationLimits.KEY_QUESTIONS_MAX);
        var ofReverse = new MessageLookup(dns, until, AuthenticationLimits.REVERSE_QUESTIONS_MAX);
        var beforehand = dmarc(new DmarcQuery(authors, Optional.empty(), List.of()), ofDmarc);
        var helo = work.start(() -> Spf.check(SpfQuery.helo(who.client, who.helo, who.hostname.name(), who.at), ofSpf));
        var mailFrom = who.sender.map(sender -> work.start(() -> Spf.check(query(sender), ofSpf)));
        var reverse = work.start(() -> ReverseDns.of(who.client, ofReverse));
        var arc = work.start(() -> chain.verify(body, ofKeys));
        var dkim = IntStream.range(0, signatures.size())
            .mapToObj(i -> work.start(() -> signatures.verify(i, body, ofKeys, who.at))).toList();
        var heloOutcome = evidence(helo, late(who.helo));
        var mailOutcome = mailFrom.map(task -> evidence(task, late(who.sender.orElseThrow().domain().name())));
        var dkimOutcomes = outcomes(dkim);
        var arcOutcome = evidence(arc, new ArcOutcome(ArcOutcome.Status.FAIL, List.of(), LATE));
        beforehand.forEach(task -> evidence(task, null));
        var passing = passing(heloOutcome, mailOutcome);
        var domains = dkimOutcomes.stream().filter(DkimOutcome::isPass).map(DkimOutcome::domain).toList();
        var judged = dmarc(new DmarcQuery(authors, passing, domains), ofDmarc);
        return new Findings(who.client, who.sender, heloOutcome, mailOutcome, dkimOutcomes, signatures.more(),
            arcOutcome, whole(judged), work.await(reverse, until, ReverseDns.late()),
            Vouching.of(arcOutcome, authors, settings.trustedSealers()));
    }

    private <T> T evidence(FutureTask<T> task, T otherwise) { return work.await(task, evidenceUntil, otherwise); }

    private SpfQuery query(Address sender) {
        var receiver = who.hostname.name();
        return new SpfQuery(who.client, sender.localPart(), sender.domain().name(), who.helo, receiver, who.at);
    }

    private List<DkimOutcome> outcomes(List<FutureTask<DkimOutcome>> tasks) {
        var late = new DkimOutcome(DkimResult.TEMPERROR, "", "", "", "", "", Optional.empty(), false, LATE);
        var all = new ArrayList<DkimOutcome>();
        for (var task : tasks) all.add(evidence(task, late));
        return all;
    }

    /** RFC 9989 section 4.4.2: the domain of MAIL FROM, or that of HELO where there is no sender. */
    private static Optional<String> passing(SpfOutcome helo, Optional<SpfOutcome> mailFrom) {
        var spf = mailFrom.orElse(helo);
        boolean isPass = spf.result() == SpfResult.PASS;
        return isPass ? Domain.parse(spf.domain()).map(Domain::name) : Optional.empty();
    }

    private static SpfOutcome late(String domain) {
        return new SpfOutcome(SpfResult.TEMPERROR, domain.toLowerCase(Locale.ROOT), LATE, Optional.empty());
    }

    /** One task for each domain of the authors: that one is slow must not excuse the other. */
    private List<FutureTask<DmarcOutcome>> dmarc(DmarcQuery query, Lookup lookup) {
        return Dmarc.asked(authors).stream()
            .map(author -> work.start(() -> Dmarc.check(query, author, lookup))).toList();
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
