package sigillo.main.signin;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.admin.Act;
import sigillo.admin.Answer;
import sigillo.admin.Request;
import sigillo.admin.Results;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.Recipients.Resolved;
import sigillo.ledger.FailedSignIns;
import sigillo.ledger.OwnersLedger;
import sigillo.ledger.OwnersLedger.Event;
import sigillo.login.SignIn.Service;
import sigillo.main.kept.Kept;
import sigillo.sending.Pause;
import sigillo.store.StoreException;

/** What goes into ledgers of owners, from where it happens. */
public record LedgerNotes(OwnersLedger ledger, FailedSignIns failures, Directory directory) {
    private static final System.Logger LOG = System.getLogger("sigillo.ledger");

    public static LedgerNotes of(Kept kept) { return of(kept.ledger(), kept.directory(), kept.clock()).hearing(kept); }

    static LedgerNotes of(OwnersLedger ledger, Directory directory, InstantSource clock) {
        return new LedgerNotes(ledger, new FailedSignIns(ledger, clock), directory);
    }

    private LedgerNotes hearing(Kept kept) {
        kept.credentials().telling(this::happened);
        kept.grants().telling(this::happened);
        kept.factor().telling(this::happened);
        return this;
    }

    void happened(AccountId account, String what, Map<String, String> with) {
        ledger.add(account, new Event(what, with));
    }

    /** A mail program has signed in: once an hour of each service and network. */
    void signedIn(AccountId account, Service service, String way, Optional<InetAddress> client) {
        var with = new HashMap<>(Map.of("service", service.name().toLowerCase(Locale.ROOT), "way", way));
        if (service.opensMail()) with.put("opens", "mail");
        client.ifPresent(from -> with.put("network", AddressKey.of(from).text()));
        ledger.addOnceAnHour(account, new Event("signIn", with));
    }

    public void exported(AccountId account) { ledger.add(account, Event.of("exported")); }

    public void imported(AccountId account) { ledger.add(account, Event.of("imported")); }

    /** Whoever it was: its limits, or the operator. */
    public void paused(AccountId account, Pause pause) {
        var why = pause.why().map(bound -> bound.key()).orElse("operator");
        ledger.add(account, new Event("sendingPaused", Map.of("why", why)));
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        failures.forget(account);
        ledger.forget(account);
    }

    // ---- what operators do ----

    /** What an operator does to an account, or has shown of it: the latter once an hour. */
    public Consumer<Answer.Done> operator(Request request) {
        var act = Act.of(request);
        if (act.isEmpty()) return _ -> { };
        var before = act.get().wasThere() ? accounts(act.get(), Set.of()) : Set.<AccountId>of();
        return done -> {
            var refused = refused(done);
            var all = new HashSet<>(before);
            all.addAll(accounts(act.get(), refused));
            all.forEach(account -> note(account, act.get()));
        };
    }

    private void note(AccountId account, Act act) {
        var with = new HashMap<>(act.with());
        with.put("act", act.name());
        var event = new Event("operator", with);
        if (act.isLook()) ledger.addOnceAnHour(account, event);
        else ledger.add(account, event);
    }

    /** Of many that were asked for together, those that were not done. */
    private static Set<Address> refused(Answer.Done done) {
        var refused = new HashSet<Address>();
        if (done.result() instanceof List<?> all) all.stream().filter(Results.Made.class::isInstance)
            .map(Results.Made.class::cast)
            .filter(one -> one.error().isPresent()).forEach(one -> refused.add(one.address()));
        return refused;
    }

    private Set<AccountId> accounts(Act act, Set<Address> but) {
        var all = new HashSet<AccountId>();
        for (var address : act.about()) if (!but.contains(address)) reached(address).forEach(all::add);
        return all;
    }

    /** An account's own address, and what leads to accounts: aliases and masked addresses. */
    private Stream<AccountId> reached(Address address) {
        try {
            var own = directory.account(address).map(AccountRecord::id)
                .or(() -> directory.masked(address).map(one -> one.account()));
            return own.isPresent() ? own.stream() : reached(directory.resolve(address));
        } catch (StoreException damaged) {
            LOG.log(Level.WARNING, "whose ledger tells of " + address + " cannot be read", damaged);
            return Stream.empty();
        }
    }

    private static Stream<AccountId> reached(Resolved resolved) {
        return switch (resolved) {
            case Resolved.Local(var account, _, _) -> Stream.of(account);
            case Resolved.Several(var targets) -> targets.stream().flatMap(LedgerNotes::reached);
            case Resolved.Elsewhere _, Resolved.Back _, Resolved.Unknown _, Resolved.Disabled _, Resolved.Closed _,
                Resolved.Handled _, Resolved.NotLocal _ -> Stream.empty();
        };
    }
}
