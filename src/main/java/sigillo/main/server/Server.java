package sigillo.main.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import sigillo.account.AccountId;
import sigillo.admin.Answer;
import sigillo.admin.Beside;
import sigillo.admin.CallersDesk;
import sigillo.admin.CertificatesDesk;
import sigillo.admin.ClientsDesk;
import sigillo.admin.Desk;
import sigillo.admin.DnsDesk;
import sigillo.admin.DoctorDesk;
import sigillo.admin.FilterDesk;
import sigillo.admin.InvitationDesk;
import sigillo.admin.LearningDesk;
import sigillo.admin.ListDesk;
import sigillo.admin.MaskedDesk;
import sigillo.admin.OpenPgpDesk;
import sigillo.admin.Operator;
import sigillo.admin.OperatorSocket;
import sigillo.admin.ReceiversDesk;
import sigillo.admin.ReleasesDesk;
import sigillo.admin.RefusedDesk;
import sigillo.admin.ReportsDesk;
import sigillo.admin.Request;
import sigillo.admin.Results;
import sigillo.admin.RulesDesk;
import sigillo.admin.ScrubDesk;
import sigillo.admin.SendingDesk;
import sigillo.admin.SigningDesk;
import sigillo.archive.ComparingRoom;
import sigillo.authentication.Authentication;
import sigillo.backup.Backups;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.certificates.Certificates;
import sigillo.certificates.DnsPublisher;
import sigillo.certificates.TlsaWatch;
import sigillo.correspondents.CertificateLookup;
import sigillo.delivery.ComplaintNotice;
import sigillo.delivery.Delivery;
import sigillo.delivery.EventRules;
import sigillo.delivery.Landed;
import sigillo.delivery.Letters;
import sigillo.delivery.LocalCarrier;
import sigillo.delivery.OwnersRules;
import sigillo.delivery.PauseNotice;
import sigillo.delivery.QuotaNotice;
import sigillo.delivery.RuleNotice;
import sigillo.directory.AccountRecord;
import sigillo.directory.Recipients;
import sigillo.dns.DnsAnswer;
import sigillo.dns.Lookup;
import sigillo.doctor.Callers;
import sigillo.doctor.Doctor;
import sigillo.doctor.EchoTrip;
import sigillo.engines.EngineFigures;
import sigillo.engines.Engines;
import sigillo.events.MailEvents;
import sigillo.filter.OwnWishes;
import sigillo.filter.SpamFields;
import sigillo.http.HttpProtocol;
import sigillo.http.Origins;
import sigillo.imapd.ImapProtocol;
import sigillo.invitations.InvitationLetters;
import sigillo.invitations.Inviting;
import sigillo.jmapd.JmapDoor;
import sigillo.jmapd.Outbox;
import sigillo.learning.Learning;
import sigillo.lists.ListCarrier;
import sigillo.lists.ListDoor;
import sigillo.lists.ListLetters;
import sigillo.lists.Lists;
import sigillo.lists.Moderation;
import sigillo.lists.Posting;
import sigillo.login.KnownNetworks;
import sigillo.login.WebSignIn;
import sigillo.main.attendance.Attendance;
import sigillo.main.backend.Backend;
import sigillo.main.cluster.ClusterTurn;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.main.doctor.DoctorHouse;
import sigillo.main.doctor.DoctorTelling;
import sigillo.main.doctor.ServerBoard;
import sigillo.main.doctor.SupportBundle;
import sigillo.main.upgrade.SystemUpdates;
import sigillo.main.upgrade.UpdateLines;
import sigillo.main.folder.HostCertificate;
import sigillo.main.kept.Kept;
import sigillo.main.kept.Refused;
import sigillo.main.kept.Settings;
import sigillo.main.mail.Again;
import sigillo.main.mail.Echo;
import sigillo.main.mail.Elsewhere;
import sigillo.main.mail.Familiar;
import sigillo.main.mail.Filtering;
import sigillo.main.mail.ForwardSeals;
import sigillo.main.mail.ListNotice;
import sigillo.main.mail.NotingMail;
import sigillo.main.mail.Onward;
import sigillo.main.mail.OpenedNotice;
import sigillo.main.mail.PostJudge;
import sigillo.main.mail.PublishedByOwners;
import sigillo.main.mail.SentVirusNotice;
import sigillo.main.mail.Signers;
import sigillo.main.mail.ZeroAccess;
import sigillo.main.names.ClientPlays;
import sigillo.main.names.DomainNames;
import sigillo.main.names.ProgramDoors;
import sigillo.main.names.ProgramNames;
import sigillo.main.names.ZoneBehind;
import sigillo.main.names.ZoneHand;
import sigillo.main.practice.WarmUp;
import sigillo.main.setup.SetupDesk;
import sigillo.main.setup.SetupOpening;
import sigillo.main.signin.LedgerNotes;
import sigillo.main.signin.NotedSignIn;
import sigillo.main.signin.OwnersSending;
import sigillo.main.signin.WaysIn;
import sigillo.main.upgrade.ReleaseReport;
import sigillo.main.upgrade.ReleaseWatch;
import sigillo.main.upgrade.UpgradeGate;
import sigillo.main.upkeep.BackupRepair;
import sigillo.main.upkeep.CertificateUpkeep;
import sigillo.main.upkeep.DoctorUpkeep;
import sigillo.main.upkeep.Recurring;
import sigillo.main.upkeep.ReportingUpkeep;
import sigillo.main.upkeep.Residue;
import sigillo.main.upkeep.Upkeep;
import sigillo.milterd.MilterProtocol;
import sigillo.mtasts.StsPolicy;
import sigillo.net.CertificateFiles;
import sigillo.net.Room;
import sigillo.net.Tls;
import sigillo.pictures.Pictures;
import sigillo.popd.PopProtocol;
import sigillo.preflight.Check;
import sigillo.protectedmail.ProtectedDoor;
import sigillo.protectedmail.ProtectedMessages;
import sigillo.protectedmail.ProtectedReplies;
import sigillo.pushing.Browsers;
import sigillo.pushing.Pusher;
import sigillo.pushing.Transport;
import sigillo.quarantine.Quarantine;
import sigillo.queue.Carrier;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.receivers.Receivers;
import sigillo.refused.RefusedMail;
import sigillo.reporting.FeedbackLoop;
import sigillo.reporting.Reporting;
import sigillo.reporting.Tallies;
import sigillo.resolver.Resolver;
import sigillo.scrub.Repair;
import sigillo.scrub.Scrub;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.search.Searches;
import sigillo.setup.DomainWatch;
import sigillo.setup.HandOver;
import sigillo.setup.Progress;
import sigillo.sieved.SieveProtocol;
import sigillo.signing.Signing;
import sigillo.smtp.ReversePath;
import sigillo.smtpd.AddressBudget;
import sigillo.smtpd.RefusalStories;
import sigillo.smtpd.SmtpHouse;
import sigillo.smtpd.SmtpProtocol;
import sigillo.smtpd.SmtpRole;
import sigillo.snooze.Snoozes;
import sigillo.smime.SmimeVerifier;
import sigillo.spool.Spool;
import sigillo.store.StoreException;
import sigillo.submission.Submission;
import sigillo.takeout.TakeoutDoor;
import sigillo.trace.Traces;
import sigillo.unsubscribe.Unsubscribing;
import sigillo.web.EndToEnd;
import sigillo.web.House;
import sigillo.web.OwnLedger;
import sigillo.web.ProgramSettings;
import sigillo.web.WebProtocol;
import sigillo.zone.Finding;

