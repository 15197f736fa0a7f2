package sigillo.jmapd;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.jmap.JsonText;
import sigillo.pushing.Subscription;
import sigillo.pushing.Watches;

/** What subscribers are told: RFC 8620 sections 7.1 and 7.2.2. */
record PushWatches(Accounts accounts, Supplier<StateTypes> known) implements Watches {
    @Override public Watch of(AccountId id, Optional<Set<String>> types, boolean fromNow) {
        var wanted = new LinkedHashSet<String>();
        types.orElseGet(known.get()::all).stream().filter(known.get()::has).forEach(wanted::add);
        var watch = StateWatch.of(accounts.open(id), known.get(), wanted, fromNow ? Optional.empty()
            : Optional.of("0"));
        return () -> watch.look().map(change -> JsonText.octets(change.json(id.text())));
    }

    @Override public byte[] verification(Subscription to) {
        return JsonText.octets(JsonText.object().put("@type", "PushVerification").put("pushSubscriptionId", to.id())
            .put("verificationCode", to.code()));
    }
}
