package sigillo.admin;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.account.Usage;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.store.StoreException;

/** Accounts a page at a time, found by a part of their address. Only those of the page are opened. */
final class FindingDesk implements Desk {
    /** Of one page: each account is opened for what it holds. */
    private static final int PAGE_MAX = 100;
    private static final Comparator<AccountRecord> BY_ADDRESS = Comparator.comparing(account -> account.address()
        .toString());

    private final Directory directory;
    private final Residents residents;

    FindingDesk(Directory directory, Residents residents) {
        this.directory = directory;
        this.residents = residents;
    }

    @Override public void register(Requests requests) { requests.on(Request.FindAccounts.class, this::find); }

    Answer find(Request.FindAccounts asked) {
        var part = asked.search().strip().toLowerCase(Locale.ROOT);
        var found = directory.accounts().stream()
            .filter(one -> one.address().toString().toLowerCase(Locale.ROOT).contains(part))
            .sorted(BY_ADDRESS).toList();
        var after = asked.after().map(Address::toString);
        int max = Math.clamp(asked.max(), 1, PAGE_MAX);
        var behind = found.stream().filter(one -> after.filter(place -> place.compareTo(one.address().toString()) >= 0)
            .isEmpty()).toList();
        var page = behind.stream().limit(max).map(this::line).toList();
        var next = behind.size() > max ? Optional.of(page.getLast().address()) : Optional.<Address>empty();
        return new Answer.Done(new Pages.FoundAccounts(page, found.size(), next));
    }

    private Pages.FoundAccount line(AccountRecord account) {
        var id = account.id();
        var usage = told(() -> residents.accounts().exists(id)).orElse(false)
            ? told(() -> residents.accounts().open(id).usage())
            : Optional.<Usage>empty();
        var max = usage.filter(one -> one.octetsMax().isPresent()).map(one -> one.octetsMax().getAsLong());
        return new Pages.FoundAccount(account.address(), residents.keyring().level(id),
            told(() -> residents.factor().isOn(id)).orElse(false),
            told(() -> residents.kits().isToConfirm(id)).orElse(false), account.disabled(), account.createdAt(),
            usage.map(one -> one.octets()), max);
    }

    /** What is damaged says nothing: that is an alarm, and no reason not to list the others. */
    private static <T> Optional<T> told(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (StoreException damaged) {
            return Optional.empty();
        }
    }
}