/**
 * A whole server: its constructor is the wiring diagram, from what is kept up to the doors. It serves from {@link #start}
 * to {@link #close}. What is kept is the caller's to close, afterwards.
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.server");
    /** SIGTERM is followed by SIGKILL after ten seconds in many houses: conversations get six, the rest gets what is left. */
    private static final Duration DRAIN = Duration.ofSeconds(6);

    private final Config config;
    private final Kept kept;
    private final Elsewhere elsewhere;
    private final Carrier local;
    private final Lists lists;
    private final Moderation moderation;
    private final Carrier listCarrier;
    private final MailQueue queue;
    private final WebSignIn webSignIn;
    private final JmapDoor jmap;
    private final WarmUp warmUp;
    private final Snoozes snoozes;
    private final Optional<Pusher> pusher;
    private final WebProtocol web;
    private final Room room;
    private final KnownNetworks networks;
    private final Doors doors;
    private final Backups backups;
    private final Upkeep upkeep;
    private final Signing signing;
    private Optional<Recurring> signingUpkeep = Optional.empty();
    private final Learning learning;
    private final Optional<ProgramNames> programNames;
    private final Certificates certificates;
    private final ZoneHand zoneHand;
    private final DomainNames names;
    private final Callers callers = new Callers();
    private final ServerBoard board;
    private final ReleaseWatch releases;
    private Optional<Recurring> releaseUpkeep = Optional.empty();
    private final Optional<Echo> echo;
    private final Doctor doctor;
    private Optional<DoctorUpkeep> doctorUpkeep = Optional.empty();
    private final Optional<Progress> setup;
    private Optional<Recurring> domainUpkeep = Optional.empty();
    private Optional<CertificateUpkeep> certificateUpkeep = Optional.empty();
    private final Tallies tallies;
    private final Reporting reporting;
    private Optional<ReportingUpkeep> reports = Optional.empty();
    private final Attendance attendance;
    private final Scrub scrub;
    private final Letters letters;
    private final RefusedMail refused;
    private final SendingDesk sendingDesk;
    private final Optional<Receivers> receivers;
    private final Optional<ReceiversDesk> receiversDesk;
    private final Operator operator;
    private final long startedAt = System.nanoTime();
    private final LoggedAlarms alarms;
    private final Engines engines;
    private final Optional<Quarantine> quarantine;
    private Optional<OperatorSocket> operatorSocket = Optional.empty();

    /** {@code elsewhere}: where mail for other domains goes. Throws {@link IOException} with a sentence for the operator. */
    public Server(Config config, Kept kept, Elsewhere elsewhere) throws IOException {
        this(config, kept, elsewhere, Optional.empty());
    }

    /** {@code setup}: how far it has come; empty when there is nothing to set up. */
    public Server(Config config, Kept kept, Elsewhere elsewhere, Optional<Progress> setup) throws IOException {
        var settings = new Settings(config);
        var hostname = config.hostname();
        var clock = kept.clock();
        var directory = kept.directory();
        var accounts = kept.accounts();
        var stories = kept.traces();
        Traces traces = event -> {
            kept.keyring().passed(); // whatever is told of is in memory now
            stories.tell(event);
        };
        this.config = config;
        this.kept = kept;
        this.elsewhere = elsewhere;
        this.setup = setup;
        this.alarms = kept.alarms();

        // ---- mail that moves: the queue, and what is done here with what comes ----
        signing = kept.signing(config);
        queue = new MailQueue(kept.store(), this::destination, settings.queue(), clock, traces, alarms, kept.queueSeal(),
            kept.alone().colleagues(), signing);
        kept.alone().whenLost(queue::abandon);
        var grace = config.quota().grace();
        var onward = new Onward(directory, config.forwarding(), kept.keys().seals().opens(),
            new ForwardSeals(hostname, signing, clock)::sealed, clock);
        directory.returning(onward::back);
        var carrier = new LocalCarrier(hostname, directory, accounts, grace, queue, onward.sendingOn(), traces, clock);
        local = carrier;
        var authentication = new Authentication(hostname, elsewhere.dns(), config.authentication(), kept.firsts(), clock);
        var delivery = new Delivery(hostname, directory, accounts, grace, queue, onward.sendingOn(), authentication, traces,
            clock);
        tallies = elsewhere.tallies()
            .orElseGet(() -> new Tallies(kept.store(), Secret.take(kept.keys().stories().toArray()), clock));
        Lookup dns = elsewhere.dns().orElse((_, _) -> new DnsAnswer.Nothing(false));
        reporting = new Reporting(config.reporting(), tallies, new Reporting.Out(dns, elsewhere.https(), queue, signing),
            kept.alone().colleagues(), clock);
        delivery.telling(reporting.arrivals());
        refused = kept.refused().start();
        lists = kept.lists();
        echo = config.doctor().echo().map(trip ->
            new Echo(new EchoTrip(trip, kept.folder().root().resolve("echo")), hostname, clock));
        directory.programs(Echo.before(echo, lists::resolved));
        var listLetters = new ListLetters(lists, settings.site(), queue, signing, Randomness.secure(), clock);

        // ---- what owners are told, and what they want done with their mail ----
        letters = new Letters(hostname, directory, accounts, clock);
        accounts.whenNearlyFull(new QuotaNotice(letters));
        var sending = kept.sending(config);
        sendingDesk = new SendingDesk(directory, sending, queue.desk(), alarms);
        var notes = LedgerNotes.of(kept);
        var pauseNotice = new PauseNotice(letters, hostname.name());
        sending.whenPaused(sendingDesk.following(Server::besides, (account, pause) -> {
            notes.paused(account, pause);
            pauseNotice.accept(account, pause);
        }));
        reporting.complaints(new FeedbackLoop(config.reporting(), new FeedbackLoop.Sent(stories.stories(), traces, directory,
            sending.unwanted(), new ComplaintNotice(letters)), clock));
        var rules = kept.rules();
        var ruleNotice = new RuleNotice(letters, clock);
        var ownersRules = new OwnersRules(hostname, rules, directory, queue, onward.sendingOn(), signing, traces, clock,
            ruleNotice);
        var mailEvents = new MailEvents(kept.keyring(), accounts, new EventRules(ownersRules, rules), ruleNotice,
            Randomness.secure(), clock).start();
        ownersRules.knowing(sending::hasWrittenTo);
        refused.knowing(sending::hasWrittenTo);

        // ---- what is spam, or has a virus ----
        var wishes = kept.wishes();
        var ownWishes = new OwnWishes(wishes, config.filter());
        var turnedAway = new Refused(refused, ownWishes);
        delivery.turningAway(turnedAway);
        engines = new Engines(config.engines(), hostname, alarms, clock);
        quarantine = Again.quarantine(engines.viruses(), kept, config.engines().lookAgain(), letters);
        learning = kept.learning(config).start();
        var senders = kept.senders();
        var filter = Filtering.filter(config, kept, engines, learning, wishes, senders, sending, elsewhere.dns());
        learning.telling(filter::said);

        // ---- lists, and what delivery does with all of that ----
        var posting = new Posting(lists, listLetters, queue, signing::signed,
            (message, list) -> onward.sendingOn().seals().sealed(SpamFields.withoutOurs(message), list));
        moderation = new Moderation(lists, listLetters, posting, new PostJudge(filter, clock), new ListNotice(letters));
        listCarrier = Echo.before(echo, new ListCarrier(hostname, lists, listLetters, posting, moderation));
        delivery.filtering(filter);
        carrier.filtering(filter);
        delivery.obeying(ownersRules);
        carrier.obeying(ownersRules);
        var masked = kept.masked();
        Landed landed = (_, recipient, from, isSuspect, message) -> masked.came(recipient, from.sender(), isSuspect, message);
        delivery.telling(landed);
        carrier.telling(landed);
        var submission = new Submission(hostname, directory, queue, signing, traces, sending, clock);
        submission.scanning(filter, new SentVirusNotice(letters, sending, hostname.name(), clock));

        // ---- who signs in ----
        var waysIn = WaysIn.of(config, kept);
        var signIn = new NotedSignIn(waysIn.mail(), notes);
        waysIn.telling(notes.failures()::failed);
        webSignIn = waysIn.pages();

        // ---- what the doors need ----
        var spool = Spool.open(settings.spool(kept.folder()));
        var tls = Optional.of(Tls.open(List.of(certificate())));
        programNames = publicDns().map(resolver -> new ProgramNames(hostname.name(), resolver, clock));
        zoneHand = new ZoneHand(settings.zones(elsewhere.https(), clock));
        certificates = certificates(settings, tls.get());
        var smtp = settings.smtp();
        var budget = new AddressBudget(smtp.unlimited());
        budget.knowing(new Familiar(filter));
        var house = new SmtpHouse(directory, signIn, new NotingMail(callers::brought, delivery), submission,
            new RefusalStories(traces, clock).telling(turnedAway), clock);

        // ---- JMAP ----
        var searches = new Searches(settings.imap().limits().searchesMax());
        warmUp = WarmUp.ofProcess(() -> Backend.practice(config.store(), kept.folder()), spool, searches);
        var identities = kept.identities();
        snoozes = kept.snoozes();
        var outbox = new Outbox(directory, identities, queue.tickets(), submission, rules, snoozes,
            config.limits().messageOctets(), smtp.recipientsMax(), smtp.holdMax());
        jmap = new JmapDoor(hostname, signIn, accounts, spool, searches, outbox, new SmimeVerifier(Signers::known), clock);
        pusher = elsewhere.https().map(https -> new Pusher(kept.pushSubscriptions(), accounts,
            (account, slot) -> kept.keyring().slots(account).containsKey(slot), jmap.watches(), Transport.of(https), hostname,
            clock));
        pusher.ifPresent(jmap::pushing);
        elsewhere.https().ifPresent(https -> jmap.unsubscribing(new Unsubscribing(hostname, https, clock)));
        jmap.scripting(rules);
        jmap.zeroAccess(account -> kept.keyring().level(account) == sigillo.keyring.Level.L2);
        waysIn.programs().resource().ifPresent(jmap::tokensBy);

        // ---- the pages ----
        var clients = publicDns().map(resolver -> new ClientPlays(config, kept, resolver));
        var inviting = new Inviting(kept.invitations(), settings.site(), config.sealing().level(),
            Optional.of(new InvitationLetters(queue, signing, Randomness.secure(), clock)));
        board = new ServerBoard(this::doctor, directory, hostname, clock,
            elsewhere.https().map(https -> new Browsers(kept.pushSubscriptions(), Transport.of(https), hostname, clock)),
            new ServerBoard.Ordering(() -> certificates().shown().failed().isPresent(),
                () -> operator().perform(new Request.RenewCertificate(false))));
        var takeout = new TakeoutDoor(accounts, spool, this::comparing, clock);
        var protectedMail = new ProtectedMessages(kept.store(), id -> accounts.open(id).usage(), new OpenedNotice(letters), clock);
        var protectedDoor = new ProtectedDoor(protectedMail, this::inUse,
            new ProtectedReplies(hostname, this::inUse, accounts::open, spool, clock), spool);
        var programDoors = ProgramDoors.of(config);
        var vault = kept.vault();
        var published = kept.published(hostname);
        ZeroAccess.of(hostname, kept, new PublishedByOwners(published), spool, letters)
            .serve(delivery, carrier, ownersRules);
        var pages = new House(hostname, directory, webSignIn, kept.credentials(), kept.grants(), kept.factor(), kept.kits(),
            masked, kept.keyring(), id -> accounts.open(id).usage(), new OwnersSending(sending, sendingDesk, notes),
            turnedAway,
            ownWishes, config.sealing().ownersChoose(), Randomness.secure(), clock, waysIn.programs().authorizing(), inviting,
            clients.map(plays -> plays::latest), programDoors, new EndToEnd(vault, published, new CertificateLookup(published, elsewhere.https(), config.lookup(), clock),
            new OwnLedger(notes.ledger(), notes.failures()), accounts::open));
        var programSettings = new ProgramSettings(directory::isLocal, hostname.name(), programDoors, waysIn.programs().told());
        var setupHouse = new SetupDesk.House(this::operator, this::records, this::certificates, signing::rotate,
            this::orderCertificates, elsewhere.https(), () -> zoneHand, this::hostAddresses);
        web = new WebProtocol(pages, new ListDoor(lists, listLetters, moderation), this::policy,
            waysIn.programs().with(jmap, takeout, programSettings, protectedDoor),
            setup.map(progress -> new SetupDesk(progress, config, kept, setupHouse)),
            Optional.of(new HandOver(SetupOpening.folder(config), clock, Randomness.secure())),
            elsewhere.https().map(https -> new Pictures(https, spool, clock)), Optional.of(board),
            Optional.of(new ServerSeat(board::isFor, this::operator)));
        jmap.origins(new Origins(config.jmap().origins()));
        jmap.browsers(web::signedIn);
        takeout.browsers(web::signedIn);
        protectedDoor.browsers(web::signedIn);
        web.behind(settings.forwarders());

        // ---- the doors ----
        var imap = new ImapProtocol(settings.imap(), tls, signIn, accounts, spool, searches, mailEvents, clock);
        imap.whenSignedIn(() -> warmUp.begin(imap::practised));
        networks = new KnownNetworks(kept.store(), kept.keys().peppers(), Room.KNOWN_MAX);
        room = Room.ofHeap(alarms, networks::name);
        room.remember(networks.kept(clock.instant()));
        doors = new Doors(settings, room, tls,
            Noting.of(callers::came, new SmtpProtocol(SmtpRole.MX, smtp, house, budget, spool, tls)),
            new SmtpProtocol(SmtpRole.SUBMISSION, smtp, house, budget, spool, tls),
            new SmtpProtocol(SmtpRole.LMTP, smtp, house, budget, spool, tls),
            new MilterProtocol(hostname, authentication, filter, spool, config.limits().messageOctets(), clock),
            imap,
            new PopProtocol(settings.pop(), tls, signIn, accounts, directory, clock),
            new SieveProtocol(settings.sieve(), tls, signIn, rules, accounts),
            web, HttpProtocol.toHttps(config.listeners().get(Door.HTTPS).port(), certificates.proofs()::atToken));
        certificates.served(doors::shown);

        // ---- whoever looks after it ----
        backups = kept.backups(config);
        operator = new Operator(directory, kept.editor(), kept.residents(config), queue.desk(), stories.stories(),
            kept.folder().spool().resolve("import"), this::status, Optional.of(backups));
        scrub = new Scrub(kept.store(), config.scrub(), repair(), alarms, clock);
        if (config.relay().loopbackOnly()) operator.stayingHere();
        operator.with(new ScrubDesk(scrub::state, () -> {
            scrub.begin();
            return true;
        }));
        operator.beside(new Beside(vault.blobs()::octets, protectedMail::octets));
        operator.with(sendingDesk);
        operator.with(new RulesDesk(directory, rules));
        operator.forgetting(identities::forget).forgetting(snoozes::forget).forgetting(vault::forget)
            .forgetting(protectedMail::forget)
            .forgetting(account -> queue.tickets().forgetAll(account.text()));
        operator.with(new RefusedDesk(directory, refused));
        operator.with(new FilterDesk(directory, wishes));
        operator.with(new LearningDesk(directory, learning));
        operator.with(new InvitationDesk(inviting, clock));
        operator.with(new MaskedDesk(directory, masked));
        operator.telling(notes::operator);
        operator.forgetting(notes::forget);
        takeout.telling(notes::exported, notes::imported);
        operator.with(new OpenPgpDesk(directory, published, kept.keyring()::wrapsTo));
        operator.with(new ListDesk(directory, lists, Optional.of(new ListDesk.Running(listLetters, moderation))));
        operator.with(new SigningDesk(signing, this::lookAtDns));
        operator.with(new CertificatesDesk(certificates, () -> certificateUpkeep.ifPresent(CertificateUpkeep::look)));
        names = new DomainNames(config, kept, signing, certificates, elsewhere);
        releases = new ReleaseWatch(config.upgrades(), elsewhere.https(), UpgradeGate.upgrade(config), UpgradeGate.home(),
            clock);
        operator.with(new ReleasesDesk(() -> ReleaseReport.of(config, releases, UpgradeGate.launcher()),
            releases::look));
        doctor = newDoctor();
        operator.with(new DoctorDesk(doctor::examine, new SupportBundle(directory, hostname, kept.folder().root(), clock,
            doctor::examine, this::status)::files));
        operator.with(new ClientsDesk(directory::isLocal, clients.map(plays -> plays::now)));
        operator.with(new DnsDesk(directory::isLocal, publishedBy().map(_ -> names::look),
            () -> zoneHand.get().map(writer -> writer)));
        receivers = elsewhere.receivers();
        receiversDesk = receivers.map(all -> new ReceiversDesk(all, clock));
        receiversDesk.ifPresent(operator::with);
        operator.with(new CallersDesk(callers::latest));
        upkeep = new Upkeep(kept, operator, queue, signing, sending, senders, rules, refused, receivers, waysIn.slowdown(),
            () -> networks.keep(room.signedInSince(), clock.instant()), alarms, lists, protectedMail::tidy,
            new Residue(directory, notes.ledger(), vault, published, protectedMail), notes.failures());
        operator.with(new ReportsDesk(() -> reporting.received().told().stream()
            .map(one -> new Results.ReportLine(one.at(), one.sentence())).toList()));
        attendance = new Attendance(kept.store(), clock);

        // ---- other servers of a cluster ----
        var news = new NewsOfOthers(kept, queue, signing, receivers, waysIn.slowdown(), lists);
        kept.alone().nodes().ifPresent(nodes -> {
            accounts.shared();
            kept.editor().shared();
            nodes.listen(news);
            news.missed(); // what came between the reading of the directory and now
        });
    }

    private Optional<Address> inUse(AccountId account) {
        return kept.directory().account(account).filter(one -> !one.disabled()).map(AccountRecord::address);
    }

    /**
     * Asked by the queue for each recipient: what is ours goes into accounts, the rest leaves. Each account is a
     * destination of its own, so that trouble with one does not slow the mail of others.
     */
    private Destination destination(ReversePath from, Address recipient) {
        try {
            return switch (kept.directory().resolve(recipient)) {
                case Recipients.Resolved.NotLocal _ -> elsewhere.of(from, recipient);
                case Recipients.Resolved.Local(var account, _, _) -> here(account.text());
                case Recipients.Resolved.Handled _ -> new Destination("here/lists", listCarrier, true);
                case Recipients.Resolved.Several _, Recipients.Resolved.Elsewhere _, Recipients.Resolved.Back _,
                    Recipients.Resolved.Unknown _, Recipients.Resolved.Disabled _, Recipients.Resolved.Closed _ ->
                    here("others");
            };
        } catch (StoreException damaged) { // the carrier says so, and the mail waits
            return here("damaged");
        }
    }

    /** A store that lies on other machines is theirs to repair. */
    private Repair repair() {
        boolean isElsewhere = config.store() instanceof Config.Store.Cluster;
        return isElsewhere ? Repair.NONE : new BackupRepair(backups, kept.folder().store());
    }

    private boolean lookAtDns() {
        var fresh = publishedBy().flatMap(_ -> elsewhere.freshDns());
        fresh.map(this::behind).ifPresent(signing::look);
        return fresh.isPresent();
    }

    /** Where DNS shows what is published; who stays on this machine asks only servers that are named. */
    private Optional<Lookup> publishedBy() {
        boolean staysHere = config.relay().loopbackOnly() && config.resolver().servers().isEmpty();
        return elsewhere.dns().filter(_ -> !staysHere);
    }

    /** The same, for what only mail servers ask. */
    private Optional<Resolver> publicDns() { return publishedBy().flatMap(_ -> elsewhere.resolver()); }

    private List<Domain> domains() {
        return kept.directory().domains().stream().map(domain -> domain.name()).toList();
    }

    private Lookup behind(Lookup dns) { return new ZoneBehind(dns, () -> elsewhere.zone().orElseThrow()); }

    private List<InetAddress> hostAddresses() { return names.hostAddresses(); }

    /** The MTA-STS policy of a domain that is served here. */
    private Optional<String> policy(Domain domain) {
        return config.policy().filter(_ -> kept.directory().isLocal(domain)).map(StsPolicy::encode);
    }

    /** Ordered of an authority, where that is wanted; looked after in any case. */
    private Certificates certificates(Settings settings, Tls tls) throws IOException {
        var host = config.hostname().name();
        var place = new Certificates.Place(kept.store(), kept.keys().seals().opens(), kept.clock(), alarms, tls);
        Supplier<Optional<DnsPublisher>> dns = () -> zoneHand.get().map(writer -> writer);
        var wanted = new Certificates.Wanted(host, this::certifiedNames, settings.acme(), dns,
            config.tls().certificate().isPresent());
        var turn = ClusterTurn.ofCertificates(kept.store(), kept.alone().colleagues(), host);
        var all = new Certificates(place, wanted, turn::other);
        publicDns().ifPresent(resolver -> all.watching(new TlsaWatch(host, resolver::tlsa, alarms)));
        return all;
    }

    /** What people, programs and servers call this one; the hosts of MTA-STS only while there is a policy. */
    private List<String> certifiedNames() {
        var names = new ArrayList<>(List.of(config.hostname().name()));
        if (config.policy().isPresent()) domains().forEach(domain -> names.add("mta-sts." + domain.name()));
        names.addAll(config.acme().names());
        programNames.ifPresent(all -> names.addAll(all.of(domains())));
        return names;
    }

    private Destination here(String what) { return new Destination("here/" + what, local, true); }

    private CertificateFiles certificate() throws IOException {
        var given = config.tls();
        if (given.certificate().isPresent()) return new CertificateFiles(given.certificate().get(), given.key().orElseThrow());
        var name = config.hostname().name();
        var ofSetup = setup.flatMap(_ -> HostCertificate.there(kept.folder().tls()));
        if (ofSetup.isPresent()) return ofSetup.get();
        var names = List.of(new GeneralName(GeneralName.dNSName, name));
        var own = HostCertificate.in(kept.folder().tls(), name, names, kept.clock().instant());
        return new CertificateFiles(own.chain(), own.key());
    }

    /** Opens the doors, then begins to send. Throws {@link IOException} with a sentence; then all is closed again. */
    public Server start() throws IOException { return start(() -> { }, Duration.ZERO); }

    public interface Step {
        void run() throws IOException;
    }

    /**
     * {@code beforeDoors}: when all else is ready, the ports are taken, and nothing has come or gone yet. {@code within}:
     * for how long a port is tried that another program has; then {@link sigillo.net.PortTaken}.
     */
    public Server start(Step beforeDoors, Duration within) throws IOException {
        try {
            operatorSocket = Optional.of(
                OperatorSocket.open(config.operator().socket(), Set.copyOf(config.operator().users()), operator));
            doors.bind(within);
            beforeDoors.run();
            doors.open();
            config.policy().ifPresent(policy -> domains().forEach(domain -> LOG.log(Level.INFO, "MTA-STS of " + domain
                + ": _mta-sts." + domain + " TXT \"v=STSv1; id=" + policy.id() + ";\"")));
            queue.start();
            snoozes.start();
            besides(sendingDesk::remind);
            upkeep.start();
            signingUpkeep = publishedBy().map(dns -> Recurring.signing(signing, behind(dns)));
            boolean waitsForNames = setup.filter(progress -> progress.stage().compareTo(Progress.Stage.WATCH) < 0).isPresent();
            if (!waitsForNames) orderCertificates();
            domainUpkeep = publishedBy().map(_ ->
                Recurring.domains(new DomainWatch(names::look, names.steps(), alarms, kept.clock()), kept.directory()));
            reports = Optional.of(new ReportingUpkeep(tallies, publishedBy().map(_ -> reporting)));
            doctorUpkeep = Optional.of(new DoctorUpkeep(doctor));
            releaseUpkeep = config.upgrades().asked().map(_ -> Recurring.releases(releases));
            scrub.start();
            engines.begin();
            backups.start();
            attendance.start();
            pusher.ifPresent(Pusher::start);
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Serves this machine alone, for a version that tests itself: mail moves, and nothing is done that others would see. Returns the
     * ports of the doors.
     */
    public Map<Door, Integer> startTrial() throws IOException {
        var ports = doors.openWithin(Set.of(Door.SMTP, Door.SUBMISSIONS, Door.IMAPS));
        queue.start();
        return ports;
    }

    /** One more desk of the operator's. To be called before the start. */
    public Server with(Desk desk) {
        operator.with(desk);
        return this;
    }

    public Answer perform(Request request) { return operator.perform(request); }

    public Doctor doctor() { return doctor; }

    private Doctor newDoctor() {
        var known = new DoctorHouse.Known(this::refresh, this::domains, publishedBy().map(_ -> this::records), elsewhere.freshDns(),
            alarms::said, () -> certificates.shown(), () -> config.backup().targets().size(),
            () -> receiversDesk.map(ReceiversDesk::troubles).orElse(List.of()), callers,
            () -> UpdateLines.of(config.upgrades(), releases, config.data(), kept.clock().instant()), programs(),
            () -> echo.map(trip -> trip.look(domains().stream().findFirst(), queue, signing)));
        var house = new DoctorHouse(config, kept.clock(), known);
        var readers = new DoctorTelling(config, kept.clock(), queue, signing).readers(elsewhere.https());
        readers.add(board::tell);
        return new Doctor(house::look, kept.folder().root().resolve("doctor"), config.hostname(), readers);
    }

    /** What watches of this machine see now. */
    private void refresh() {
        upkeep.look();
        certificates.refresh();
    }

    /** Which others this one needs, and whether they are up to date. A demo is not a machine that is kept. */
    private List<Check> programs() {
        var system = config.relay().loopbackOnly() ? Optional.<Check>empty() : new SystemUpdates(kept.clock()).check();
        var clamd = engines.viruses().map(one -> UpdateLines.clamd(one::signatures, kept.clock()));
        return Stream.concat(system.stream(), clamd.stream()).toList();
    }

    /** Where and how it is set up. */
    public void announceSetup() throws IOException {
        var at = config.listeners().get(Door.HTTPS);
        if (setup.isPresent()) SetupOpening.announce(setup.get(), new InetSocketAddress(at.address(), at.port()), certificate());
    }

    private Operator operator() { return operator; }

    private ComparingRoom comparing() { return operator.comparing(); }

    private Certificates certificates() { return certificates; }

    /** Mail is signed from then on, where keys are seen for the first time. */
    private List<Finding> records(Domain domain) {
        var found = names.look(domain);
        publishedBy().map(this::behind).ifPresent(signing::look);
        return found;
    }

    /** Looks after certificates from now on: while nothing leads here yet, each order would fail, and count. */
    private synchronized void orderCertificates() {
        if (certificateUpkeep.isEmpty()) certificateUpkeep = Optional.of(new CertificateUpkeep(certificates));
    }

    /** What may take its time, and needs nobody to wait for it. */
    private static void besides(Runnable work) { Thread.ofVirtual().name("besides").start(work); }

    private Results.Status status() {
        var directory = kept.directory();
        return new Results.Status(true, config.hostname().name(), Duration.ofNanos(System.nanoTime() - startedAt),
            directory.domains().size(), directory.accounts().size(), directory.aliases().size(), queue.counts(),
            doors.listening(), room(), standing(), kept.store().trouble(), attendance.figure(), backups.lines(),
            receiversDesk.map(ReceiversDesk::troubles).orElse(List.of()), engineLines(), CertificatesDesk.lines(certificates));
    }

    private List<String> engineLines() {
        var again = quarantine.stream().flatMap(one -> one.lines().stream());
        return Stream.concat(engines.figures().stream().map(EngineFigures::line), again).toList();
    }

    private List<Results.Connections> room() {
        return room.figures().stream().map(one -> new Results.Connections(one.share().who(), one.connections(),
            one.connectionsMax(), one.lent(), one.lentMax(), one.refused())).toList();
    }

    private List<Results.Alarm> standing() {
        return alarms.standing().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(alarm -> new Results.Alarm(alarm.getKey(), alarm.getValue())).toList();
    }

    /**
     * Lets conversations end, up to a bound; then nothing more is taken, sent or asked. That it was stopped is written
     * down before what may take so long that it is killed.
     */
    @Override public void close() {
        warmUp.close();
        doors.close(DRAIN);
        attendance.close();
        quarantine.ifPresent(Quarantine::close);
        learning.close();
        web.close();
        pusher.ifPresent(Pusher::close);
        jmap.close();
        webSignIn.close();
        operatorSocket.ifPresent(OperatorSocket::close);
        backups.close();
        snoozes.close();
        queue.close();
        reports.ifPresent(ReportingUpkeep::close);
        letters.close();
        refused.close();
        scrub.close();
        engines.close();
        upkeep.close();
        networks.close();
        signingUpkeep.ifPresent(Recurring::close);
        certificateUpkeep.ifPresent(CertificateUpkeep::close);
        domainUpkeep.ifPresent(Recurring::close);
        doctorUpkeep.ifPresent(DoctorUpkeep::close);
        releaseUpkeep.ifPresent(Recurring::close);
    }
}
