package sigillo.admin;

import java.util.Optional;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.Limit;
import sigillo.store.StoreException;

/** How much accounts and domains may hold, and do. */
final class QuotaDesk implements Desk {
    private final Directory directory;
    private final DirectoryEditor editor;
    private final Accounts accounts;
    private volatile Optional<Beside> beside = Optional.empty();

    QuotaDesk(Directory directory, DirectoryEditor editor, Accounts accounts) {
        this.directory = directory;
        this.editor = editor;
        this.accounts = accounts;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountQuota.class, this::ofAccount);
        requests.on(Request.DomainQuota.class, this::ofDomain);
    }

    /** Before the first request. */
    void beside(Beside all) { beside = Optional.of(all); }

    Answer ofAccount(Request.AccountQuota asked) {
        return set(asked.limit(), limit -> editor.setLimit(asked.address(), limit), () -> shown(asked.address()));
    }

    Answer ofDomain(Request.DomainQuota asked) {
        return set(asked.limit(), limit -> editor.setLimit(asked.domain(), limit), () -> shown(asked.domain()));
    }

    private interface Setting {
        Edited<?> to(Limit limit);
    }

    private static Answer set(Optional<String> wanted, Setting setting, Supplier<Answer> shown) {
        if (wanted.isEmpty()) return shown.get();
        var limit = parse(wanted.get());
        if (limit.isEmpty()) return new Answer.Failed(wanted.get() + " is neither a size nor none nor default");
        return setting.to(limit.get()) instanceof Edited.Refused<?>(var why) ? new Answer.Failed(why) : shown.get();
    }

    /** As requests have it. */
    static Optional<Limit> parse(String limit) {
        if (limit.equals("default")) return Optional.of(new Limit.Default());
        if (limit.equals("none")) return Optional.of(new Limit.None());
        return limit.matches("[0-9]{1,18}") ? Optional.of(new Limit.Octets(Long.parseLong(limit))) : Optional.empty();
    }

    private Answer shown(Address address) {
        var account = directory.account(address);
        if (account.isEmpty()) return new Answer.Failed("there is no account " + address);
        var usage = accounts.open(account.get().id()).usage();
        var max = usage.octetsMax().isPresent() ? Optional.of(usage.octetsMax().getAsLong()) : Optional.<Long>empty();
        var limit = said(directory.limit(account.get().id()));
        var id = account.get().id();
        return new Answer.Done(new Results.Quota(address.toString(), usage.octets(), max, limit, usage.fullSince(),
            beside.map(all -> all.vault().applyAsLong(id)), beside.map(all -> all.protectedMail().applyAsLong(id))));
    }

    private Answer shown(Domain domain) {
        if (!directory.isLocal(domain)) return new Answer.Failed("there is no domain " + domain);
        long held = directory.accounts().stream().filter(account -> account.address().domain().equals(domain))
            .map(AccountRecord::id).mapToLong(this::held).sum();
        var limit = directory.limit(domain);
        var max = limit instanceof Limit.Octets(long octets) ? Optional.of(octets) : Optional.<Long>empty();
        return new Answer.Done(new Results.Quota(domain.toString(), held, max, said(limit), Optional.empty(),
            Optional.empty(), Optional.empty()));
    }

    /** What of an account is damaged counts nothing. */
    private long held(AccountId id) {
        try {
            return accounts.exists(id) ? accounts.open(id).usage().octets() : 0;
        } catch (StoreException damaged) {
            return 0;
        }
    }

    private static String said(Limit limit) {
        return switch (limit) {
            case Limit.Default() -> "default";
            case Limit.None() -> "none";
            case Limit.Octets(long max) -> Long.toString(max);
        };
    }
}
