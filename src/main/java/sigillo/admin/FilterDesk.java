package sigillo.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.filter.KeptWishes;
import sigillo.filter.Who;
import sigillo.filter.Wished;
import sigillo.filter.Wishes;
import sigillo.filter.Word;

/** Whom accounts, and the operator for all, allow and block, and from which score on an account's mail goes to Junk. */
public final class FilterDesk implements Desk {
    private final Directory directory;
    private final KeptWishes wishes;

    public FilterDesk(Directory directory, KeptWishes wishes) {
        this.directory = directory;
        this.wishes = wishes;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.FilterWishes.class, this::wished);
    }

    Answer wished(Request.FilterWishes asked) {
        if (asked.address().isEmpty()) return of(Optional.empty(), asked);
        return directory.account(asked.address().get()).map(account -> of(Optional.of(account), asked))
            .orElseGet(() -> new Answer.Failed("there is no account " + asked.address().get()));
    }

    private Answer of(Optional<AccountRecord> account, Request.FilterWishes asked) {
        var orders = new ArrayList<Order>();
        var wrong = new ArrayList<String>();
        asked.junkFrom().ifPresent(text -> Wishes.Threshold.parse(text).ifPresentOrElse(line -> orders.add(now -> now.junkFrom(line)),
            () -> wrong.add(text + " is neither a score such as 5.5, above 0 and at most 100, nor default nor never")));
        each(asked.allow(), wrong, who -> orders.add(now -> now.with(who, Word.ALLOW)));
        each(asked.block(), wrong, who -> orders.add(now -> now.with(who, Word.BLOCK)));
        each(asked.refuse(), wrong, who -> orders.add(now -> now.with(who, Word.REFUSE)));
        each(asked.unlist(), wrong, who -> orders.add(now -> now.without(who)));
        if (!wrong.isEmpty()) return new Answer.Failed(String.join("; ", wrong));
        return carriedOut(account, orders);
    }

    private interface Order {
        Wished on(Wished now);
    }

    private interface Found {
        void is(Who who);
    }

    private static void each(List<String> texts, List<String> wrong, Found found) {
        for (var text : texts) Who.parse(text).ifPresentOrElse(found::is, () -> wrong.add(text + " is neither an address nor a domain"));
    }

    /** All of it or nothing. */
    private Answer carriedOut(Optional<AccountRecord> account, List<Order> orders) {
        var id = account.map(AccountRecord::id);
        if (orders.isEmpty()) return shown(account, wishes.wished(id));
        var isTooLong = new boolean[1];
        var now = wishes.change(id, before -> {
            var after = before;
            for (var order : orders) after = order.on(after);
            isTooLong[0] = after.listed().size() > Wished.LISTED_MAX;
            return isTooLong[0] ? before : after;
        });
        return isTooLong[0] ? new Answer.Failed("a list has " + Wished.LISTED_MAX + " entries at most: take some out first") : shown(account, now);
    }

    private static Answer shown(Optional<AccountRecord> account, Wished wished) {
        var listed = wished.listed().stream()
            .map(one -> new Results.FilterLine(one.who().text(), one.word().name().toLowerCase(Locale.ROOT))).toList();
        return new Answer.Done(new Results.FilterWished(account.map(AccountRecord::address),
            account.map(_ -> wished.junkFrom().text()), listed));
    }

    @Override public void forget(AccountId account) { wishes.forget(account); }
}
