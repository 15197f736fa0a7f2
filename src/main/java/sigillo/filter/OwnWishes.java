package sigillo.filter;

import java.util.Optional;
import sigillo.account.AccountId;

/** What an owner sees and changes of what he wants of the filter. Any thread; throws {@link sigillo.store.StoreException}. */
public record OwnWishes(KeptWishes kept, FilterSettings settings) {
    /** What became of it. {@code NOBODY}: neither an address nor a domain. {@code FULL}: {@link Wished#LISTED_MAX} are listed. */
    public enum Said { DONE, NOBODY, FULL }

    public Wished of(AccountId account) { return kept.wished(Optional.of(account)); }

    public void junkFrom(AccountId account, Wishes.Threshold line) { kept.change(Optional.of(account), now -> now.junkFrom(line)); }

    /** Instead of what was said of him before. */
    public Said say(AccountId account, String text, Word word) {
        var who = Who.parse(text.strip());
        if (who.isEmpty()) return Said.NOBODY;
        var now = kept.change(Optional.of(account), before -> before.isFull() && !before.has(who.get()) ? before : before.with(who.get(), word));
        return now.has(who.get()) ? Said.DONE : Said.FULL;
    }

    public void unsay(AccountId account, String text) {
        Who.parse(text.strip()).ifPresent(who -> kept.change(Optional.of(account), now -> now.without(who)));
    }

    public boolean isAllowed(AccountId account, String text) {
        return Who.parse(text).filter(who -> of(account).listed().contains(new Wished.Listed(who, Word.ALLOW))).isPresent();
    }
}
