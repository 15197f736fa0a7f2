package sigillo.admin;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.archive.ComparingRoom;
import sigillo.backup.Backups;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.queue.QueueDesk;
import sigillo.store.StoreException;
import sigillo.trace.Stories;

/**
 * Carries out what the operator asks, in a server that runs as in one that is stopped. Any thread may call; a request that
 * touches many accounts takes its time.
 */
public final class Operator {
    /** Accounts of one request: some seconds of hashing. */
    public static final int BATCH_MAX = 100;

    private static final System.Logger LOG = System.getLogger("sigillo.operator");

    private final DirectoryDesk directory;
    private final AccountDesk accounts;
    private final GrantDesk grants;
    private final QuotaDesk quotas;
    private final UndeleteDesk expunged;
    private final ArchiveDesk archives;
    private final MovingDesk moving;
    private final MessageDesk messages;
    private final Optional<BackupDesk> backups;
    private Optional<ScrubDesk> scrubbing = Optional.empty();
    private Optional<Supplier<List<Results.ReportLine>>> reports = Optional.empty();
    private Optional<SendingDesk> sending = Optional.empty();
    private Optional<ListDesk> lists = Optional.empty();
    private Optional<MaskedDesk> masked = Optional.empty();
    private Optional<RulesDesk> rules = Optional.empty();
    private Optional<RefusedDesk> refused = Optional.empty();
    private Optional<FilterDesk> filtering = Optional.empty();
    private Optional<LearningDesk> learning = Optional.empty();
    private Optional<SigningDesk> signing = Optional.empty();
    private Optional<ReceiversDesk> receivers = Optional.empty();
    private Optional<CertificatesDesk> certificates = Optional.empty();
    private Optional<DnsDesk> dns = Optional.empty();
    private final Supplier<Results.Status> status;

    /** {@code scratch}: a folder of its own for what is read in. */
    public Operator(Directory directory, DirectoryEditor editor, Residents residents, QueueDesk queue, Stories stories, Path scratch,
            Supplier<Results.Status> status) {
        this(directory, editor, residents, queue, stories, scratch, status, Optional.empty());
    }

    /** {@code backups}: of this server. */
    public Operator(Directory directory, DirectoryEditor editor, Residents residents, QueueDesk queue, Stories stories, Path scratch,
            Supplier<Results.Status> status, Optional<Backups> backups) {
        this.directory = new DirectoryDesk(directory, editor);
        this.accounts = new AccountDesk(directory, editor, residents);
        this.grants = new GrantDesk(residents.grants());
        this.quotas = new QuotaDesk(directory, editor, residents.accounts());
        var open = new OpenAccounts(directory, residents);
        this.expunged = new UndeleteDesk(open);
        var comparing = new ComparingRoom();
        this.archives = new ArchiveDesk(open, scratch, comparing);
        this.moving = new MovingDesk(open, scratch, comparing);
        this.messages = new MessageDesk(queue, stories);
        this.backups = backups.map(BackupDesk::new);
        this.status = status;
    }

    /** {@code scrub}: of this server, or of a store that none uses. To be called before the first request. */
    public Operator scrubbing(ScrubDesk scrub) {
        scrubbing = Optional.of(scrub);
        return this;
    }

    /** {@code told}: what reports of others say, the newest first. To be called before the first request. */
    public Operator reports(Supplier<List<Results.ReportLine>> told) {
        reports = Optional.of(told);
        return this;
    }

    /** To be called before the first request. */
    public Operator sending(SendingDesk desk) {
        sending = Optional.of(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** {@code also}: what else is kept of an account that is removed goes by this. To be called before the first request. */
    public Operator forgetting(Consumer<AccountId> also) {
        accounts.forgetting(also);
        return this;
    }

    /** To be called before the first request. */
    public Operator rules(RulesDesk desk) {
        rules = Optional.of(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** To be called before the first request. */
    public Operator refusing(RefusedDesk desk) {
        refused = Optional.of(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** To be called before the first request. */
    public Operator filtering(FilterDesk desk) {
        filtering = Optional.of(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** To be called before the first request. */
    public Operator learning(LearningDesk desk) {
        learning = Optional.of(desk);
        return this;
    }

    /** To be called before the first request. */
    public Operator lists(ListDesk desk) {
        lists = Optional.of(desk);
        return this;
    }

    /** To be called before the first request. */
    public Operator masked(MaskedDesk desk) {
        masked = Optional.of(desk);
        accounts.forgetting(desk::forget);
        return this;
    }

    /** {@code keys}: with which mail is signed. To be called before the first request. */
    public Operator signing(SigningDesk keys) {
        signing = Optional.of(keys);
        return this;
    }

    /** To be called before the first request. */
    public Operator certificates(CertificatesDesk desk) {
        certificates = Optional.of(desk);
        return this;
    }

    /** To be called before the first request. */
    public Operator dns(DnsDesk desk) {
        dns = Optional.of(desk);
        return this;
    }

    /** To be called before the first request. */
    public Operator receiving(ReceiversDesk desk) {
        receivers = Optional.of(desk);
        return this;
    }

    /** Imports call no other machine: for demos and tests. To be called before the first request. */
    public Operator stayingHere() {
        moving.stayHere();
        return this;
    }

    /** Never throws: what goes wrong is told, and logged when it is our fault. */
    public Answer perform(Request request) {
        try {
            return carryOut(request);
        } catch (StoreException e) {
            return new Answer.Failed("the store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the operator's request " + request.getClass().getSimpleName() + " failed", e);
            return new Answer.Failed("a fault in the server: " + e);
        }
    }

    /** Ends what a stop has left in the middle. To be called at a start, and once in a while. */
    public void tidy() { accounts.endRemovals(); }

    private Answer carryOut(Request request) {
        return switch (request) {
            case Request.Status() -> new Answer.Done(status.get());
            case Request.AddDomain(var domain) -> directory.addDomain(domain);
            case Request.ListDomains() -> directory.listDomains();
            case Request.RemoveDomain(var domain) -> directory.removeDomain(domain);
            case Request.AddAlias(var alias, var target) -> directory.addAlias(alias, target);
            case Request.ListAliases() -> directory.listAliases();
            case Request.RemoveAlias(var alias, var target) -> directory.removeAlias(alias, target);
            case Request.AddAccount account -> accounts.add(account);
            case Request.AddAccounts(var all) -> accounts.addAll(all);
            case Request.ListAccounts() -> accounts.list();
            case Request.SetPassword set -> accounts.setPassword(set);
            case Request.SetLevel(var address, var level, var password) -> accounts.setLevel(address, level, password);
            case Request.NewRecoveryCode(var address, var password) -> accounts.newCode(address, password);
            case Request.Recover(var address, var code, var password) -> accounts.recover(address, code, password);
            case Request.Unlock(var address, var secret) -> accounts.unlock(address, secret);
            case Request.MakeGrant wish -> grants.make(wish);
            case Request.ListGrants(var address, var kind) -> grants.list(address, kind);
            case Request.RevokeGrant(var address, var kind, long number) -> grants.revoke(address, kind, number);
            case Request.RenewKeys(var address) -> accounts.renewKeys(address);
            case Request.TurnOffSecondFactor(var address) -> accounts.turnOffSecondFactor(address);
            case Request.SetDisabled(var address, var disabled) -> accounts.setDisabled(address, disabled);
            case Request.RemoveAccount(var address) -> removed(address);
            case Request.AccountQuota asked -> quotas.ofAccount(asked);
            case Request.DomainQuota asked -> quotas.ofDomain(asked);
            case Request.AccountPop(var address, var deletes, var suspected) -> directory.pop(address, deletes, suspected);
            case Request.AccountRules(var address, var name, var script, boolean off) -> rules.map(desk -> off ? desk.off(address)
                : script.map(text -> desk.put(address, name, text)).orElseGet(() -> desk.list(address)))
                .orElseGet(() -> new Answer.Failed("this server keeps no rules"));
            case Request.AccountRefused(var address) -> refused.map(desk -> desk.list(address))
                .orElseGet(() -> new Answer.Failed("this server does not note what it refuses"));
            case Request.FilterWishes asked -> filtering.map(desk -> desk.wished(asked))
                .orElseGet(() -> new Answer.Failed("this server does not filter"));
            case Request.AccountLearning(var address, boolean forget) -> learning.map(desk -> desk.learnt(address, forget))
                .orElseGet(() -> new Answer.Failed("this server does not learn"));
            case Request.AccountSending(var address, var key, var max) -> sending.map(desk -> key.isEmpty()
                ? desk.show(address) : desk.limit(address, key.get(), max.orElse(""))).orElseGet(Operator::noSending);
            case Request.ResumeSending(var address, boolean drop) ->
                sending.map(desk -> desk.resume(address, drop)).orElseGet(Operator::noSending);
            case Request.ListReports() -> reports.<Answer>map(told -> new Answer.Done(told.get()))
                .orElseGet(() -> new Answer.Failed("no server runs: it would know of reports"));
            case Request.ListComplaints(var account) -> sending.map(desk -> desk.complaints(account)).orElseGet(Operator::noSending);
            case Request.LiftComplaint(var account, var recipient) ->
                sending.map(desk -> desk.lift(account, recipient)).orElseGet(Operator::noSending);
            case Request.ListDestinations() -> receivers.map(ReceiversDesk::list).orElseGet(Operator::noReceivers);
            case Request.WarmUp(var on) -> receivers.map(desk -> desk.warmUp(on)).orElseGet(Operator::noReceivers);
            case Request.Scrub(boolean now) -> scrubbing.map(desk -> desk.scrub(now))
                .orElseGet(() -> new Answer.Failed("this server does not scrub"));
            case Request.SetAlias(var alias, var writers, var membersSpeak) -> directory.setAlias(alias, writers, membersSpeak);
            case Request.AddList(var list, var title, var owner, var posts) -> lists.map(desk -> desk.add(list, title, owner, posts))
                .orElseGet(Operator::noLists);
            case Request.ListLists() -> lists.map(ListDesk::list).orElseGet(Operator::noLists);
            case Request.ListMembers(var list) -> lists.map(desk -> desk.members(list)).orElseGet(Operator::noLists);
            case Request.InviteMember(var list, var who) -> lists.map(desk -> desk.invite(list, who)).orElseGet(Operator::noLists);
            case Request.DropMember(var list, var who) -> lists.map(desk -> desk.drop(list, who)).orElseGet(Operator::noLists);
            case Request.ListHeld(var list) -> lists.map(desk -> desk.held(list)).orElseGet(Operator::noLists);
            case Request.DecideHeld(var list, var post, boolean approved) -> lists.map(desk -> desk.decide(list, post, approved)).orElseGet(Operator::noLists);
            case Request.RemoveList(var list) -> lists.map(desk -> desk.remove(list)).orElseGet(Operator::noLists);
            case Request.MakeMasked(var account, var note) -> masked.map(desk -> desk.make(account, note)).orElseGet(Operator::noMasked);
            case Request.ListMasked(var account) -> masked.map(desk -> desk.list(account)).orElseGet(Operator::noMasked);
            case Request.ChangeMasked(var address, var paused, var note) ->
                masked.map(desk -> desk.change(address, paused, note)).orElseGet(Operator::noMasked);
            case Request.RemoveMasked(var address) -> masked.map(desk -> desk.remove(address)).orElseGet(Operator::noMasked);
            case Request.ListDkim(var domain, boolean now) -> signing.map(desk -> desk.list(domain, now)).orElseGet(Operator::noSigning);
            case Request.RotateDkim(var domain) -> signing.map(desk -> desk.rotate(domain)).orElseGet(Operator::noSigning);
            case Request.CheckDns(var domain) -> dns.map(desk -> desk.check(domain)).orElseGet(DnsDesk::nobodyAsks);
            case Request.PublishDns(var domain, boolean takesMail) -> dns.map(desk -> desk.publish(domain, takesMail)).orElseGet(DnsDesk::nobodyAsks);
            case Request.ShowCertificates() -> certificates.map(CertificatesDesk::show).orElseGet(Operator::noCertificates);
            case Request.RenewCertificate(boolean newKey) -> certificates.map(desk -> desk.renew(newKey)).orElseGet(Operator::noCertificates);
            case Request.BringCertificate(var chain, var key) -> certificates.map(desk -> desk.bring(chain, key)).orElseGet(Operator::noCertificates);
            case Request.VerifyAccount(var address) -> accounts.verify(address);
            case Request.ListExpunged asked -> expunged.list(asked);
            case Request.Undelete asked -> expunged.undelete(asked);
            case Request.ExportMail asked -> archives.export(asked);
            case Request.ImportMail asked -> archives.take(asked);
            case Request.ImportOverImap asked -> moving.take(asked);
            case Request.BackUp(var target) -> backups.map(desk -> desk.now(target)).orElseGet(Operator::noBackups);
            case Request.ListBackups(var target) -> backups.map(desk -> desk.list(target)).orElseGet(Operator::noBackups);
            case Request.ListQueue(var after, var max) -> messages.list(after, max);
            case Request.OrderQueue order -> messages.order(order);
            case Request.Trace(var what, var max) -> messages.trace(what, max);
        };
    }

    private static Answer noLists() { return new Answer.Failed("this server has no lists"); }

    private static Answer noMasked() { return new Answer.Failed("this server has no masked addresses"); }

    private static Answer noReceivers() { return new Answer.Failed("this server sends nothing"); }

    private Answer removed(Address address) {
        var answer = accounts.remove(address);
        if (answer instanceof Answer.Done) sending.ifPresent(desk -> desk.left(address));
        return answer;
    }

    private static Answer noSending() { return new Answer.Failed("this server does not count what is sent"); }

    private static Answer noBackups() { return new Answer.Failed("this server makes no backups"); }

    private static Answer noSigning() { return new Answer.Failed("this server signs nothing"); }

    private static Answer noCertificates() { return new Answer.Failed("no server runs: it would look after certificates"); }

    static <T> Answer answer(Edited<T> edited, Function<T, String> done) {
        return switch (edited) {
            case Edited.Done<T>(var now) -> change(done.apply(now));
            case Edited.Refused<T>(var why) -> new Answer.Failed(why);
        };
    }

    static Answer change(String done) { return new Answer.Done(new Results.Change(done)); }

    static <T, R> Answer list(List<T> all, Function<T, R> line) { return new Answer.Done(all.stream().map(line).toList()); }
}
